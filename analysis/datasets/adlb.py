"""ADLB: laboratory results."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.datasets import bds
from analysis.datasets.baseline import derive_at_baseline
from analysis.datasets.ctcae import derive_grade, read_term
from analysis.datasets.files import derive_frame
from analysis.datasets.schema import Column
from analysis.study import Study

LABEL = "Laboratory Analysis Dataset"
SOURCES = ("LB",)
OPTIONAL = ()
NEEDS = ("ADSL",)
PARAMETERS = "LB"
KEY = bds.KEY
GRADES = ("0", "1", "2", "3", "4")
COLUMNS = (
    *bds.COLUMNS,
    *bds.RANGE_COLUMNS,
    Column("R2ANRHI", "Ratio of Analysis Val Compared to ANRHI", "float"),
    Column("ATOXDSCL", "Analysis Toxicity Description Low"),
    Column("ATOXGRL", "Analysis Toxicity Grade Low", codes=GRADES),
    Column("BTOXGRL", "Baseline Toxicity Grade Low", codes=GRADES),
    Column("ATOXDSCH", "Analysis Toxicity Description High"),
    Column("ATOXGRH", "Analysis Toxicity Grade High", codes=GRADES),
    Column("BTOXGRH", "Baseline Toxicity Grade High", codes=GRADES),
    *bds.SOURCE_COLUMNS,
)


def derive(study: Study, raw: Mapping[str, pd.DataFrame], datasets: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The parameters of domain LB, one record a result, with CTCAE grades in both directions."""
    frame = bds.derive_domain(study, "LB", raw, datasets)
    frame["R2ANRHI"] = frame["AVAL"] / frame["ANRHI"].where(frame["ANRHI"] > 0)
    for letter in ("L", "H"):
        graded = derive_toxicity(study, frame, high=letter == "H")
        frame[f"ATOXDSC{letter}"], frame[f"ATOXGR{letter}"] = graded["term"], graded["grade"]
        frame[f"BTOXGR{letter}"] = derive_at_baseline(frame, f"ATOXGR{letter}").fillna("")
    return derive_frame(frame, COLUMNS)


def derive_toxicity(study: Study, frame: pd.DataFrame, *, high: bool) -> pd.DataFrame:
    """``term`` and ``grade`` of each record in one direction; "" for parameters that CTCAE doesn't grade so."""
    graded = pd.DataFrame("", index=frame.index, columns=["term", "grade"], dtype=object)
    for parameter in study.parameters:
        term = read_term(parameter, high=high) if parameter.domain == "LB" else None
        records = frame["PARAMCD"] == parameter.id
        if term is not None and records.any():
            graded.loc[records, "term"] = term.name
            graded.loc[records, "grade"] = derive_grade(term, frame[records])
    return graded
