"""Cochran-Armitage trend test; R and the SAS example in tests/reference."""

from __future__ import annotations

import math

import pytest

from analysis.errors import MethodError
from analysis.methods.cochran_armitage import estimate_cochran_armitage


def test_turning_the_order_turns_the_sign() -> None:
    rise, fall = estimate_cochran_armitage([1, 3, 6], [8, 8, 8]), estimate_cochran_armitage([6, 3, 1], [8, 8, 8])
    assert rise.statistic == pytest.approx(-fall.statistic)
    assert rise.statistic > 0


def test_shift_and_scale_of_scores_do_not_matter() -> None:
    plain = estimate_cochran_armitage([1, 3, 6], [8, 8, 8])
    moved = estimate_cochran_armitage([1, 3, 6], [8, 8, 8], scores=[10, 30, 50])
    assert moved.statistic == pytest.approx(plain.statistic)


def test_exact_p_of_all_events_in_the_last_group() -> None:
    result = estimate_cochran_armitage([0, 0, 2], [2, 2, 2], p_method="exact")
    assert result.p_value == pytest.approx(2 / 15)  # both in the last, or both in the first


@pytest.mark.parametrize(
    ("events", "patients", "reason"),
    [
        ([0, 0], [5, 5], "no patient has the event"),
        ([5, 5], [5, 5], "every patient has the event"),
        ([2], [5], "fewer than two groups"),
    ],
)
def test_what_can_not_be_tested_says_why(events: list[int], patients: list[int], reason: str) -> None:
    result = estimate_cochran_armitage(events, patients)
    assert math.isnan(result.p_value)
    assert result.reason == reason


def test_more_events_than_patients_is_a_wrong_call() -> None:
    with pytest.raises(MethodError, match="at most patients"):
        estimate_cochran_armitage([6, 1], [5, 5])
