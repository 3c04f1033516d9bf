"""Adjusted P values and what may be said in words."""

from __future__ import annotations

import math

import pytest

from analysis.errors import MethodError
from analysis.methods.multiplicity import Verdict, derive_verdict, estimate_adjusted_p


@pytest.mark.parametrize(
    ("method", "adjusted"),
    [
        ("holm", [0.03, 0.06, 0.06, 0.02]),
        ("hochberg", [0.03, 0.04, 0.04, 0.02]),
        ("benjamini-hochberg", [0.02, 0.04, 0.04, 0.02]),
    ],
)
def test_four_p_values_by_hand(method: str, adjusted: list[float]) -> None:
    assert estimate_adjusted_p([0.01, 0.03, 0.04, 0.005], method) == pytest.approx(adjusted)


def test_missing_p_stays_missing_and_counts_only_when_told() -> None:
    adjusted = estimate_adjusted_p([0.01, math.nan, 0.02])
    assert adjusted[[0, 2]] == pytest.approx([0.02, 0.02])
    assert math.isnan(adjusted[1])
    assert estimate_adjusted_p([0.01, math.nan, 0.02], family_size=3)[0] == pytest.approx(0.03)


def test_family_can_not_be_smaller_than_its_p_values() -> None:
    with pytest.raises(MethodError, match="family of 1"):
        estimate_adjusted_p([0.01, 0.02], family_size=1)


@pytest.mark.parametrize(
    ("low", "high", "p", "verdict"),
    [
        (0.5, 3.0, 0.01, Verdict.SIGNIFICANT_RISE),
        (0.5, 3.0, 0.05, Verdict.RISE),
        (-3.0, -0.5, 0.01, Verdict.SIGNIFICANT_FALL),
        (-3.0, -0.5, math.nan, Verdict.FALL),
        (-1.0, 1.5, 0.3, Verdict.EQUIVALENT),
        (-1.0, 2.5, 0.01, Verdict.UNCLEAR),
        (0.0, 2.5, 0.05, Verdict.UNCLEAR),
        (math.nan, 1.0, 0.5, Verdict.NOT_ESTIMABLE),
    ],
)
def test_words_follow_interval_adjusted_p_and_margin(low: float, high: float, p: float, verdict: Verdict) -> None:
    assert derive_verdict(low, high, p, margin=(-2.0, 2.0)) is verdict


def test_ratio_has_its_own_null_and_margin() -> None:
    assert derive_verdict(0.5, 0.8, 0.001, null=1.0) is Verdict.SIGNIFICANT_FALL
    assert derive_verdict(0.9, 1.1, 0.5, null=1.0, margin=(0.8, 1.25)) is Verdict.EQUIVALENT


def test_without_a_margin_nothing_is_equivalent() -> None:
    assert derive_verdict(-0.001, 0.001, 0.9) is Verdict.UNCLEAR
