"""Test of proportional hazards; R's cox.zph in tests/reference."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import MethodError
from analysis.methods.cox import MONOTONE, estimate_cox
from analysis.methods.cox_proportionality import estimate_proportionality


def test_crossing_hazards_are_found() -> None:
    generator = np.random.default_rng(5)
    arm = np.repeat([0, 1], 150)
    time = np.where(arm == 1, generator.weibull(3, 300), generator.weibull(0.7, 300))
    tests = estimate_proportionality(estimate_cox(time, np.ones(300), {"arm": arm}))
    assert tests["arm"].p_value < 1e-6
    assert tests["arm"].statistic == pytest.approx(tests["global"].statistic)


def test_proportional_hazards_pass() -> None:
    generator = np.random.default_rng(6)
    arm = np.repeat([0, 1], 150)
    time = generator.exponential(1 + arm)
    assert estimate_proportionality(estimate_cox(time, np.ones(300), {"arm": arm}))["global"].p_value > 0.05


def test_fit_without_a_finite_estimate_has_no_test() -> None:
    fit = estimate_cox([1, 2, 3, 4, 5, 6], [1, 1, 1, 0, 0, 0], {"arm": [1, 1, 1, 0, 0, 0]})
    assert estimate_proportionality(fit)["global"].reason == MONOTONE


def test_one_event_time_is_too_few() -> None:
    fit = estimate_cox([2, 2, 3, 4], [1, 1, 0, 0], {"arm": [1, 0, 1, 0]})
    assert estimate_proportionality(fit)["arm"].reason == "too few distinct event times"


def test_unknown_transform_is_a_wrong_call() -> None:
    with pytest.raises(MethodError, match="transform"):
        estimate_proportionality(estimate_cox([1, 2, 3], [1, 1, 0], {"x": [1, 3, 2]}), "square")
