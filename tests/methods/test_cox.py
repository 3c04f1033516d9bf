"""Cox regression; R's coxph in tests/reference."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.errors import MethodError
from analysis.methods.cox import MONOTONE, estimate_cox
from analysis.methods.logrank import estimate_logrank

TIME = [4, 7, 1, 9, 12, 3, 15, 8, 2, 6]
EVENT = [1, 1, 1, 0, 1, 1, 0, 1, 1, 1]
ARM = [0, 1, 0, 1, 1, 0, 1, 0, 0, 1]


def test_score_test_without_ties_is_the_logrank_test() -> None:
    fit = estimate_cox(TIME, EVENT, {"arm": ARM})
    assert fit.score.statistic == pytest.approx(estimate_logrank(TIME, EVENT, ARM).statistic)


def test_unit_of_a_covariate_scales_its_coefficient() -> None:
    x = np.array([3.0, 5, 1, 8, 9, 2, 7, 4, 6, 2])
    metres, millimetres = (estimate_cox(TIME, EVENT, {"x": x * unit}).coefficients["x"] for unit in (1, 1000))
    assert millimetres.estimate == pytest.approx(metres.estimate / 1000)
    assert millimetres.p_value == pytest.approx(metres.p_value)


def test_hazard_ratio_is_the_exponential() -> None:
    fit = estimate_cox(TIME, EVENT, {"arm": ARM})
    ratio, log = fit.hazard_ratios["arm"], fit.coefficients["arm"]
    assert (ratio.estimate, ratio.conf_low) == pytest.approx((math.exp(log.estimate), math.exp(log.conf_low)))
    assert fit.to_rows() == fit.likelihood_ratio.to_rows()


def test_events_on_one_side_have_no_finite_estimate() -> None:
    fit = estimate_cox([1, 2, 3, 4, 5, 6], [1, 1, 1, 0, 0, 0], {"arm": [1, 1, 1, 0, 0, 0]})
    assert fit.coefficients["arm"].reason == MONOTONE
    assert math.isnan(fit.hazard_ratios["arm"].estimate)
    assert fit.wald.reason == MONOTONE
    assert fit.likelihood_ratio.p_value < 0.1


def test_other_coefficients_of_a_monotone_fit_stay() -> None:
    x = np.array([0.3, 1.2, -0.4, 0.8, 0.1, 2.0])
    fit = estimate_cox([1, 2, 3, 4, 5, 6], [1, 1, 1, 0, 0, 0], {"arm": [1, 1, 1, 0, 0, 0], "x": x})
    assert fit.coefficients["arm"].reason == MONOTONE
    assert not fit.coefficients["x"].reason


@pytest.mark.parametrize(
    ("event", "covariate", "reason"),
    [
        ([0, 0, 0], [1, 2, 3], "no events"),
        ([1, 1, 0], [2, 2, 2], "a covariate is the same for all patients"),
        ([0, 0, 1], [1, 2, 3], "the covariates can't be told apart among those at risk"),
    ],
)
def test_what_can_not_be_fitted_says_why(event: list[int], covariate: list[int], reason: str) -> None:
    fit = estimate_cox([1, 2, 3], event, {"x": covariate})
    assert fit.coefficients["x"].reason == reason
    assert fit.likelihood_ratio.reason == reason


def test_two_equal_covariates_can_not_be_told_apart() -> None:
    assert "told apart" in estimate_cox(TIME, EVENT, {"a": ARM, "b": ARM}).coefficients["a"].reason


def test_no_patients() -> None:
    assert estimate_cox([], [], {"x": []}).coefficients["x"].reason == "no events"


def test_unknown_ties_are_a_wrong_call() -> None:
    with pytest.raises(MethodError, match="'efron', 'breslow'"):
        estimate_cox(TIME, EVENT, {"arm": ARM}, ties="exact")
    with pytest.raises(MethodError, match="needs a covariate"):
        estimate_cox(TIME, EVENT, {})
