"""Welch's tests; R's t.test and oneway.test in tests/reference."""

from __future__ import annotations

import math

import pytest

from analysis.methods.welch import estimate_welch, estimate_welch_anova

X, Y = [4.1, 5.0, 6.3, 7.7], [1.0, 2.5, 3.3, 4.4, 9.0]


def test_equal_sizes_give_the_same_t_as_pooling() -> None:
    welch, student = estimate_welch(X, Y[:4]), estimate_welch(X, Y[:4], equal_variances=True)
    assert welch.statistic == pytest.approx(student.statistic)
    assert welch.df < student.df == 6


def test_f_of_two_groups_is_t_squared() -> None:
    t = estimate_welch(X, Y)
    f = estimate_welch_anova([*X, *Y], [*"aaaa", *"bbbbb"])
    assert (f.statistic, f.df2, f.p_value) == pytest.approx((t.statistic**2, t.df, t.p_value))


@pytest.mark.parametrize(
    ("x", "y", "reason"),
    [([], Y, "a group without values"), ([1.0], Y, "one value"), ([1.0, 1.0], [2.0, 2.0], "are equal")],
)
def test_what_can_not_be_tested_says_why(x: list[float], y: list[float], reason: str) -> None:
    result = estimate_welch(x, y)
    assert math.isnan(result.p_value)
    assert reason in result.reason


def test_anova_needs_a_variance_in_each_group() -> None:
    assert estimate_welch_anova([1, 2, 3], [1, 1, 2]).reason == "a group with one value has no variance"
    assert estimate_welch_anova([1, 2, 3, 3], [1, 1, 2, 2]).reason == "a group's values are all equal"
    assert estimate_welch_anova([1, 2], [1, 1]).reason == "fewer than two groups"
