"""Kruskal-Wallis test; R's kruskal.test in tests/reference."""

from __future__ import annotations

import math

import pytest

from analysis.methods.kruskal_wallis import estimate_kruskal_wallis


def test_separated_groups_have_the_smallest_exact_p() -> None:
    result = estimate_kruskal_wallis([1, 2, 3, 4, 5, 6], ["a", "a", "b", "b", "c", "c"], "exact")
    assert result.statistic == pytest.approx(32 / 7)
    assert result.p_value == pytest.approx(6 / 90)


def test_monotone_change_of_scale_keeps_the_test() -> None:
    values, group = [0.1, 2.0, 0.7, 5.0, 9.0, 1.1], [1, 1, 2, 2, 3, 3]
    assert estimate_kruskal_wallis(values, group) == estimate_kruskal_wallis([v**3 for v in values], group)


@pytest.mark.parametrize(
    ("values", "group", "reason"),
    [([1, 2], [1, 1], "fewer than two groups"), ([2, 2, 2], [1, 2, 2], "all values are equal")],
)
def test_what_can_not_be_tested_says_why(values: list[float], group: list[int], reason: str) -> None:
    result = estimate_kruskal_wallis(values, group)
    assert math.isnan(result.p_value)
    assert result.reason == reason
