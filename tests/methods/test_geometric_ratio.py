"""Geometric mean ratio."""

from __future__ import annotations

import math

import pytest

from analysis.methods.geometric_ratio import estimate_geometric_ratio


def test_ratio_is_the_geometric_mean_of_the_single_ratios() -> None:
    result = estimate_geometric_ratio([2, 8, 4], [1, 1, 2])
    assert result.estimate == pytest.approx(32 ** (1 / 3))
    assert result.conf_low * result.conf_high == pytest.approx(result.estimate**2)


def test_exchanging_value_and_baseline_inverts_the_ratio() -> None:
    there = estimate_geometric_ratio([2, 8, 4], [1, 1, 2])
    back = estimate_geometric_ratio([1, 1, 2], [2, 8, 4])
    assert (back.estimate, back.conf_low) == pytest.approx((1 / there.estimate, 1 / there.conf_high))
    assert back.p_value == pytest.approx(there.p_value)


def test_zero_has_no_logarithm() -> None:
    result = estimate_geometric_ratio([2, 0], [1, 1])
    assert math.isnan(result.estimate)
    assert result.reason == "1 of 2 pairs hold a value that is not above 0"
