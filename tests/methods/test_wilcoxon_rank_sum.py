"""Rank-sum test; small distributions by hand, R's coin in tests/reference."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.methods.wilcoxon_rank_sum import derive_rank_sum_distribution, estimate_rank_sum


def test_distribution_of_two_and_three() -> None:
    found = derive_rank_sum_distribution(2, 3)
    assert found is not None
    assert found * 10 == pytest.approx([1, 1, 2, 2, 2, 1, 1])


def test_separated_groups_have_the_smallest_p() -> None:
    result = estimate_rank_sum([4, 5, 6], [1, 2, 3])
    assert result.statistic == 9
    assert result.p_value == pytest.approx(2 / 20)
    assert result.options == ("two-sided", "exact, all allocations enumerated")


def test_one_sided_p_is_told_beside() -> None:
    one_sided = {each.name: each.value for each in estimate_rank_sum([4, 5, 6], [1, 2, 3]).to_rows()}
    assert one_sided["p.value.greater"] == pytest.approx(1 / 20)
    assert one_sided["p.value.less"] == 1


def test_correction_takes_half_a_rank_off() -> None:
    x, y = [4, 5, 6, 9], [1, 2, 3, 7]
    for method in ("normal", "student"):
        plain, corrected = (estimate_rank_sum(x, y, name) for name in (method, f"{method}-cc"))
        z, moved = (result.more[1].value for result in (plain, corrected))
        assert z / moved == pytest.approx(5 / 4.5)  # the rank sum is 23, expected are 18
        assert corrected.p_value > plain.p_value


@pytest.mark.parametrize("size", [260, 1000])
def test_large_tied_groups_are_drawn_and_say_so(size: int) -> None:
    values = np.arange(2 * size) % 7
    result = estimate_rank_sum(values[:size], values[size:], draws=200)
    assert result.options == ("two-sided", "Monte Carlo, 200 draws, seed 1")
    assert "p.value.std.error" in {each.name for each in result.to_rows()}


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
