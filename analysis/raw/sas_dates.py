"""SAS dates, times and datetimes: numbers counted from 1960, told apart by the format of their variable."""

from __future__ import annotations

import re
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

EPOCH = np.datetime64("1960-01-01", "s")
_DATETIME = re.compile(r"(E8601DT|B8601DT|IS8601DT|DATETIME|DATEAMPM|NLDATM|MDYAMPM)")
_TIME = re.compile(r"(E8601TM|B8601TM|IS8601TM|TIME|HHMM|TOD|MMSS|NLTIM)")
_DATE = re.compile(r"(E8601DA|B8601DA|IS8601DA|DATE|YYMMDD|DDMMYY|MMDDYY|YYMON|MONYY|WEEKDATE|WORDDATE|JULIAN|NLDATE)")


def derive_iso(values: pd.Series, sas_format: str) -> pd.Series:
    """SAS numbers as ISO 8601 text where the format is one of date, time or datetime; else the numbers themselves.

    A date is days, a datetime seconds since 1960-01-01, a time seconds since midnight; fractions of a second are cut.
    """
    name = sas_format.upper()
    if _DATETIME.match(name):
        return _iso(values, EPOCH + _seconds(values), "s")
    if _TIME.match(name):
        clock = np.datetime_as_string(EPOCH + _seconds(values), unit="s")
        return pd.Series([text[11:] for text in clock], index=values.index, dtype=object).where(values.notna(), "")
    if _DATE.match(name):
        return _iso(values, EPOCH + 86400 * _seconds(values), "D")
    return values


def derive_dates(values: pd.Series) -> pd.Series:
    """Dates as ISO 8601 text, "" where missing: from text, from dates, or from days since 1960."""
    if pd.api.types.is_numeric_dtype(values):
        return derive_iso(values, "DATE9")
    dates = values if pd.api.types.is_datetime64_any_dtype(values) else _read_dates(values)
    text: pd.Series = dates.dt.strftime("%Y-%m-%d").astype(object).where(dates.notna(), "")
    return text


def _read_dates(values: pd.Series) -> pd.Series:
    return pd.to_datetime(values.replace("", None), format="ISO8601")


def _seconds(values: pd.Series) -> NDArray[np.timedelta64]:
    seconds: NDArray[np.timedelta64] = np.floor(values.fillna(0).to_numpy(np.float64)).astype("timedelta64[s]")
    return seconds


def _iso(values: pd.Series, moments: NDArray[np.datetime64], unit: Literal["D", "s"]) -> pd.Series:
    text = np.datetime_as_string(moments, unit=unit)
    return pd.Series(text.astype(object), index=values.index).where(values.notna(), "")
