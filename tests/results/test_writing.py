import math
from dataclasses import replace

from analysis.methods.result import Result, Statistic
from analysis.results.subjects import derive_subjects
from analysis.results.table import Row
from analysis.results.writing import derive_count_rows, derive_result_rows, derive_rows, derive_template
from tests.results.trial import make_adsl, make_study


def make_template() -> Row:
    study = make_study()
    template = derive_template(
        study.analysis("mmrm"), "adverse-events", derive_subjects(study, "safety", {"ADSL": make_adsl()})
    )
    return replace(template, unit="g/L", warning="doubt")


def test_a_template_says_where_rows_come_from() -> None:
    template = make_template()
    assert (template.analysis, template.population, template.group1) == ("mmrm", "safety", "TRT01P")
    assert template.script == "analysis/results/adverse_events.py:estimate"


def test_a_result_gives_all_rows_asked_for() -> None:
    result = Result("Test", ("two-sided",), n=3, estimate=2.0, reason="one value", warning="few")
    estimate, p_value, risk = derive_result_rows(make_template(), result, ("estimate", "p.value", "n.risk"))
    assert (estimate.stat, estimate.unit, estimate.error, estimate.n) == (2, "g/L", "", 3)
    assert (estimate.method, estimate.options, estimate.warning) == ("Test", "two-sided", "doubt; few")
    assert (p_value.unit, p_value.error, p_value.stat_label) == ("", "one value", "P value")
    assert math.isnan(risk.stat)
    assert risk.error == "one value"


def test_a_gap_without_reason_still_says_something() -> None:
    (row,) = derive_rows(make_template(), (Statistic("mean", "Mean", math.nan),))
    assert row.error == "can't be estimated"


def test_a_share_of_nobody_has_no_value() -> None:
    n, of, share = derive_count_rows(make_template(), 0, 0)
    assert (n.stat, of.stat, share.error) == (0, 0, "nobody in this group")
