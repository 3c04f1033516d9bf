import pandas as pd

from analysis.datasets import adae
from analysis.datasets.checking import check_dataset
from tests.datasets.small import make_adsl, make_domain, make_study

ADSL = """
USUBJID | TRTSDT     | LSTALVDT
S-1     | 2024-01-10 | 2024-06-15
S-2     |            |
"""
AE = """
USUBJID | AETERM  | AEDECOD  | AEBODSYS | AETOXGR | AESEV    | AESER | AEREL    | AESTDTC    | AEENDTC
S-1     | before  | Nausea   | Gut      | 2       |          | N     | RELATED  | 2024-01-09 | 2024-01-20
S-1     | first   | Nausea   | Gut      | 1       |          | N     | REMOTE   | 2024-01-10 | 2024-01-12
S-1     | month   | Vomiting | Gut      | 3       |          | Y     | POSSIBLE | 2024-01    | 2024-06
S-1     | ended   | Vomiting | Gut      | 3       |          | N     |          | 2024-01    | 2024-01-08
S-1     | no date | Fever    | General  |         | SEVERE   | N     | related  |            |
S-1     | day 60  | Fever    | General  | 1       |          | N     | RELATED  | 2024-03-09 |
S-1     | day 61  | Fever    | General  | 1       |          | N     | RELATED  | 2024-03-10 |
S-2     | none    | Fever    | General  | 1       |          | N     | RELATED  | 2024-03-10 |
"""


def derived(text: str = AE) -> pd.DataFrame:
    study = make_study()
    frame = adae.derive(study, {"AE": make_domain("AE", text)}, {"ADSL": make_adsl(ADSL)})
    check_dataset(study, "ADAE", frame, text.strip().count("\n"))
    return frame.set_index("AETERM")


def test_treatment_emergent() -> None:
    flags = derived()["TRTEMFL"]
    assert sorted(flags.index[flags == "Y"]) == ["day 60", "first", "month", "no date"]
    assert sorted(flags.index[flags == ""]) == ["before", "day 61", "ended", "none"]


def test_partial_dates_and_days() -> None:
    event = derived().loc["month"]
    assert (event["ASTDT"], event["ASTDTF"], event["ASTDY"]) == (pd.Timestamp("2024-01-10"), "D", 1)
    assert (event["AENDT"], event["AENDTF"]) == (pd.Timestamp("2024-06-15"), "D")
    assert event["ADURN"] == 158


def test_grade_by_ctcae_or_severity() -> None:
    grades = derived()["ATOXGR"]
    assert (grades["first"], grades["no date"]) == ("1", "3")


def test_relation_as_the_study_counts_it() -> None:
    relation = derived()["AREL"]
    assert relation["first"] == "NOT RELATED"
    assert set(relation[["month", "ended", "no date"]]) == {"RELATED"}  # nobody judged it: counted as related


def test_first_occurrences_are_treatment_emergent() -> None:
    frame = derived()
    firsts = {flag: frame.index[frame[flag] == "Y"].tolist() for flag in ("AOCCFL", "AOCCSFL", "AOCCPFL", "AOCCIFL")}
    assert firsts["AOCCFL"] == ["first"]
    assert firsts["AOCCSFL"] == ["first", "day 60"]
    assert firsts["AOCCPFL"] == ["first", "month", "day 60"]
    assert firsts["AOCCIFL"] == ["month"]
