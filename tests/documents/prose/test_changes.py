from __future__ import annotations

import math

import pytest

from analysis.documents.prose.changes import format_change, format_course, format_directions
from analysis.errors import DocumentError, ResultsError
from tests.documents.made_up import change_rows, made_session, read_aloud, verdict_rows

RISE = change_rows("model.ls-mean/HGB/W8/ALL", 2.84, 1.25, 4.449, 0.0004, 0.0016)
COUNT = {"visits.change/HGB/W8/ALL/n": 12.0}


def said(values: dict[str, float], parameter: str = "HGB", visit: str = "W8", group: str = "ALL") -> str:
    return read_aloud(format_change(made_session(values), parameter, visit, group))


def test_a_rise_with_everything_that_belongs_to_it() -> None:
    session = made_session(RISE | COUNT | verdict_rows("HGB/W8/ALL", 1, 1, 0))
    told = format_change(session, "HGB", "W8")
    assert read_aloud(told) == (
        "rose significantly by 2.8 g/L (95% CI 1.3 to 4.4; n = 12; P < 0.001; adjusted P = 0.002)"
    )
    assert '[2.8]{.n data-row="model.ls-mean/HGB/W8/ALL/estimate" data-form="|f1|"}' in told
    assert '[12]{.n data-row="visits.change/HGB/W8/ALL/n" data-form="i"}' in told


def test_without_significance_it_only_rose() -> None:
    assert said(RISE | verdict_rows("HGB/W8/ALL", 1, 0, 0)).startswith("rose by 2.8 g/L (")


def test_a_small_rise_says_that_it_is_small() -> None:
    assert said(RISE | verdict_rows("HGB/W8/ALL", 1, 1, 1)).endswith("; less than the relevant change)")


def test_no_relevant_change_gives_the_change_with_its_sign() -> None:
    rows = change_rows("model.ls-mean/HGB/W8/ALL", -0.46, -1.6, 0.7, 0.41, 0.41)
    assert said(rows | verdict_rows("HGB/W8/ALL", 0, 0, 1)) == (
        "showed no relevant change (change −0.5 g/L; 95% CI −1.6 to 0.7; P = 0.410; adjusted P = 0.410)"
    )


def test_a_wide_interval_is_not_distinguishable() -> None:
    rows = change_rows("model.ls-mean/HGB/W8/ALL", 2.0, -1.0, 5.0, 0.2, 0.4)
    assert said(rows | verdict_rows("HGB/W8/ALL", 0, 0, 0)).startswith(
        "was not distinguishable from baseline (change 2.0"
    )


def test_a_ratio_is_told_in_per_cent_and_as_the_tables_print_it() -> None:
    rows = change_rows("model.ls-ratio/CRP/W8/ALL", 0.649, 0.54, 0.78)
    rows |= {"model.ls-mean/CRP/W8/ALL/p.value": 0.0301, "model.ls-mean/CRP/W8/ALL/p.adjusted": 0.0602}
    assert said(rows | verdict_rows("CRP/W8/ALL", -1, 0, math.nan), "CRP") == (
        "fell by 35% (ratio 0.65; 95% CI 0.54 to 0.78; P = 0.030; adjusted P = 0.060)"
    )


def test_a_group_is_descriptive_and_never_significant() -> None:
    rows = change_rows("model.ls-mean/HGB/W8/ACT", 2.84, 1.25, 4.4, 0.0004)
    assert said(rows, group="ACT") == "rose by 2.8 g/L (95% CI 1.3 to 4.4; P < 0.001)"


def test_a_parameter_without_a_model_is_told_from_the_paired_comparison_in_percentage_points() -> None:
    rows = change_rows("visits.paired-t/PTA/W8/ALL", 7.26, 3.8, 10.7, 0.012)
    assert said(rows, "PTA") == "rose by 7.3 percentage points (95% CI 3.8 to 10.7; P = 0.012)"


def test_what_cannot_be_estimated_says_why() -> None:
    rows = change_rows("model.ls-mean/HGB/W8/ALL", math.nan, math.nan, math.nan, math.nan)
    session = made_session(rows, {"model.ls-mean/HGB/W8/ALL/estimate": "one subject only"})
    assert format_change(session, "HGB", "W8") == "could not be estimated (one subject only)"


def test_data_change_and_the_sentence_changes() -> None:
    fall = change_rows("model.ls-mean/HGB/W8/ALL", -2.84, -4.4, -1.25, 0.0004, 0.0016)
    assert said(fall | verdict_rows("HGB/W8/ALL", -1, 1, 0)).startswith(
        "fell significantly by 2.8 g/L (95% CI −4.4 to −1.3"
    )


def test_a_course_joins_visits_of_the_same_words() -> None:
    rows = RISE | change_rows("model.ls-mean/HGB/W4/ALL", 2.0, 1.0, 3.0, 0.001, 0.001)
    session = made_session(rows | verdict_rows("HGB/W8/ALL", 1, 1, 0) | verdict_rows("HGB/W4/ALL", 1, 1, 0))
    assert read_aloud(format_course(session, "HGB")) == "rose significantly on days 29 and 57"
    session = made_session(rows | verdict_rows("HGB/W8/ALL", 0, 0, 1) | verdict_rows("HGB/W4/ALL", 1, 0, 0))
    assert read_aloud(format_course(session, "HGB")) == "rose on day 29 and showed no relevant change on day 57"


def test_parameters_are_grouped_by_what_they_did() -> None:
    rows = RISE | change_rows("model.ls-ratio/CRP/W8/ALL", 0.9, 0.7, 1.2)
    rows |= change_rows("visits.paired-t/PTA/W8/ALL", 1, -1, 3, 0.4) | verdict_rows("HGB/W8/ALL", 1, 1, 0)
    told = format_directions(made_session(rows), ["PTA", "HGB", "CRP"], "W8")
    assert told == "hemoglobin rose significantly; prothrombin activity and CRP were not distinguishable from baseline"


def test_unknown_names_are_told() -> None:
    with pytest.raises(DocumentError, match="no analysis of change has this parameter and visit"):
        format_change(made_session(RISE), "HGB", "W99")
    with pytest.raises(ResultsError, match=r"near it: model\.ls-mean/HGB/W8/ALL"):
        format_change(made_session(RISE), "HGB", "W4")
