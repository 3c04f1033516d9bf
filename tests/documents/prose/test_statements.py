from __future__ import annotations

import pytest

from analysis.documents.prose.comparisons import format_depends_on_dose, format_trend
from analysis.documents.prose.robustness import format_approach, format_left_out, format_regression_to_the_mean
from analysis.documents.prose.statements import format_holds, format_says
from analysis.errors import DocumentError
from analysis.study import Study
from tests.documents.made_up import TREE, change_rows, made_session, made_study, read_aloud, verdict_rows

RISE = change_rows("model.ls-mean/HGB/W8/ALL", 2.84, 1.25, 4.449, 0.0004, 0.0016) | verdict_rows("HGB/W8/ALL", 1, 1, 0)
FALL = change_rows("model.ls-mean/HGB/W8/ALL", -2.84, -4.4, -1.25, 0.0004, 0.0016) | verdict_rows(
    "HGB/W8/ALL", -1, 1, 0
)


def test_words_of_the_writer_stand_as_long_as_the_results_say_so() -> None:
    assert format_says(made_session(RISE), "rose significantly", "HGB", "W8") == "rose significantly"
    assert format_says(made_session(RISE), "rose", "HGB", "W8") == "rose"
    with pytest.raises(DocumentError, match="no longer holds: it says “rose”, the results say “fell significantly”"):
        format_says(made_session(FALL), "rose", "HGB", "W8")


def test_significance_is_not_stated_where_there_is_none() -> None:
    weak = RISE | verdict_rows("HGB/W8/ALL", 1, 0, 0)
    with pytest.raises(DocumentError, match="the results say “rose”"):
        format_says(made_session(weak), "rose significantly", "HGB", "W8")


def test_any_words_stand_on_a_row_and_a_comparison() -> None:
    session = made_session({"os.log-rank/OS/p.value": 0.33})
    assert format_holds(session, "was open", "os.log-rank/OS/p.value", ">=", 0.05) == "was open"
    with pytest.raises(DocumentError, match=r"needs os\.log-rank/OS/p\.value < 0\.05, and it is 0\.33"):
        format_holds(session, "differed", "os.log-rank/OS/p.value", "<", 0.05)
    with pytest.raises(DocumentError, match="states a number"):
        format_holds(session, "differed in 24", "os.log-rank/OS/p.value", ">", 0)
    with pytest.raises(DocumentError, match="no such comparison"):
        format_holds(session, "differed", "os.log-rank/OS/p.value", "==", 0)


@pytest.mark.parametrize(
    ("words", "op", "value", "told"),
    [
        ("did not differ", ">=", 0.05, "a P value bears no sameness"),
        ("was the same", ">", 0, "a P value bears no sameness"),
        ("rose", "<", 0.05, "a P value has no direction"),
        ("moved significantly", "<", 0.5, "significance is borne by a P value below the level"),
        ("moved significantly", "<", 0.05, "the P value of this row is not adjusted"),
    ],
)
def test_words_that_no_value_of_the_row_could_bear_are_refused(words: str, op: str, value: float, told: str) -> None:
    with pytest.raises(DocumentError, match=told):
        format_holds(made_session(RISE), words, "model.ls-mean/HGB/W8/ALL/p.value", op, value)


def test_significance_is_borne_by_the_adjusted_p_value() -> None:
    row = "model.ls-mean/HGB/W8/ALL/p.adjusted"
    assert format_holds(made_session(RISE), "moved significantly", row, "<", 0.05) == "moved significantly"


def test_a_trend_over_doses_says_its_direction_only_where_the_interval_does() -> None:
    rows = change_rows("model.dose-trend/HGB/W8", 0.4, -1.1, 1.9, 0.54)
    assert read_aloud(format_trend(made_session(rows), "HGB", "W8")) == (
        "did not go distinguishably with the dose (change 0.4 g/L per doubling; 95% CI −1.1 to 1.9; P = 0.540)"
    )
    rows = change_rows("model.dose-trend/HGB/W8", -1.6, -2.9, -0.2, 0.023)
    assert format_trend(made_session(rows), "HGB", "W8").startswith("was lower with a higher dose (change ")


def test_the_dependence_on_dose_is_the_one_of_the_interaction() -> None:
    stem = "model.type-3/HGB/group-by-visit/p.value"
    assert format_depends_on_dose(made_session({stem: 0.2}), "HGB").startswith("did not depend distinguishably on")
    assert format_depends_on_dose(made_session({stem: 0.01}), "HGB").startswith("depended on")


def sensitive() -> Study:
    block = {
        "id": "more",
        "kind": "sensitivity",
        "label": "More",
        "population": "safety",
        "of": "model",
        "parameters": ["HGB", "CRP"],
        "approaches": ["imputation", "leave-one-out", "regression-to-the-mean"],
    }
    analyses: list[object] = [*TREE["analyses"], block]
    return made_study(analyses=analyses)


def test_sensitivity_is_told_in_the_unit_or_on_the_log_scale() -> None:
    rows = {
        "more.leave-one-out/HGB/W8/ALL/estimate.min": 2.04,
        "more.leave-one-out/HGB/W8/ALL/estimate.max": 2.66,
        "more.leave-one-out/CRP/W8/ALL/estimate.min": -0.594,
        "more.leave-one-out/CRP/W8/ALL/estimate.max": -0.44,
        "more.regression-to-the-mean/HGB/estimate": 0.464,
        **change_rows("more.ls-mean/HGB/imputation/W8/ALL", 2.34, 1.1, 3.6),
    }
    session = made_session(rows, study=sensitive())
    assert read_aloud(format_left_out(session, "HGB", "W8")) == "2.0 to 2.7 g/L"
    assert read_aloud(format_left_out(session, "CRP", "W8")) == "−0.59 to −0.44 on the log scale"
    assert read_aloud(format_regression_to_the_mean(session, "HGB")) == "a change of 0.5 g/L"
    assert read_aloud(format_approach(session, "imputation", "HGB", "W8")) == "2.3 g/L (95% CI 1.1 to 3.6)"
    with pytest.raises(DocumentError, match="no sensitivity analysis has both"):
        format_approach(session, "delta", "HGB", "W8")
