"""The second route of responders agrees with the first, whatever is asked of the criterion, and at every edge."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import pytest

from analysis.methods.risk_difference import estimate_risk_difference
from analysis.results import responders
from analysis.results.table import Results
from analysis.study import Study
from analysis.verification.recompute import verify_recomputation
from analysis.verification.recompute_responders import derive_differences
from analysis.verification.recompute_trial import Trial
from tests.results.trial import make_datasets, make_study
from tests.verification.test_recompute import as_text

LOW = {"id": "low", "label": "Low", "parameter": "ALB", "op": "<", "value": 30}


def compare(study: Study) -> set[str]:
    """The rows of responders that both routes have."""
    (block,) = (one for one in study.analyses if one.kind == "responders")
    datasets = make_datasets()
    results = Results(responders.estimate(study, block, datasets).rows)
    texts = {name: as_text(frame) for name, frame in datasets.items()} | {
        "ADSL": as_text(datasets["ADSL"].assign(DTHFL=""))
    }
    done = verify_recomputation(Trial(study.model_copy(update={"analyses": (block,)}), texts, {}), results)
    assert not done.left
    return {one.row for one in done.comparisons if one.row in results and math.isfinite(one.first)}


@pytest.mark.parametrize(
    "criterion",
    [
        LOW,
        LOW | {"new": True},
        LOW | {"op": ">=", "value": 31.5},
        LOW | {"of": "change", "op": ">", "value": 0},
        LOW | {"of": "percent-change", "op": "<=", "value": -5},
    ],
)
@pytest.mark.parametrize("unscheduled", [False, True])
def test_every_row_has_a_second_route(criterion: dict[str, Any], unscheduled: bool) -> None:
    study = make_study(only="responders", criteria=[criterion], unscheduled=unscheduled)
    (block,) = (one for one in study.analyses if one.kind == "responders")
    compared = block.model_copy(update={"compare": True})
    both = compare(study.model_copy(update={"analyses": (compared,)}))
    assert "responders.responder/ALB/low/W8/ALL/conf.high" in both
    assert any(row.startswith("responders.responder-difference/ALB/low/ANY/") for row in both)


def test_limits_of_a_difference_at_every_edge() -> None:
    for n1, n2 in product((1, 3, 24, 60), (2, 13)):
        for x1, x2 in product({0, 1, n1 // 2, n1}, {0, 1, n2 - 1, n2}):
            second = {s.row: s.value for s in derive_differences("", {"R": (x2, n2), "A": (x1, n1)}, 0.95)}
            first = estimate_risk_difference((x1, n1), (x2, n2))
            assert second["/A/R/conf.low"] == pytest.approx(first.conf_low, abs=1e-9)
            assert second["/A/R/conf.high"] == pytest.approx(first.conf_high, abs=1e-9)


def test_an_arm_of_nobody_has_no_difference() -> None:
    second = derive_differences("", {"R": (0, 0), "A": (1, 3)}, 0.95)
    assert all(math.isnan(one.value) for one in second)
