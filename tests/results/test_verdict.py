import math

import pytest

from analysis.methods.result import Result
from analysis.results.subjects import derive_subjects
from analysis.results.table import Row
from analysis.results.verdict import derive_verdict_rows
from analysis.results.writing import derive_template
from analysis.study import Parameter
from tests.results.trial import make_datasets, make_study

ALBUMIN = Parameter(id="ALB", label="Albumin", category="Liver", margin=2)


def judge(low: float, high: float, adjusted: float, parameter: Parameter = ALBUMIN) -> dict[str, Row]:
    study = make_study()
    template = derive_template(study.analysis("mmrm"), "mmrm", derive_subjects(study, "safety", make_datasets()))
    change = Result("Model", conf_low=low, conf_high=high, reason="too few" if math.isnan(low) else "")
    return {row.stat_name: row for row in derive_verdict_rows(template, change, adjusted, parameter)}


@pytest.mark.parametrize(
    ("low", "high", "adjusted", "expected"),
    [
        (0.1, 3.0, 0.04, [1, 1, 0]),
        (0.1, 1.0, 0.06, [1, 0, 1]),
        (-3.0, -0.1, 0.01, [-1, 1, 0]),
        (-1.0, 1.9, 0.9, [0, 0, 1]),
        (-1.0, 2.0, 0.9, [0, 0, 0]),
        (-1.0, 1.0, 0.01, [0, 0, 1]),  # a P value below the level can't overrule the interval
    ],
)
def test_interval_p_and_margin_decide(low: float, high: float, adjusted: float, expected: list[int]) -> None:
    assert [row.stat for row in judge(low, high, adjusted).values()] == expected


def test_what_cannot_be_judged_says_why() -> None:
    assert {row.error for row in judge(math.nan, math.nan, math.nan).values()} == {"too few"}
    bare = judge(0.1, 3.0, 0.01, ALBUMIN.model_copy(update={"margin": None}))
    assert bare["direction"].stat == 1
    assert bare["within.margin"].error == "no margin is stated for the parameter"
    skewed = judge(0.1, 3.0, 0.01, ALBUMIN.model_copy(update={"distribution": "log-normal"}))
    assert skewed["within.margin"].error == "the margin is a difference and the change a ratio"
