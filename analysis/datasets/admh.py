"""ADMH: medical history, one record each."""

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

LABEL = "Medical History Analysis Dataset"
SOURCES = ("MH",)
OPTIONAL = ()
NEEDS = ("ADSL",)
KEY = ("USUBJID", "MHSEQ")
COLUMNS = (
    *SUBJECT_COLUMNS,
    Column("MHSEQ", "Sequence Number", "integer", filled=True),
    *TREATMENT_COLUMNS,
    Column("MHTERM", "Reported Term for the Medical History", filled=True),
    Column("MHDECOD", "Dictionary-Derived Term"),
    Column("MHBODSYS", "Body System or Organ Class"),
    Column("MHCAT", "Category for Medical History"),
    *DATE_COLUMNS,
    Column("ONGOFL", "Ongoing Flag", codes=("Y",)),
)


def derive(study: Study, raw: Mapping[str, pd.DataFrame], datasets: Mapping[str, pd.DataFrame]) -> pd.DataFrame:  # noqa: ARG001
    """ADMH: every record of MH with its dates, and whether the condition went on."""
    frame = derive_occurrences("MH", raw["MH"], datasets["ADSL"], COLUMNS)
    frame["ONGOFL"] = derive_flag(derive_ongoing(frame, "MH"))
    return derive_frame(frame.sort_values(["USUBJID", "ASTDT", "MHSEQ"]), COLUMNS)
