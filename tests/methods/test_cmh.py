"""Cochran-Mantel-Haenszel tests; R and the SAS example in tests/reference."""

from __future__ import annotations

import math

import pytest

from analysis.errors import MethodError
from analysis.methods.cmh import estimate_cmh, estimate_common_odds_ratio

# migraine by gender: better or same, active against placebo
MIGRAINE = [[[16, 11], [5, 20]], [[12, 16], [7, 19]]]


def test_published_example() -> None:
    result = estimate_cmh(MIGRAINE)
    assert (round(result.statistic, 4), result.df, round(result.p_value, 4)) == (8.3052, 1, 0.004)
    odds = estimate_common_odds_ratio(MIGRAINE)
    assert (round(odds.estimate, 4), round(odds.conf_low, 4), round(odds.conf_high, 4)) == (3.3132, 1.4456, 7.5934)


def test_three_forms_agree_on_two_by_two_tables() -> None:
    values = [estimate_cmh(MIGRAINE, form).statistic for form in ("association", "means", "correlation")]
    assert values == pytest.approx([values[0]] * 3)


def test_degrees_of_freedom_of_the_forms() -> None:
    tables = [[[4, 6, 8], [7, 5, 3], [2, 9, 1]], [[5, 9, 3], [2, 4, 8], [6, 4, 7]]]
    assert [estimate_cmh(tables, form).df for form in ("association", "means", "correlation")] == [4, 2, 1]


def test_correction_takes_half_off() -> None:
    assert estimate_cmh(MIGRAINE, corrected=True).statistic < estimate_cmh(MIGRAINE).statistic


def test_stratum_of_one_patient_adds_nothing() -> None:
    more = [*MIGRAINE, [[1, 0], [0, 0]]]
    assert estimate_cmh(more).statistic == pytest.approx(estimate_cmh(MIGRAINE).statistic)


def test_what_can_not_be_tested_says_why() -> None:
    assert estimate_cmh([[[1, 0], [0, 0]]]).reason == "no stratum with two patients"
    assert estimate_cmh([[[3, 0], [4, 0]]]).reason == "no stratum in which rows and columns vary"
    odds = estimate_common_odds_ratio([[[3, 0], [4, 0]]])
    assert math.isnan(odds.estimate)
    assert odds.reason == "a diagonal without patients"


def test_wrong_calls() -> None:
    with pytest.raises(MethodError, match="2 rows or columns need 2 scores"):
        estimate_cmh(MIGRAINE, "correlation", row_scores=[1, 2, 3])
    with pytest.raises(MethodError, match="shape"):
        estimate_cmh([[1, 2], [3, 4]])
    with pytest.raises(MethodError, match="2×2"):
        estimate_common_odds_ratio([[[1, 2, 3], [4, 5, 6]]])
