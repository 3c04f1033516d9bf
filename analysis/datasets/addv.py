"""ADDV: protocol deviations, one record each."""

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
)
from analysis.datasets.populations import derive_major
from analysis.datasets.schema import Column
from analysis.study import Study

LABEL = "Protocol Deviation Analysis Dataset"
SOURCES = ("DV",)
OPTIONAL = ()
NEEDS = ("ADSL",)
KEY = ("USUBJID", "DVSEQ")
COLUMNS = (
    *SUBJECT_COLUMNS,
    Column("DVSEQ", "Sequence Number", "integer", filled=True),
    *TREATMENT_COLUMNS,
    Column("DVTERM", "Protocol Deviation Term", filled=True),
    Column("DVDECOD", "Protocol Deviation Coded Term"),
    Column("DVCAT", "Category for Protocol Deviation"),
    Column("DVSCAT", "Subcategory for Protocol Deviation"),
    *(column for column in DATE_COLUMNS if column.name != "ADURN"),
    Column("MAJORFL", "Major Protocol Deviation Flag", codes=("Y",)),
)


def derive(study: Study, raw: Mapping[str, pd.DataFrame], datasets: Mapping[str, pd.DataFrame]) -> pd.DataFrame:  # noqa: ARG001
    """ADDV: every record of DV with its dates, and whether it keeps the subject out of the per-protocol population."""
    frame = derive_occurrences("DV", raw["DV"], datasets["ADSL"], COLUMNS)
    frame["MAJORFL"] = derive_flag(derive_major(frame))
    return derive_frame(frame.sort_values(["USUBJID", "ASTDT", "DVSEQ"]), COLUMNS)
