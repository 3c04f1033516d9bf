"""The tipping point: P is at the level there, and nowhere nearer to 0."""

from __future__ import annotations

import math

import pytest

from analysis.errors import MethodError
from analysis.methods.imputation import derive_imputations
from analysis.methods.imputed_visit import estimate_imputed
from analysis.methods.mmrm import estimate_mmrm
from analysis.methods.tipping_point import estimate_tipping_point
from tests.methods.mixed_models import GAPS, MODEL, read_growth

DATA = read_growth(GAPS)
IMPUTED = derive_imputations(DATA, estimate_mmrm(DATA, MODEL), 100, 9)
DIFFERENCE = [(1.0, {"sex": "M", "age": "A10"}), (-1.0, {"sex": "F", "age": "A10"})]
GIRLS = {"sex": ("F",)}


def test_p_crosses_the_level_at_the_tipping_point() -> None:
    result = estimate_tipping_point(IMPUTED, DIFFERENCE, 10, GIRLS)
    sides = {row.name: row.value for row in result.more}
    start = estimate_imputed(IMPUTED, DIFFERENCE).p_value < 0.05
    for tip in (value for value in sides.values() if not math.isnan(value)):
        assert estimate_imputed(IMPUTED, DIFFERENCE, tip, GIRLS).p_value == pytest.approx(0.05)
        nearer = estimate_imputed(IMPUTED, DIFFERENCE, 0.9 * tip, GIRLS).p_value
        assert (nearer < 0.05) == start
    assert abs(result.estimate) == min(abs(value) for value in sides.values() if not math.isnan(value))


def test_a_conclusion_that_holds_everywhere_says_so() -> None:
    result = estimate_tipping_point(IMPUTED, [(1.0, {"sex": "F", "age": "A10"})], 1)
    assert math.isnan(result.estimate)
    assert result.reason == "P is below 0.05 for every delta in the range"
    assert [row.error for row in result.more] == ["P is below 0.05 for every delta on this side"] * 2


def test_the_limit_lies_above_zero() -> None:
    with pytest.raises(MethodError, match="limit is 0"):
        estimate_tipping_point(IMPUTED, DIFFERENCE, 0)


def test_reasons_come_through() -> None:
    few = derive_imputations(DATA.head(12), estimate_mmrm(DATA.head(12), MODEL), 5, 1)
    assert "too few" in estimate_tipping_point(few, [(1.0, {"age": "A10"})], 1).reason
