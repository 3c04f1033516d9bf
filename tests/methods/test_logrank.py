"""Log-rank test; the trial's published survival, R's survdiff in tests/reference/logrank."""

from __future__ import annotations

import math

import pytest

from analysis.errors import MethodError
from analysis.methods.logrank import estimate_logrank

# Three groups of eight: the order of deaths and losses that gives 66.7 / 100 / 87.5 % and the published P.
TIME = [1, 5, 6, 7, 9, 9, 9, 9, 2, 3, 9, 9, 9, 9, 9, 9, 4, 9, 9, 9, 9, 9, 9, 9]
EVENT = [0, 0, 1, 1, *[0] * 12, 1, *[0] * 7]
GROUP = [*["low"] * 8, *["medium"] * 8, *["high"] * 8]


def test_published_p_of_the_trial() -> None:
    result = estimate_logrank(TIME, EVENT, GROUP)
    assert result.df == 2
    assert round(result.p_value, 4) == 0.3328


def test_observed_events_add_up_to_expected() -> None:
    more = {row.name: row.value for row in estimate_logrank(TIME, EVENT, GROUP).more}
    assert more["observed.low"] == 2
    expected = sum(value for name, value in more.items() if name.startswith("expected"))
    assert expected == pytest.approx(3)


def test_trend_over_two_groups_is_the_plain_test() -> None:
    time, event, group = [1, 2, 3, 4, 5, 6], [1, 1, 0, 1, 1, 0], [0, 0, 0, 1, 1, 1]
    plain, trend = estimate_logrank(time, event, group), estimate_logrank(time, event, group, scores={0: 3, 1: 7})
    assert trend.statistic == pytest.approx(plain.statistic)
    assert trend.df == 1


def test_one_stratum_is_no_stratum() -> None:
    whole = estimate_logrank(TIME, EVENT, GROUP)
    assert estimate_logrank(TIME, EVENT, GROUP, strata=[1] * 24).statistic == pytest.approx(whole.statistic)


def test_no_event_has_no_test() -> None:
    result = estimate_logrank([1, 2, 3], [0, 0, 0], ["a", "b", "b"])
    assert math.isnan(result.p_value)
    assert result.reason == "no event while two groups are at risk"


def test_one_group_has_no_test() -> None:
    assert estimate_logrank([1, 2], [1, 1], ["a", "a"]).reason == "fewer than two groups"


def test_trend_needs_a_score_for_each_group() -> None:
    with pytest.raises(MethodError, match="medium"):
        estimate_logrank(TIME, EVENT, GROUP, scores={"low": 1, "high": 2})
