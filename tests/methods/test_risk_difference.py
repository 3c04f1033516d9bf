"""Risk difference; published limits of Newcombe, Stat Med 1998;17:873, table II."""

from __future__ import annotations

import math

import pytest

from analysis.errors import MethodError
from analysis.methods.risk_difference import INTERVALS, derive_restricted_proportions, estimate_risk_difference


@pytest.mark.parametrize(
    ("interval", "limits"),
    [
        ("miettinen-nurminen", (0.0528, 0.3382)),
        ("mee", (0.0533, 0.3377)),
        ("newcombe", (0.0524, 0.3339)),
        ("newcombe-cc", (0.0428, 0.3422)),
        ("wald", (0.0575, 0.3425)),
    ],
)
def test_published_limits_of_56_in_70_against_48_in_80(interval: str, limits: tuple[float, float]) -> None:
    result = estimate_risk_difference((56, 70), (48, 80), interval)
    assert (round(result.conf_low, 4), round(result.conf_high, 4)) == limits


@pytest.mark.parametrize("interval", INTERVALS)
def test_exchanging_the_groups_turns_the_interval(interval: str) -> None:
    there, back = (estimate_risk_difference(*pair, interval) for pair in [((2, 8), (5, 9)), ((5, 9), (2, 8))])
    assert (back.estimate, back.conf_low) == pytest.approx((-there.estimate, -there.conf_high), abs=1e-9)


def test_restricted_proportions_keep_their_difference() -> None:
    p1, p2 = derive_restricted_proportions((3, 10), (5, 12), 0.2)
    assert p1 - p2 == pytest.approx(0.2)
    assert 0 <= p2 <= p1 <= 1


def test_no_event_in_either_group_still_has_an_interval() -> None:
    result = estimate_risk_difference((0, 8), (0, 8))
    assert result.estimate == 0
    assert -1 < result.conf_low < 0 < result.conf_high < 1


def test_all_against_none() -> None:
    result = estimate_risk_difference((8, 8), (0, 8))
    assert result.conf_high == 1
    assert 0 < result.conf_low < 1


def test_empty_group_has_no_difference() -> None:
    result = estimate_risk_difference((0, 0), (3, 8))
    assert math.isnan(result.estimate)
    assert result.reason == "a group without patients"


def test_more_events_than_patients_is_a_wrong_call() -> None:
    with pytest.raises(MethodError, match="9 events in 8 patients"):
        estimate_risk_difference((9, 8), (1, 8))
