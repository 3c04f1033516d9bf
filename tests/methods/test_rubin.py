"""Rubin's rules; values of mice::pool.scalar stand in tests/reference/rubin."""

from __future__ import annotations

import math

import pytest

from analysis.errors import MethodError
from analysis.methods.rubin import estimate_pooled


def test_equal_estimates_have_the_degrees_of_freedom_of_observed_data() -> None:
    result = estimate_pooled([2.0, 2.0, 2.0], [0.5, 0.5, 0.5], df_complete=20)
    assert (result.estimate, result.std_error) == pytest.approx((2.0, 0.5))
    assert result.df == pytest.approx(21 / 23 * 20)


def test_equal_estimates_of_a_large_sample_are_normal() -> None:
    result = estimate_pooled([1.96, 1.96], [1.0, 1.0])
    assert math.isinf(result.df)
    assert result.p_value == pytest.approx(0.05, abs=1e-4)
    assert result.conf_low == pytest.approx(0, abs=1e-4)


def test_large_samples_follow_rubin_1987() -> None:
    result = estimate_pooled([1.0, 2.0, 3.0], [1.0, 1.0, 1.0])
    assert result.std_error**2 == pytest.approx(1 + 4 / 3)
    assert result.df == pytest.approx(2 * (1 + 1 / (4 / 3)) ** 2)


def test_interval_and_test_agree() -> None:
    result = estimate_pooled([1.0, 2.0, 3.0], [0.4, 0.5, 0.6], df_complete=30, conf_level=0.9)
    edge = estimate_pooled([x - result.conf_low for x in (1.0, 2.0, 3.0)], [0.4, 0.5, 0.6], df_complete=30)
    assert edge.p_value == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("estimates", "errors", "reason"),
    [
        ([1.0], [1.0], "fewer than two"),
        ([1.0, math.nan], [1.0, 1.0], "no estimate"),
        ([1.0, 1.0], [0.0, 0.0], "no standard error"),
    ],
)
def test_what_can_not_be_pooled_says_why(estimates: list[float], errors: list[float], reason: str) -> None:
    result = estimate_pooled(estimates, errors)
    assert reason in result.reason
    assert math.isnan(result.p_value)


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(MethodError, match="equal length"):
        estimate_pooled([1.0, 2.0], [1.0])


def test_analyses_without_a_standard_error_are_pooled_only_when_large() -> None:
    large = estimate_pooled([1.0, 2.0], [0.0, 0.0])
    assert large.df == 1
    assert large.more[2].value == 1  # all information is missing
    assert estimate_pooled([1.0, 2.0], [0.0, 0.0], df_complete=10).reason == "the analyses have no standard error"
