"""Paired t test; Student's sleep data, values of R's t.test."""

from __future__ import annotations

import math

import pytest

from analysis.methods.paired_t import estimate_paired_t

SLEEP = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]


def test_sleep_data() -> None:
    result = estimate_paired_t(SLEEP)
    assert result.estimate == pytest.approx(1.58)
    assert (result.conf_low, result.conf_high) == pytest.approx((0.7001142, 2.4598858), abs=1e-7)
    assert (result.statistic, result.df, result.p_value) == pytest.approx((4.0621, 9, 0.002833), abs=5e-5)


def test_missing_changes_are_left_out() -> None:
    assert estimate_paired_t([*SLEEP, math.nan]) == estimate_paired_t(SLEEP)


@pytest.mark.parametrize(
    ("change", "reason"),
    [([], "no pairs of values"), ([1.0], "one pair"), ([2.0, 2.0, 2.0], "all changes are equal"), ([0, 0], "equal")],
)
def test_what_can_not_be_tested_says_why(change: list[float], reason: str) -> None:
    result = estimate_paired_t(change)
    assert math.isnan(result.p_value)
    assert reason in result.reason
