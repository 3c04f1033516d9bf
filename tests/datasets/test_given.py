import pandas as pd
import pytest

from analysis.datasets.deriving import derive_dataset
from analysis.datasets.files import format_dataset
from analysis.datasets.given import derive_given
from analysis.errors import DatasetError
from tests.datasets.small import make_adsl, make_study

STUDY = make_study(populations=[p.model_dump() for p in make_study().populations[:3]])
ADSL = pd.DataFrame(
    {
        "STUDYID": "S",
        "USUBJID": ["S-1", "S-2", "S-3"],
        "TRT01P": ["A", "placebo", "Screen Failure"],
        "AGE": [50.0, 61, 44],
        "SEX": ["F", "M", "M"],
        "TRTSDT": [23385.0, 23387, None],  # SAS days: 10 and 12 January 2024
        "EOSSTT": ["COMPLETED", "DISCONTINUED", ""],
        "DCSREAS": ["", "Lost to follow-up", ""],
        "DURATION": [3.5, 4.0, None],
    }
)
ADLB = pd.DataFrame(
    {
        "STUDYID": "S",
        "USUBJID": "S-1",
        "TRTP": "Active",
        "PARAM": "Albumin (g/L)",
        "PARAMCD": ["ALB", "ALB", "ALB", "XYZ"],
        "LBSEQ": [1.0, 2, 2, 3],
        "AVAL": [30.0, 33, 33, 1],
        "BASE": [30.0, 30, 30, 1],
        "ABLFL": ["Y", "", "", ""],
        "AVISIT": ["Screening", "WEEK 2", "End of treatment", "Week 2"],
        "ADT": ["2024-01-10", "2024-01-24", "2024-01-24", "2024-01-24"],
        "ANRIND": ["L", "N", "N", "H"],
    }
)


def given(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    adsl = make_adsl("USUBJID | TRTSDT\nS-1 | 2024-01-10")
    return derive_dataset(STUDY, name, {name: frame}, {} if name == "ADSL" else {"ADSL": adsl})


def test_subjects_in_the_words_of_the_study() -> None:
    frame = given("ADSL", ADSL)
    assert frame["TRT01P"].tolist() == ["Active", "Placebo", ""]
    assert frame["TRT01A"].tolist() == ["Active", "Placebo", ""]
    assert frame["TRTSDT"].tolist()[:2] == [pd.Timestamp("2024-01-10"), pd.Timestamp("2024-01-12")]
    assert frame["DCSREAS"].tolist() == ["", "lost", ""]
    assert {flag: "".join(frame[flag]) for flag in ("SCRNFL", "ENRLFL", "SAFFL")} == {
        "SCRNFL": "YYY",
        "ENRLFL": "YYN",
        "SAFFL": "YYN",
    }


def test_other_columns_of_adsl_are_kept_for_tables_of_characteristics() -> None:
    frame = given("ADSL", ADSL)
    assert frame["DURATION"].tolist()[:2] == [3.5, 4]
    assert ",3.5\n" in format_dataset(frame, "ADSL")


def test_measurements_in_the_words_of_the_study() -> None:
    frame = given("ADLB", ADLB)
    assert frame["PARAMCD"].tolist() == ["ALB"] * 3  # XYZ is no parameter of the study
    assert frame["AVISIT"].tolist() == ["BL", "W2", ""]
    assert frame["AVISITN"].fillna(0).tolist() == [1, 15, 0]
    assert frame["ANL01FL"].tolist() == ["Y", "Y", ""]
    assert frame["CHG"].fillna(0).tolist() == [0, 3, 3]
    assert frame["ANRIND"].tolist() == ["LOW", "NORMAL", "NORMAL"]
    assert frame["SRCSEQ"].tolist() == [1, 2, 3]  # LBSEQ stands twice, so records are numbered anew


def test_of_several_time_points_the_last_stands() -> None:
    lines = [
        {"USUBJID": "S-1", "PARAMCD": "ALB", "AVISIT": visit, "ATPTN": point, "AVAL": value, "BASE": 30 + point}
        | {"ABLFL": "Y" if visit == "Baseline" else "", "ADT": "2024-01-10" if visit == "Baseline" else "2024-01-24"}
        for visit, point, value in (("Baseline", 1, 31), ("Baseline", 3, 33), ("Week 2", 1, 35), ("Week 2", 3, 36))
    ]
    alone = {**lines[2], "USUBJID": "S-2"}  # has no later time point, so nothing that compares with the baseline
    adlb = pd.DataFrame([*lines, alone]).assign(STUDYID="S", PARAM="Albumin", ANL01FL="Y", TRTP="A")
    adsl = make_adsl("USUBJID | TRTSDT\nS-1 | 2024-01-10\nS-2 | 2024-01-10")
    frame = derive_dataset(STUDY, "ADLB", {"ADLB": adlb}, {"ADSL": adsl})
    assert frame.loc[frame["ABLFL"] == "Y", "AVAL"].tolist() == [33]
    chosen = frame[(frame["ANL01FL"] == "Y") & (frame["ABLFL"] != "Y")]
    assert chosen[["USUBJID", "AVAL", "CHG"]].to_numpy().tolist() == [["S-1", 36, 3]]


def test_imputed_records_are_left_out() -> None:
    frame = given("ADLB", ADLB.assign(DTYPE=["", "", "LOCF", ""]))
    assert frame["SRCSEQ"].tolist() == [1, 2]


def test_events_get_grade_and_relation() -> None:
    events = pd.DataFrame(
        {"STUDYID": "S", "USUBJID": "S-1", "AESEQ": [1.0], "AETERM": "x", "AESEV": "MODERATE", "AEREL": "POSSIBLE"}
    ).assign(TRTEMFL="Y", TRTA="A")
    frame = given("ADAE", events)
    assert frame[["ATOXGR", "AREL", "TRTA", "TRTP"]].to_numpy().tolist() == [["2", "RELATED", "Active", "Active"]]


@pytest.mark.parametrize(
    ("name", "frame", "told"),
    [
        ("ADSL", ADSL.assign(TRT01P="Unheard of"), "ADSL, TRT01P: no arm of study.yaml: Unheard of"),
        ("ADLB", ADLB.assign(USUBJID="S-9"), "subjects S-9: not in ADSL"),
        ("ADLB", ADLB.drop(columns="ABLFL").assign(ANL01FL="Y"), "ADLB, ABLFL: the column is missing"),
        ("ADLB", ADLB.assign(ANL01FL="X"), "ANL01FL: not in the code list"),
    ],
)
def test_what_cannot_be_taken_as_given(name: str, frame: pd.DataFrame, told: str) -> None:
    with pytest.raises(DatasetError, match=told):
        given(name, frame)


def test_the_frame_itself_is_not_changed() -> None:
    before = ADSL.copy()
    derive_given(STUDY, "ADSL", ADSL, {})
    pd.testing.assert_frame_equal(ADSL, before)
