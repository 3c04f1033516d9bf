"""Analysis of covariance; R's lm and emmeans in tests/reference."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.errors import MethodError
from analysis.methods.ancova import estimate_ancova

BASE = np.array([1.0, 2.0, 3.0, 4.0, 2.0, 3.0, 4.0, 5.0])
GROUP = np.array([*"aaaabbbb"])
NOISE = np.array([0.1, -0.1, -0.1, 0.1, 0.1, -0.1, -0.1, 0.1])


def test_difference_is_taken_at_the_same_baseline() -> None:
    outcome = 2 * BASE + np.where(GROUP == "b", 1.5, 0) + NOISE
    fit = estimate_ancova(outcome, GROUP, {"base": BASE})
    assert fit.differences["b", "a"].estimate == pytest.approx(1.5)
    assert fit.slopes["base"].estimate == pytest.approx(2.0)
    assert fit.means["b"].estimate - fit.means["a"].estimate == pytest.approx(1.5)
    assert fit.means["a"].estimate == pytest.approx(2 * BASE.mean())


def test_two_groups_f_is_t_squared() -> None:
    fit = estimate_ancova(2 * BASE + NOISE * 3 + (GROUP == "b"), GROUP, {"base": BASE})
    assert fit.group_test.statistic == pytest.approx(fit.differences["a", "b"].statistic ** 2)
    assert fit.to_rows() == fit.group_test.to_rows()


def test_rows_with_a_missing_covariate_are_left_out() -> None:
    base = BASE.copy()
    base[0] = math.nan
    assert estimate_ancova(BASE + NOISE, GROUP, {"base": base}).group_test.n == 7


def test_constant_covariate_has_no_solution() -> None:
    fit = estimate_ancova(BASE + NOISE, GROUP, {"base": np.ones(8)})
    assert "constant covariate" in fit.group_test.reason
    assert math.isnan(fit.means["a"].estimate)


def test_one_group_has_no_test_but_a_mean() -> None:
    fit = estimate_ancova(BASE[:4] + NOISE[:4], GROUP[:4], {"base": BASE[:4]})
    assert fit.group_test.reason == "fewer than two groups"
    assert fit.means["a"].estimate == pytest.approx(2.5)


def test_two_patients_leave_no_degrees_of_freedom() -> None:
    fit = estimate_ancova([1.0, 2.0], ["a", "a"], {"base": [1.0, 3.0]})
    assert fit.means["a"].reason == "no residual degrees of freedom"


def test_without_covariate_it_is_the_analysis_of_variance() -> None:
    fit = estimate_ancova(BASE + NOISE, GROUP)
    assert fit.means["a"].estimate == pytest.approx(2.5)
    assert fit.group_test.df2 == 6
    assert fit.slope_test.reason == "the model has no covariate"
    assert fit.slopes == {}


def test_weights_decide_at_which_mix_of_a_factor_the_means_stand() -> None:
    site = np.array([*"xxxyxxxy"])
    outcome = np.where(site == "y", 4.0, 0.0) + (GROUP == "b") + NOISE
    equal, observed = (
        estimate_ancova(outcome, GROUP, factors={"site": site}, weights=w) for w in ("equal", "observed")
    )
    assert observed.means["a"].estimate == pytest.approx(outcome[GROUP == "a"].mean())
    assert equal.means["a"].estimate - observed.means["a"].estimate == pytest.approx(4 * (1 / 2 - 1 / 4), abs=0.1)
    assert equal.differences["b", "a"].estimate == pytest.approx(observed.differences["b", "a"].estimate)
    assert equal.factor_tests["site"].p_value < 0.001
    assert "factors averaged with the observed weights" in observed.means["a"].options


def test_factor_with_one_level_has_no_test() -> None:
    fit = estimate_ancova(BASE + NOISE, GROUP, factors={"site": ["x"] * 8})
    assert fit.factor_tests["site"].reason == "fewer than two levels"
    assert fit.means["a"].estimate == pytest.approx(2.5)


def test_unknown_weights_are_a_wrong_call() -> None:
    with pytest.raises(MethodError, match="weights"):
        estimate_ancova(BASE, GROUP, weights="margins")
