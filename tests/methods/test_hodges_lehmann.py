"""Hodges-Lehmann estimates; small samples by hand, R's wilcox.test in tests/reference."""

from __future__ import annotations

import pytest

from analysis.methods.hodges_lehmann import estimate_hodges_lehmann, estimate_hodges_lehmann_shift


def test_median_of_walsh_averages() -> None:
    assert estimate_hodges_lehmann([1, 2, 6]).estimate == pytest.approx((2 + 3.5) / 2)  # 1 1.5 2 3.5 4 6


def test_too_few_changes_for_the_level_are_told() -> None:
    result = estimate_hodges_lehmann([1, 2, 6])
    assert (result.conf_low, result.conf_high) == (1, 6)
    assert result.warning == "too few values for this level: the interval's level is 0.75"


def test_six_changes_reach_95_percent() -> None:
    result = estimate_hodges_lehmann([1, 2, 3, 4, 5, 6])
    assert result.warning == ""
    assert result.more[0].value == pytest.approx(1 - 2 / 64)


def test_shift_turns_with_the_groups() -> None:
    x, y = [3.1, 4.0, 6.2, 7.7, 8.1], [1.0, 2.5, 3.3, 4.4]
    there, back = estimate_hodges_lehmann_shift(x, y), estimate_hodges_lehmann_shift(y, x)
    assert (back.estimate, back.conf_low) == pytest.approx((-there.estimate, -there.conf_high))


def test_asymptotic_interval_is_named() -> None:
    result = estimate_hodges_lehmann(list(range(30)), "moses")
    assert result.options == ("asymptotic interval (Moses)",)
    assert result.conf_low < result.estimate < result.conf_high


def test_no_values() -> None:
    assert estimate_hodges_lehmann([]).reason == "no values"
    assert estimate_hodges_lehmann_shift([], [1.0]).reason == "no values"
