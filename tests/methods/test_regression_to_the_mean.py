"""Regression-to-the-mean bound: checked against selection in a simulated population."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import MethodError
from analysis.methods.regression_to_the_mean import estimate_regression_to_the_mean


def test_strict_selection_of_a_normal_population_reaches_the_bound() -> None:
    generator = np.random.default_rng(1)
    level = generator.normal(30, 4, 400_000)
    screening, baseline = (level + generator.normal(0, 2, 400_000) for _ in range(2))
    treated = screening < np.quantile(screening, 24 / 39)
    bound = estimate_regression_to_the_mean(screening[treated], baseline[treated], screening, 24 / 39)
    seen = float((baseline - screening)[treated].mean())
    assert seen == pytest.approx(bound.estimate, rel=0.05)
    more = {row.name: row.value for row in bound.more}
    assert more["reliability"] == pytest.approx(16 / 20, abs=0.02)
    assert more["untreated.change"] == pytest.approx(seen)


def test_no_selection_has_no_regression() -> None:
    assert estimate_regression_to_the_mean([1, 2, 3], [2, 1, 3], [1, 2, 3], 1.0).estimate == 0


def test_chance_can_not_exceed_the_whole_variance() -> None:
    result = estimate_regression_to_the_mean([1, 2, 3], [9, -7, 12], [1, 2, 3], 0.5)
    assert {row.name: row.value for row in result.more}["reliability"] == 0


def test_what_can_not_be_estimated_says_why() -> None:
    assert "fewer than two" in estimate_regression_to_the_mean([1], [2], [1, 2, 3], 0.5).reason
    assert "equal" in estimate_regression_to_the_mean([2, 2], [2, 2], [2, 2], 0.5).reason


def test_share_is_a_probability() -> None:
    with pytest.raises(MethodError, match="share"):
        estimate_regression_to_the_mean([1, 2], [2, 3], [1, 2, 3], 1.5)
