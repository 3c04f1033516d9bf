"""Restricted mean survival time; R's survfit in tests/reference."""

from __future__ import annotations

import math

import pytest

from analysis.errors import MethodError
from analysis.methods.restricted_mean import (
    estimate_restricted_mean,
    estimate_restricted_mean_difference,
    estimate_restricted_mean_ratio,
)


def test_without_censoring_it_is_the_mean_of_the_cut_times() -> None:
    result = estimate_restricted_mean([2, 4, 6, 8], [1, 1, 1, 1], tau=7)
    assert result.estimate == pytest.approx((2 + 4 + 6 + 7) / 4)


def test_nobody_dies_before_tau() -> None:
    result = estimate_restricted_mean([9, 9, 9], [0, 0, 0], tau=6)
    assert (result.estimate, result.std_error) == (6, 0)


def test_follow_up_that_ends_before_tau_is_told_or_carried_on() -> None:
    short = estimate_restricted_mean([2, 4, 5], [1, 0, 0], tau=6)
    assert math.isnan(short.estimate)
    assert short.reason == "the follow-up ends before"
    carried = estimate_restricted_mean([2, 4, 5], [1, 0, 0], tau=6, extend=True)
    assert carried.estimate == pytest.approx(2 + 4 * 2 / 3)
    assert "carried on" in carried.options[-1]


def test_difference_and_ratio() -> None:
    first = estimate_restricted_mean([2, 4, 6, 8], [1, 1, 1, 1], tau=7)
    second = estimate_restricted_mean([1, 3, 3, 9], [1, 1, 1, 0], tau=7)
    difference = estimate_restricted_mean_difference(first, second)
    ratio = estimate_restricted_mean_ratio(first, second)
    assert difference.estimate == pytest.approx(4.75 - 3.5)
    assert ratio.estimate == pytest.approx(4.75 / 3.5)
    assert ratio.conf_low < ratio.estimate < ratio.conf_high


def test_two_groups_without_events_have_no_test() -> None:
    mean = estimate_restricted_mean([9, 9, 9], [0, 0, 0], tau=6)
    assert estimate_restricted_mean_difference(mean, mean).reason == "no event in either group"
    assert estimate_restricted_mean_ratio(mean, mean).reason == "no event in either group"


def test_different_times_are_a_wrong_call() -> None:
    means = [estimate_restricted_mean([2, 4, 6, 8], [1, 1, 1, 1], tau=tau) for tau in (5, 6)]
    with pytest.raises(MethodError, match="same time"):
        estimate_restricted_mean_difference(*means)
    with pytest.raises(MethodError, match="above 0"):
        estimate_restricted_mean([1, 2], [1, 1], tau=0)


def test_no_patients() -> None:
    assert estimate_restricted_mean([], [], tau=6).reason == "no patients"
