"""Kaplan-Meier; small curves by hand, R's survfit in tests/reference/kaplan_meier."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.errors import MethodError
from analysis.methods.kaplan_meier import estimate_follow_up, estimate_kaplan_meier

TIME, EVENT = [1, 2, 3, 4, 5, 5], [0, 1, 0, 1, 1, 1]


def test_curve_by_hand() -> None:
    curve = estimate_kaplan_meier(TIME, EVENT)
    assert curve.time.tolist() == [1, 2, 3, 4, 5]
    assert curve.at_risk.tolist() == [6, 5, 4, 3, 2]
    assert curve.censored.tolist() == [1, 0, 1, 0, 0]
    assert curve.survival == pytest.approx([1, 4 / 5, 4 / 5, 8 / 15, 0])


def test_landmark_between_two_times() -> None:
    point = estimate_kaplan_meier(TIME, EVENT).at(2.5)
    assert (point.estimate, point.conf_low, point.conf_high) == pytest.approx((0.8, 0.20380926, 0.96917979))


def test_survival_without_an_event_has_no_log_log_interval() -> None:
    point = estimate_kaplan_meier([5, 6, 7], [0, 0, 0]).at(6)
    assert point.estimate == 1
    assert math.isnan(point.conf_low)
    assert point.reason == "no event so far"
    assert estimate_kaplan_meier([5, 6, 7], [0, 0, 0], "log").at(6).conf_low == 1


def test_beyond_the_last_follow_up_is_unknown_unless_all_are_dead() -> None:
    curve = estimate_kaplan_meier([1, 2, 3], [1, 1, 0])
    assert curve.at(4).reason == "beyond the last follow-up"
    assert math.isnan(curve.at(4).estimate)
    assert curve.at(4, extend=True).estimate == pytest.approx(1 / 3)
    assert estimate_kaplan_meier([1, 2], [1, 1]).at(4).estimate == 0


def test_median_is_the_middle_of_a_level_stretch_at_one_half() -> None:
    assert estimate_kaplan_meier([1, 2, 3, 4], [1, 1, 1, 1]).quantile().estimate == 2.5


def test_curve_that_ends_level_at_one_half_follows_sas_or_r() -> None:
    curve = estimate_kaplan_meier([1, 2, 3, 4], [1, 1, 0, 0])
    assert curve.quantile().reason == "not reached"
    assert curve.quantile(end="r").estimate == 3


def test_median_not_reached() -> None:
    median = estimate_kaplan_meier([1, 2, 3, 4], [1, 0, 0, 0]).quantile()
    assert math.isnan(median.estimate)
    assert median.reason == "not reached"


def test_at_risk_counts_those_followed_until_just_before() -> None:
    curve = estimate_kaplan_meier(TIME, EVENT)
    assert [curve.at_risk_at(t) for t in (0, 1, 1.5, 5, 6)] == [6, 6, 5, 2, 0]


def test_reverse_curve_is_that_of_censoring() -> None:
    assert estimate_follow_up(TIME, EVENT).events.tolist() == [1, 0, 1, 0, 0]


def test_nobody() -> None:
    curve = estimate_kaplan_meier([], [])
    assert curve.at(1).reason == "no patients"
    assert curve.quantile().reason == "no patients"
    assert curve.at_risk_at(0) == 0


def test_curve_can_not_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        estimate_kaplan_meier(TIME, EVENT).survival[0] = 0.5


def test_order_of_patients_does_not_matter() -> None:
    shuffled = np.random.default_rng(1).permutation(len(TIME))
    other = estimate_kaplan_meier(np.array(TIME)[shuffled], np.array(EVENT)[shuffled])
    assert other.survival.tolist() == estimate_kaplan_meier(TIME, EVENT).survival.tolist()


def test_unknown_interval_is_a_wrong_call() -> None:
    with pytest.raises(MethodError, match="conf_type"):
        estimate_kaplan_meier(TIME, EVENT, "logit")
