"""Height, weight and body mass index before treatment."""

from __future__ import annotations

import pandas as pd

from analysis.errors import DatasetError, Fault
from analysis.raw.dates import read_days
from analysis.raw.units import format_unit

#: Factors to kg and cm.
UNITS = {
    "WEIGHT": {"kg": 1.0, "g": 0.001, "lb": 0.45359237},
    "HEIGHT": {"cm": 1.0, "m": 100.0, "mm": 0.1, "in": 2.54},
}


def derive_body(subjects: pd.DataFrame, vs: pd.DataFrame | None) -> pd.DataFrame:
    """HEIGHTBL (cm), WEIGHTBL (kg) and BMIBL (kg/m²) for ``subjects`` (USUBJID, TRTSDT); same index.

    Each the last value on or before the day of the first dose, or the last of all for those who were not treated.
    Raises DatasetError for a unit that is not one of height or weight.
    """
    height = _last_before_treatment(subjects, vs, "HEIGHT")
    weight = _last_before_treatment(subjects, vs, "WEIGHT")
    return pd.DataFrame({"HEIGHTBL": height, "WEIGHTBL": weight, "BMIBL": weight / (height / 100) ** 2})


def _last_before_treatment(subjects: pd.DataFrame, vs: pd.DataFrame | None, test: str) -> pd.Series:
    if vs is None:
        return pd.Series(float("nan"), index=subjects.index)
    values = vs[(vs["VSTESTCD"] == test) & vs["VSSTRESN"].notna()]
    factor = values["VSSTRESU"].map(format_unit).map(UNITS[test])
    if factor.isna().any():
        strange = ", ".join(sorted(set(values.loc[factor.isna(), "VSSTRESU"])))
        known = ", ".join(UNITS[test])
        raise DatasetError(Fault(f"VS, VSSTRESU, {test}", f"unknown unit: {strange or 'none'}", f"use one of {known}"))
    dated = values.assign(value=values["VSSTRESN"] * factor, date=read_days(values["VSDTC"]))
    start = dated["USUBJID"].map(subjects.set_index("USUBJID")["TRTSDT"])
    before = dated[(dated["date"] <= start) | start.isna()]
    last = before.sort_values(["date", "VSSEQ"]).groupby("USUBJID")["value"].last()
    return subjects["USUBJID"].map(last)
