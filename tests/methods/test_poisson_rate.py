"""Poisson rates; R's poisson.test in tests/reference."""

from __future__ import annotations

import math

import pytest

from analysis.errors import MethodError
from analysis.methods.poisson_rate import estimate_poisson_rate, estimate_rate_ratio


def test_no_event_has_an_upper_limit() -> None:
    rate = estimate_poisson_rate(0, 10.0)
    assert (rate.estimate, rate.conf_low) == (0, 0)
    assert rate.conf_high == pytest.approx(-math.log(0.025) / 10)


def test_rate_per_hundred_patient_years() -> None:
    assert estimate_poisson_rate(7, 24.0, per=100).estimate == pytest.approx(700 / 24)


def test_exchanging_the_groups_inverts_the_ratio() -> None:
    there, back = estimate_rate_ratio((3, 10.0), (8, 9.0)), estimate_rate_ratio((8, 9.0), (3, 10.0))
    assert (back.estimate, back.conf_low) == pytest.approx((1 / there.estimate, 1 / there.conf_high))
    assert back.p_value == pytest.approx(there.p_value)


def test_no_event_in_the_reference_has_an_infinite_ratio() -> None:
    result = estimate_rate_ratio((3, 4.0), (0, 4.0))
    assert result.estimate == result.conf_high == math.inf
    assert result.conf_low > 0


def test_what_can_not_be_estimated_says_why() -> None:
    assert estimate_poisson_rate(0, 0.0).reason == "no exposure"
    assert estimate_rate_ratio((0, 4.0), (0, 4.0)).reason == "no events"
    assert estimate_rate_ratio((0, 0.0), (2, 4.0)).reason == "a group without exposure"


def test_events_without_exposure_are_a_wrong_call() -> None:
    with pytest.raises(MethodError, match="impossible"):
        estimate_poisson_rate(2, 0.0)
