"""A study of two arms and three visits, and frames made from short text tables."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd

from analysis.raw.variables import kind_of
from analysis.study import Study

PARAMETERS: tuple[dict[str, Any], ...] = (
    {"id": "ALB", "label": "Albumin", "unit": "g/L", "category": "Liver", "domain": "LB"},
    {"id": "TBIL", "label": "Bilirubin", "unit": "µmol/L", "category": "Liver", "domain": "LB", "test": "BILI"},
)
TREE: dict[str, Any] = {
    "study": {"id": "S", "title": "Small", "short_title": "Small", "data_date": "2024-12-31"},
    "arms": [
        {"id": "A", "label": "Active", "color": "#000000"},
        {"id": "P", "label": "Placebo", "color": "#777777"},
    ],
    "visits": [
        {"id": "BL", "label": "Baseline", "day": 1, "baseline": True},
        {"id": "W2", "label": "Week 2", "day": 15, "window": [8, 22]},
        {"id": "W4", "label": "Week 4", "day": 29, "window": [23, 43]},
    ],
    "populations": [
        {"id": "all", "label": "Screened", "flag": "SCRNFL", "rule": "screened"},
        {"id": "enrolled", "label": "Enrolled", "flag": "ENRLFL", "rule": "enrolled"},
        {"id": "safety", "label": "Safety", "flag": "SAFFL", "rule": "treated"},
        {"id": "full", "label": "Full analysis", "flag": "FASFL", "rule": "treated-with-value"},
        {"id": "pp", "label": "Per protocol", "flag": "PPROTFL", "rule": "per-protocol", "min_doses": 2},
    ],
    "parameters": PARAMETERS,
    "units": [{"source": "g/dL", "target": "g/L", "factor": 10, "parameters": ["ALB"]}],
    "event_times": [{"id": "OS", "label": "Overall survival"}],
    "safety": {"last_day": 60},
    "disposition": {
        "exclusions": [{"id": "criteria", "label": "Criteria", "terms": ["SCREEN FAILURE"]}],
        "discontinuations": [
            {"id": "lost", "label": "Lost", "terms": ["LOST TO FOLLOW-UP"]},
            {"id": "died", "label": "Died", "terms": ["DEATH"]},
        ],
    },
}


def make_study(**changes: Any) -> Study:
    """The study with whole parts replaced."""
    return Study.model_validate(TREE | changes)


def make_domain(domain: str, text: str) -> pd.DataFrame:
    """A domain from lines of a table with | between the columns, typed as in SDTM; STUDYID and --SEQ are added."""
    lines = [line.strip() for line in text.strip().splitlines()]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    frame = pd.DataFrame(cells[1:], columns=cells[0], dtype=object).assign(STUDYID="S")
    if domain not in ("DM", "SV") and f"{domain}SEQ" not in frame:
        frame[f"{domain}SEQ"] = frame.groupby("USUBJID").cumcount() + 1
    for name in frame:
        if kind_of(str(name), domain) == "number":
            frame[name] = pd.to_numeric(frame[name].where(frame[name] != ""))
    return frame


def make_adsl(text: str) -> pd.DataFrame:
    """The part of ADSL that other datasets need, from lines with | between; dates where a name ends in DT or DTM."""
    frame = make_domain("DM", text).assign(SITEID="1")
    for name, default in {"TRT01P": "Active", "TRT01A": "Active", "TRTSDTM": "", "TRTEDT": "", "LSTALVDT": ""}.items():
        if name not in frame:
            frame[name] = default
    for column in frame.columns[frame.columns.str.contains("DTM?$")]:
        frame[column] = pd.to_datetime(frame[column].where(frame[column] != ""), format="ISO8601")
    return frame


def make_csv(frame: pd.DataFrame) -> str:
    """A frame as the text of a CSV file."""
    out = io.StringIO()
    frame.to_csv(out, index=False, lineterminator="\n")
    return out.getvalue()


LABORATORY = """
USUBJID | LBTESTCD | LBSTRESC | LBSTRESN | LBSTRESU | VISITNUM | LBDTC
S-1     | ALB      | 30       | 30       | g/L      | 1        | 2024-01-02
S-1     | ALB      | 3.1      | 3.1      | g/dL     | 2        | 2024-01-10
S-1     | ALB      | 34       | 34       | g/L      | 3        | 2024-01-24
S-1     | ALB      | 35       | 35       | g/L      | 4        | 2024-02-07
S-1     | BILI     | 20       | 20       | umol/L   | 2        | 2024-01-10
S-1     | BILI     | <5       |          | umol/L   | 4        | 2024-02-07
"""
