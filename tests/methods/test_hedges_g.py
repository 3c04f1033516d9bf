"""Hedges' g; R's effectsize in tests/reference."""

from __future__ import annotations

import math

import pytest

from analysis.methods.hedges_g import derive_noncentrality, estimate_hedges_g, estimate_hedges_g_difference


def test_correction_shrinks_cohens_d() -> None:
    change = [1.0, 2.0, 3.0, 4.0]
    d = 2.5 / math.sqrt(5 / 3)
    correction = math.gamma(1.5) / (math.sqrt(1.5) * math.gamma(1.0))
    assert estimate_hedges_g(change).estimate == pytest.approx(correction * d)


def test_noncentrality_of_the_median_of_a_large_sample_is_t() -> None:
    assert derive_noncentrality(2.0, 100_000, 0.5) == pytest.approx(2.0, abs=1e-4)


@pytest.mark.parametrize("t", [0.5, 2.0, 8.0, 30.0])
@pytest.mark.parametrize("df", [1, 2, 7, 100])
def test_noncentrality_turns_its_sign_with_t(t: float, df: int) -> None:
    there, back = derive_noncentrality(t, df, 0.975), derive_noncentrality(-t, df, 0.025)
    assert back == pytest.approx(-there)


def test_exchanging_the_groups_turns_the_sign() -> None:
    x, y = [3.1, 4.0, 6.2], [1.0, 2.5, 3.3, 4.4]
    there, back = estimate_hedges_g_difference(x, y), estimate_hedges_g_difference(y, x)
    assert (back.estimate, back.conf_low) == pytest.approx((-there.estimate, -there.conf_high))


@pytest.mark.parametrize(
    ("change", "reason"),
    [([1.0], "fewer than two"), ([2.0, 2.0, 2.0], "all changes are equal"), ([1.0, 2.0], "two values have no")],
)
def test_what_can_not_be_estimated_says_why(change: list[float], reason: str) -> None:
    result = estimate_hedges_g(change)
    assert math.isnan(result.estimate)
    assert reason in result.reason
