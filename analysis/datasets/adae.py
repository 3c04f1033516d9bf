"""ADAE: adverse events, one record an event."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.datasets.emergence import derive_first_occurrence, derive_first_worst, derive_treatment_emergent
from analysis.datasets.files import derive_frame
from analysis.datasets.occurrences import DATE_COLUMNS, SUBJECT_COLUMNS, TREATMENT_COLUMNS, derive_occurrences
from analysis.datasets.schema import YES_NO, Column
from analysis.study import Study

LABEL = "Adverse Event Analysis Dataset"
SOURCES = ("AE",)
OPTIONAL = ()
NEEDS = ("ADSL",)
KEY = ("USUBJID", "AESEQ")
GRADES = ("1", "2", "3", "4", "5")
#: The grade of an event for which only its severity is recorded.
GRADE_OF_SEVERITY = {"MILD": "1", "MODERATE": "2", "SEVERE": "3", "LIFE THREATENING": "4", "FATAL": "5"}
COLUMNS = (
    *SUBJECT_COLUMNS,
    Column("AESEQ", "Sequence Number", "integer", filled=True),
    *TREATMENT_COLUMNS,
    Column("AETERM", "Reported Term for the Adverse Event", filled=True),
    Column("AEDECOD", "Dictionary-Derived Term"),
    Column("AEBODSYS", "Body System or Organ Class"),
    Column("AESTDTC", "Start Date/Time of Adverse Event"),
    Column("AEENDTC", "End Date/Time of Adverse Event"),
    *DATE_COLUMNS,
    Column("TRTEMFL", "Treatment Emergent Analysis Flag", codes=("Y",)),
    Column("AESEV", "Severity/Intensity"),
    Column("AETOXGR", "Standard Toxicity Grade"),
    Column("ATOXGR", "Analysis Toxicity Grade", codes=GRADES),
    Column("ATOXGRN", "Analysis Toxicity Grade (N)", "integer"),
    Column("AESER", "Serious Event", codes=YES_NO),
    Column("AESDTH", "Results in Death", codes=YES_NO),
    Column("AESLIFE", "Is Life Threatening", codes=YES_NO),
    Column("AESHOSP", "Requires or Prolongs Hospitalization", codes=YES_NO),
    Column("AEREL", "Causality"),
    Column("AREL", "Analysis Causality", codes=("RELATED", "NOT RELATED")),
    Column("AEACN", "Action Taken with Study Treatment"),
    Column("AECONTRT", "Concomitant or Additional Trtmnt Given", codes=YES_NO),
    Column("AEOUT", "Outcome of Adverse Event"),
    Column("AOCCFL", "1st Occurrence of Any AE Flag", codes=("Y",)),
    Column("AOCCSFL", "1st Occurrence of SOC Flag", codes=("Y",)),
    Column("AOCCPFL", "1st Occurrence of Preferred Term Flag", codes=("Y",)),
    Column("AOCCIFL", "1st Max Sev./Int. Occurrence Flag", codes=("Y",)),
)


def derive(study: Study, raw: Mapping[str, pd.DataFrame], datasets: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """ADAE: every event of AE with dates, grade, relation and treatment-emergent flag."""
    events = derive_occurrences("AE", raw["AE"], datasets["ADSL"], COLUMNS)
    events["ATOXGR"] = derive_grade(events["AETOXGR"], events["AESEV"])
    events["ATOXGRN"] = pd.to_numeric(events["ATOXGR"].where(events["ATOXGR"] != ""))
    events["AREL"] = derive_relation(study, events["AEREL"])
    events["TRTEMFL"] = derive_treatment_emergent(events, study.safety.last_day if study.safety else 10**6)
    for flag, by in {"AOCCFL": [], "AOCCSFL": ["AEBODSYS"], "AOCCPFL": ["AEBODSYS", "AEDECOD"]}.items():
        events[flag] = derive_first_occurrence(events, ["USUBJID", *by])
    events["AOCCIFL"] = derive_first_worst(events)
    return derive_frame(events.sort_values(["USUBJID", "ASTDT", "AESEQ"]), COLUMNS)


def derive_grade(recorded: pd.Series, severity: pd.Series) -> pd.Series:
    """ATOXGR: the CTCAE grade as recorded, else the one that the severity stands for; "" where neither is known."""
    digits = recorded.str.extract(r"([1-5])", expand=False).fillna("")
    return digits.where(digits != "", severity.str.upper().map(GRADE_OF_SEVERITY).fillna(""))


def derive_relation(study: Study, recorded: pd.Series) -> pd.Series:
    """AREL: RELATED for the words that study.yaml counts as such, NOT RELATED for others; missing is RELATED.

    An event whose relation nobody judged is counted as related, the conservative choice. Where no relation at all is
    recorded, AREL is missing.
    """
    if (recorded == "").all():
        return pd.Series("", index=recorded.index, dtype=object)
    related = tuple(study.safety.related) if study.safety else ("RELATED",)
    is_related = recorded.str.upper().isin([word.upper() for word in (*related, "")])
    return pd.Series(np.where(is_related, "RELATED", "NOT RELATED"), index=recorded.index, dtype=object)
