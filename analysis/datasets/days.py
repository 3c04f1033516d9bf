"""Study days, and dates that are only partly known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.raw.dates import read_dates


def derive_study_day(date: pd.Series, start: pd.Series) -> pd.Series:
    """Days from the first dose: day 1 is the day of the first dose, the day before it is −1; there is no day 0.

    NaN where either date is missing.
    """
    distance = (date - start).dt.days.astype("float64")
    return distance + (distance >= 0)


def derive_start_date(text: pd.Series, first_dose: pd.Series) -> pd.DataFrame:
    """Start dates, partial ones imputed: ``date``, and ``flag`` (D: day, M: month and day imputed).

    The first day that the text allows; but the day of the first dose where that too is allowed, so that an event which
    may have begun under treatment counts as such. No year: no date.
    """
    dates = read_dates(text)
    under_treatment = (dates["first"] <= first_dose) & (first_dose <= dates["last"])
    date = dates["first"].where(~under_treatment, first_dose)
    return pd.DataFrame({"date": date, "flag": _flag(dates["precision"])})


def derive_end_date(text: pd.Series, latest: pd.Series) -> pd.DataFrame:
    """End dates, partial ones imputed: ``date`` and ``flag`` as for start dates.

    The last day that the text allows, but not after ``latest`` (death or last contact) where that is allowed.
    """
    dates = read_dates(text)
    before_end = (dates["first"] <= latest) & (latest <= dates["last"])
    return pd.DataFrame({"date": dates["last"].where(~before_end, latest), "flag": _flag(dates["precision"])})


def _flag(precision: pd.Series) -> pd.Series:
    flags = np.select([precision == "M", precision == "Y"], ["D", "M"], default="")
    return pd.Series(flags, index=precision.index, dtype=object)
