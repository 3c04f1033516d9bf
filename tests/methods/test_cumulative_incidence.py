"""Cumulative incidence; R's cmprsk and survival in tests/reference."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.errors import MethodError
from analysis.methods.cumulative_incidence import estimate_cumulative_incidence
from analysis.methods.kaplan_meier import estimate_kaplan_meier

TIME, CAUSE = [1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 0, 1, 0, 2, 1, 0]


def test_causes_and_survival_add_up_to_1() -> None:
    parts = [estimate_cumulative_incidence(TIME, CAUSE, cause).incidence for cause in (1, 2)]
    survival = estimate_kaplan_meier(TIME, np.array(CAUSE) != 0).survival
    assert sum(parts) + survival == pytest.approx(np.ones(8))


def test_single_cause_is_one_less_kaplan_meier() -> None:
    event = [1, 0, 1, 1, 0, 1, 0, 0]
    incidence = estimate_cumulative_incidence(TIME, event, variance="delta")
    curve = estimate_kaplan_meier(TIME, event)
    assert incidence.incidence == pytest.approx(1 - curve.survival)
    assert incidence.std_error == pytest.approx(curve.std_error)


@pytest.mark.parametrize("conf_type", ["log-log", "log", "linear"])
def test_limits_stand_around_the_estimate(conf_type: str) -> None:
    point = estimate_cumulative_incidence(TIME, CAUSE, conf_type=conf_type).at(5)
    assert 0 <= point.conf_low < point.estimate < point.conf_high <= 1


def test_before_the_first_event_and_after_the_last_follow_up() -> None:
    curve = estimate_cumulative_incidence(TIME, CAUSE, 2)
    assert curve.at(1).estimate == 0
    assert curve.at(1).reason == "no event so far"
    assert math.isnan(curve.at(9).estimate)
    assert curve.at(9).reason == "beyond the last follow-up"


def test_rows_tell_counts_and_the_last_value() -> None:
    rows = {row.name: row.value for row in estimate_cumulative_incidence(TIME, CAUSE).to_rows()}
    assert (rows["n"], rows["n.event"]) == (8, 3)


def test_nobody_and_a_wrong_cause() -> None:
    assert estimate_cumulative_incidence([], []).at(1).reason == "no patients"
    with pytest.raises(MethodError, match="censoring"):
        estimate_cumulative_incidence(TIME, CAUSE, 0)
