import pytest

from analysis.errors import ResultsError
from analysis.results.subjects import derive_subjects
from tests.results.trial import make_adsl, make_study


def test_groups_follow_the_arms_and_all_comes_last() -> None:
    subjects = derive_subjects(make_study(), "safety", {"ADSL": make_adsl().sort_values("AGE")})
    assert subjects.ids == ("01", "02", "03", "04", "05", "06", "07")
    assert list(subjects.groups) == ["LOW", "HIGH", "ALL"]
    assert [subjects.count(group) for group in subjects.groups] == [4, 3, 7]
    assert subjects.arms == ("LOW", "HIGH")


def test_the_screened_have_no_arm_and_count_in_all_only() -> None:
    subjects = derive_subjects(make_study(), "screened", {"ADSL": make_adsl()})
    assert [subjects.count(group) for group in subjects.groups] == [4, 3, 9]


def test_planned_and_actual_treatment_may_differ() -> None:
    adsl = make_adsl()
    adsl.loc[adsl["USUBJID"] == "05", "TRT01A"] = "Low dose"
    planned = derive_subjects(make_study(), "safety", {"ADSL": adsl}, "TRT01P")
    actual = derive_subjects(make_study(), "safety", {"ADSL": adsl}, "TRT01A")
    assert (planned.count("LOW"), actual.count("LOW")) == (4, 5)


def test_all_faults_are_told_at_once_with_their_subjects() -> None:
    adsl = make_adsl()
    adsl.loc[adsl["USUBJID"] == "02", "TRT01P"] = "Huge dose"
    adsl.loc[adsl["USUBJID"] == "03", "TRT01P"] = ""
    adsl.loc[adsl["USUBJID"] == "09", "USUBJID"] = "08"
    with pytest.raises(ResultsError) as told:
        derive_subjects(make_study(), "safety", {"ADSL": adsl})
    message = str(told.value)
    assert "more than one row for 08" in message
    assert "subjects 02: 'Huge dose' is no arm" in message
    assert "subjects 03: '' is no arm" in message


def test_a_missing_flag_is_named() -> None:
    with pytest.raises(ResultsError, match="ADSL: no column SAFFL"):
        derive_subjects(make_study(), "safety", {"ADSL": make_adsl().drop(columns="SAFFL")})
