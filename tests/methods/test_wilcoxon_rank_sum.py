"""Rank-sum test; small distributions by hand, R's coin in tests/reference."""

from __future__ import annotations

import math

import pytest

from analysis.methods.wilcoxon_rank_sum import derive_rank_sum_distribution, estimate_rank_sum


def test_distribution_of_two_and_three() -> None:
    assert derive_rank_sum_distribution(2, 3) * 10 == pytest.approx([1, 1, 2, 2, 2, 1, 1])


def test_separated_groups_have_the_smallest_p() -> None:
    result = estimate_rank_sum([4, 5, 6], [1, 2, 3])
    assert result.statistic == 9
    assert result.p_value == pytest.approx(2 / 20)
    assert result.options == ("two-sided", "exact, all allocations enumerated")


def test_exchanging_the_groups_keeps_p() -> None:
    x, y = [4, 5, 5, 6, 7], [1, 2, 4, 5]
    assert estimate_rank_sum(x, y).p_value == pytest.approx(estimate_rank_sum(y, x).p_value)


def test_equal_values_have_p_1_and_no_z() -> None:
    assert estimate_rank_sum([1, 1], [1, 1, 1]).p_value == 1
    result = estimate_rank_sum([1, 1], [1, 1, 1], "normal")
    assert result.reason == "all values are equal"


def test_empty_group_has_no_test() -> None:
    result = estimate_rank_sum([], [1.0, 2.0])
    assert math.isnan(result.p_value)
    assert result.reason == "a group without values"
