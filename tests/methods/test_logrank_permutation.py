"""Log-rank test by permutation; R's coin in tests/reference."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.methods.logrank_permutation import derive_patient_scores, estimate_logrank_permutation


def test_scores_are_the_event_less_the_cumulative_hazard() -> None:
    scores = derive_patient_scores(np.array([1.0, 2.0, 3.0]), np.array([True, False, True]))
    assert scores == pytest.approx([1 - 1 / 3, -1 / 3, 1 - 1 / 3 - 1])


def test_two_patients_can_only_stand_in_two_ways() -> None:
    assert estimate_logrank_permutation([1, 2], [1, 1], ["a", "b"]).p_value == 1


def test_three_deaths_in_twenty_four_are_enumerated() -> None:
    time = [1, 5, 6, 7, 9, 9, 9, 9, 2, 3, 9, 9, 9, 9, 9, 9, 4, 9, 9, 9, 9, 9, 9, 9]
    event = [0, 0, 1, 1, *[0] * 12, 1, *[0] * 7]
    group = np.repeat([1, 2, 3], 8)
    plain = estimate_logrank_permutation(time, event, group)
    trend = estimate_logrank_permutation(time, event, group, scores={1: 1, 2: 2, 3: 3})
    assert plain.options == trend.options == ("exact, all allocations enumerated",)
    assert 0.4 < plain.p_value < 0.6


def test_what_can_not_be_tested_says_why() -> None:
    assert estimate_logrank_permutation([1, 2], [0, 0], [1, 2]).reason.startswith("no event")
    assert estimate_logrank_permutation([1, 2], [1, 1], [1, 1]).reason == "fewer than two groups"
