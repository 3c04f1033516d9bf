"""What a caller may pass."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import MethodError
from analysis.methods.arguments import (
    check_choice,
    check_conf_level,
    derive_complete_cases,
    derive_event,
    derive_levels,
)


def test_complete_cases_leave_out_rows_with_any_missing_value() -> None:
    labels = np.array(["a", "b", None, "d"], dtype=object)
    numbers, labels = derive_complete_cases([1.0, np.nan, 3.0, np.nan], labels)
    assert numbers.tolist() == [1.0]
    assert labels.tolist() == ["a"]


def test_columns_must_match_in_length() -> None:
    with pytest.raises(MethodError, match="2, 3"):
        derive_complete_cases([1, 2], [1, 2, 3])


def test_levels_are_sorted_and_whole_numbers_stay_whole() -> None:
    levels, codes = derive_levels(np.array([2.0, 1.0, 2.0]))
    assert levels == (1, 2)
    assert [type(level) for level in levels] == [int, int]
    assert codes.tolist() == [1, 0, 1]


def test_event_is_0_or_1() -> None:
    assert derive_event(np.array([0.0, 1.0])).tolist() == [False, True]
    with pytest.raises(MethodError, match="event indicator"):
        derive_event(np.array([1.0, 2.0]))


@pytest.mark.parametrize("level", [0, 1, 95])
def test_conf_level_is_a_probability(level: float) -> None:
    with pytest.raises(MethodError, match="confidence level"):
        check_conf_level(level)


def test_unknown_choice_names_the_known_ones() -> None:
    with pytest.raises(MethodError, match="'log-log', 'log'"):
        check_choice("conf_type", "logit", ("log-log", "log"))
