"""The analysis of imputed data: the mixed model's answer where it must be, delta as arithmetic says."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import MethodError
from analysis.methods.imputation import derive_imputations
from analysis.methods.imputed_visit import estimate_imputed
from analysis.methods.mmrm import estimate_mmrm
from tests.methods.mixed_models import AGES, GAPS, MODEL, read_growth

DATA = read_growth(GAPS)
FIT = estimate_mmrm(DATA, MODEL)
IMPUTED = derive_imputations(DATA, FIT, 400, 20)
GIRLS = [(1.0, {"sex": "F", "age": "A10"})]


def test_complete_visits_give_the_linear_model() -> None:
    result = estimate_imputed(IMPUTED, [(1.0, {"sex": "M", "age": "A14"})])
    exact = estimate_mmrm(read_growth(), MODEL).ls_mean({"sex": "M", "age": "A14"})
    assert (result.estimate, result.std_error) == pytest.approx((exact.estimate, exact.std_error))
    assert result.df == pytest.approx(26 / 28 * 25)  # Barnard and Rubin, nothing missing


def test_missing_responses_give_about_the_mixed_models_answer() -> None:
    result, direct = estimate_imputed(IMPUTED, GIRLS), FIT.ls_mean(GIRLS[0][1])
    assert result.estimate == pytest.approx(direct.estimate, abs=0.1)
    assert result.std_error == pytest.approx(direct.std_error, rel=0.1)
    values = {row.name: row.value for row in result.more}
    assert values["n.imputed"] == 9
    assert 0.05 < values["fraction.missing"] < 0.5


def test_delta_moves_the_mean_by_the_share_of_imputed() -> None:
    moved, at_home = estimate_imputed(IMPUTED, GIRLS, delta=3.0), estimate_imputed(IMPUTED, GIRLS)
    assert moved.estimate - at_home.estimate == pytest.approx(3 * 4 / 11)
    assert "delta +3" in moved.options
    both = [(0.5, {"sex": "F", "age": "A10"}), (0.5, {"sex": "M", "age": "A10"})]
    girls_alone = estimate_imputed(IMPUTED, both, delta=3.0, only={"sex": ("F",)})
    assert girls_alone.estimate - estimate_imputed(IMPUTED, both).estimate == pytest.approx(3 * 4 / 11 / 2)


def test_pooled_row_equals_the_sum_of_parts() -> None:
    pooled = estimate_imputed(IMPUTED, [(1.0, {"age": "A10"})])
    parts = estimate_imputed(IMPUTED, [(0.5, {"sex": sex, "age": "A10"}) for sex in "FM"])
    assert (pooled.estimate, pooled.std_error) == pytest.approx((parts.estimate, parts.std_error))


def test_one_visit_is_asked_for() -> None:
    for parts in ([(1.0, {"sex": "F"})], [(1.0, {"age": age}) for age in AGES]):
        with pytest.raises(MethodError, match="of one visit"):
            estimate_imputed(IMPUTED, parts)
    with pytest.raises(MethodError, match="sex has the levels"):
        estimate_imputed(IMPUTED, GIRLS, only={"sex": ("X",)})


def test_reasons_come_through() -> None:
    few = derive_imputations(DATA.head(12), estimate_mmrm(DATA.head(12), MODEL), 5, 1)
    result = estimate_imputed(few, [(1.0, {"age": "A10"})])
    assert "too few" in result.reason
    assert np.isnan(result.estimate)
