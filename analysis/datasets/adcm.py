"""ADCM: medication, one record each."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.datasets.files import derive_frame
from analysis.datasets.occurrences import (
    DATE_COLUMNS,
    SUBJECT_COLUMNS,
    TREATMENT_COLUMNS,
    derive_flag,
    derive_occurrences,
    derive_ongoing,
)
from analysis.datasets.schema import Column
from analysis.study import Study

LABEL = "Concomitant Medication Analysis Dataset"
SOURCES = ("CM",)
OPTIONAL = ()
NEEDS = ("ADSL",)
KEY = ("USUBJID", "CMSEQ")
COLUMNS = (
    *SUBJECT_COLUMNS,
    Column("CMSEQ", "Sequence Number", "integer", filled=True),
    *TREATMENT_COLUMNS,
    Column("CMTRT", "Reported Name of Drug, Med, or Therapy", filled=True),
    Column("CMDECOD", "Standardized Medication Name"),
    Column("CMCAT", "Category for Medication"),
    Column("CMCLAS", "Medication Class"),
    Column("CMINDC", "Indication"),
    Column("CMDOSE", "Dose per Administration", "float"),
    Column("CMDOSU", "Dose Units"),
    Column("CMDOSFRQ", "Dosing Frequency per Interval"),
    Column("CMROUTE", "Route of Administration"),
    *DATE_COLUMNS,
    Column("ONGOFL", "Ongoing Flag", codes=("Y",)),
    Column("PREFL", "Pre-treatment Flag", codes=("Y",)),
    Column("ONTRTFL", "On Treatment Record Flag", codes=("Y",)),
)


def derive(study: Study, raw: Mapping[str, pd.DataFrame], datasets: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """ADCM: PREFL for what began before the first dose, ONTRTFL for what was taken from then on."""
    frame = derive_occurrences("CM", raw["CM"], datasets["ADSL"], COLUMNS)
    if "CMDOSE" not in frame:
        frame["CMDOSE"] = float("nan")
    frame["ONGOFL"] = derive_flag(derive_ongoing(frame, "CM"))
    frame["PREFL"] = derive_flag(frame["ASTDT"] < frame["TRTSDT"])
    frame["ONTRTFL"] = derive_flag(derive_on_treatment(frame, study.safety.last_day if study.safety else None))
    return derive_frame(frame.sort_values(["USUBJID", "ASTDT", "CMSEQ"]), COLUMNS)


def derive_on_treatment(frame: pd.DataFrame, last_day: int | None) -> pd.Series:
    """Whether something was taken between the first dose and ``last_day`` (no limit: None).

    Without a start it counts as begun before, without an end as going on. Never for subjects without a dose.
    """
    ended_before = frame["AENDT"] < frame["TRTSDT"]
    began_after = frame["ASTDY"] > (float("inf") if last_day is None else last_day)
    return frame["TRTSDT"].notna() & ~ended_before & ~began_after
