"""Intervals of a proportion; published values of Newcombe, Stat Med 1998;17:857, table I."""

from __future__ import annotations

import math

import pytest

from analysis.errors import MethodError
from analysis.methods.proportion import INTERVALS, estimate_proportion


@pytest.mark.parametrize(
    ("interval", "limits"),
    [
        ("clopper-pearson", (0.2527, 0.3676)),
        ("mid-p", (0.2544, 0.3658)),
        ("wilson", (0.2553, 0.3662)),
        ("wilson-cc", (0.2535, 0.3682)),
    ],
)
def test_published_limits_of_81_in_263(interval: str, limits: tuple[float, float]) -> None:
    result = estimate_proportion(81, 263, interval)
    assert (round(result.conf_low, 4), round(result.conf_high, 4)) == limits


def test_none_of_eight_has_the_rule_of_three_limit() -> None:
    result = estimate_proportion(0, 8)
    assert result.conf_low == 0
    assert result.conf_high == pytest.approx(1 - 0.025 ** (1 / 8))


@pytest.mark.parametrize("interval", INTERVALS)
def test_failures_mirror_successes(interval: str) -> None:
    some, rest = estimate_proportion(3, 11, interval), estimate_proportion(8, 11, interval)
    assert some.conf_low == pytest.approx(1 - rest.conf_high, abs=1e-12)


def test_nobody_at_risk_has_no_proportion() -> None:
    result = estimate_proportion(0, 0)
    assert math.isnan(result.estimate)
    assert result.reason == "nobody at risk"


def test_more_successes_than_patients_is_a_wrong_call() -> None:
    with pytest.raises(MethodError, match="9 successes in 8"):
        estimate_proportion(9, 8)
