"""Firth's Cox regression; the penalised likelihood by R's nlm in tests/reference."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.methods.cox_firth import derive_penalised, estimate_cox_firth
from analysis.methods.cox_likelihood import derive_strata

TIME, EVENT, ARM = [1, 2, 3, 4, 5, 6], [1, 1, 1, 0, 0, 0], [1, 1, 1, 0, 0, 0]


def test_events_on_one_side_have_a_finite_estimate() -> None:
    fit = estimate_cox_firth(TIME, EVENT, {"arm": ARM})
    result = fit.coefficients["arm"]
    assert math.isfinite(result.estimate)
    assert 0 < result.conf_low < result.estimate < result.conf_high
    assert result.p_value < 0.05
    assert fit.hazard_ratios["arm"].estimate == pytest.approx(math.exp(result.estimate))


def test_turning_the_covariate_turns_the_interval() -> None:
    there = estimate_cox_firth(TIME, EVENT, {"arm": ARM}).coefficients["arm"]
    back = estimate_cox_firth(TIME, EVENT, {"arm": [1 - arm for arm in ARM]}).coefficients["arm"]
    assert (back.estimate, back.conf_low) == pytest.approx((-there.estimate, -there.conf_high), abs=1e-6)


def test_score_is_the_slope_of_the_penalised_likelihood() -> None:
    x = np.array([[0.3, 1.0], [1.2, 0.0], [-0.4, 1.0], [0.8, 0.0], [0.1, 1.0], [2.0, 1.0]])
    time, event = np.array([1.0, 2, 2, 3, 4, 5]), np.array([True, True, True, False, True, False])
    strata = derive_strata(time, event, x, np.zeros(6, dtype=np.int64), "efron")
    beta, step = np.array([0.4, -0.7]), 1e-5
    score = derive_penalised(strata, beta)[1]
    for j in range(2):
        move = step * np.eye(2)[j]
        slope = (derive_penalised(strata, beta + move)[0] - derive_penalised(strata, beta - move)[0]) / (2 * step)
        assert score[j] == pytest.approx(slope, rel=1e-6)


def test_one_covariate_p_is_that_of_the_overall_test() -> None:
    fit = estimate_cox_firth(TIME, EVENT, {"arm": ARM})
    assert fit.coefficients["arm"].p_value == pytest.approx(fit.likelihood_ratio.p_value)
    assert fit.to_rows() == fit.likelihood_ratio.to_rows()


def test_no_events_have_no_fit() -> None:
    fit = estimate_cox_firth([1, 2], [0, 0], {"arm": [0, 1]})
    assert fit.coefficients["arm"].reason == fit.likelihood_ratio.reason == "no events"
