"""Dates of SDTM: ISO 8601 text that may lack day, month or time."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime

import numpy as np
import pandas as pd

YEARS = range(1880, 2200)  # anything else is a slip of the pen (and near the edge of what pandas can hold)

_ISO = re.compile(
    r"(?P<year>\d{4}|-)(?:-(?P<month>\d{2}|-)(?:-(?P<day>\d{2}|-))?)?"
    r"(?:T(?P<hour>\d{2}|-)(?::(?P<minute>\d{2}|-)(?::(?P<second>\d{2}(?:\.\d+)?|-))?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_NOTHING = (None, None, None, "")


def read_dates(text: pd.Series) -> pd.DataFrame:
    """What a column of ISO 8601 dates says; same index.

    Columns: ``first`` and ``last``, the earliest and latest day that the text allows (equal for a complete date);
    ``moment``, date and time where the time is recorded to the minute; ``precision``, "D", "M", "Y" or "" (not even
    a year); ``valid``, false where the text is no date at all (2023-02-30, 30.02.2023). Empty text is valid.
    A time zone is read over: days are those of the site.
    """
    codes, uniques = pd.factorize(text, use_na_sentinel=False)  # each distinct text is read once
    first, last, moment, precision, valid = (
        zip(*(_read(str(value)) for value in uniques), strict=True) if len(uniques) else [()] * 5
    )
    columns = {
        "first": np.array(first, dtype="datetime64[D]").astype("datetime64[ns]"),
        "last": np.array(last, dtype="datetime64[D]").astype("datetime64[ns]"),
        "moment": np.array(moment, dtype="datetime64[s]").astype("datetime64[ns]"),
        "precision": np.array(precision, dtype=object),
        "valid": np.array(valid, dtype=bool),
    }
    return pd.DataFrame({name: values[codes] for name, values in columns.items()}, index=text.index)


def read_days(text: pd.Series) -> pd.Series:
    """The dates of a column where they are complete to the day; NaT elsewhere."""
    dates = read_dates(text)
    return dates["first"].where(dates["precision"] == "D")


def _read(text: str) -> tuple[object, object, object, str, bool]:
    if not text:
        return (*_NOTHING, True)
    if "/" in text:  # an interval: the day lies somewhere in between
        start, _, end = text.partition("/")
        first, last = _read(start), _read(end)
        return first[0], last[1], None, first[3], first[4] and last[4]
    match = _ISO.fullmatch(text)
    if match is None:
        return (*_NOTHING, False)
    try:
        return (*_possible(match), True)
    except ValueError:
        return (*_NOTHING, False)


def _possible(match: re.Match[str]) -> tuple[object, object, object, str]:
    """Earliest day, latest day, moment and precision; ValueError for a date that doesn't exist."""
    year, month, day = (_number(match[name]) for name in ("year", "month", "day"))
    hour, minute, second = (_number(match[name]) for name in ("hour", "minute", "second"))
    if year is None:
        date(2000, month or 1, day or 1)
        return _NOTHING
    if year not in YEARS:
        raise ValueError(year)
    if month is None:
        date(year, 1, day or 1)
        return date(year, 1, 1), date(year, 12, 31), None, "Y"
    if day is None:
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), None, "M"
    when = datetime(year, month, day, hour or 0, minute or 0, second or 0)  # noqa: DTZ001 - a wall clock at the site
    moment = when if hour is not None and minute is not None else None
    return when.date(), when.date(), moment, "D"


def _number(part: str | None) -> int | None:
    return None if part is None or part == "-" else int(float(part))
