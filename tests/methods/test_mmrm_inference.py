"""Degrees of freedom: exact where the data are complete, equal to outside values where they are not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.methods.mmrm import estimate_mmrm
from analysis.methods.mmrm_inference import DDF_LABELS
from tests.methods.mixed_models import BOYS, GAPS, GIRLS, MODEL, read_growth

every_ddf = pytest.mark.parametrize("ddf", DDF_LABELS)
OLD = {"sex": "M", "age": "A14"}


@every_ddf
def test_complete_data_give_the_pooled_t_test(ddf: str) -> None:
    result = estimate_mmrm(read_growth(), replace(MODEL, ddf=ddf)).ls_mean(OLD)
    last = [np.array([child[3] for child in children]) for children in (GIRLS, BOYS)]
    pooled = sum(((values - values.mean()) ** 2).sum() for values in last) / 25
    assert result.estimate == pytest.approx(27.46875)
    assert result.df == pytest.approx(25)
    if ddf != "kenward-roger":  # which takes the curvature of the Cholesky elements in
        assert result.std_error == pytest.approx(np.sqrt(pooled / 16))


def test_complete_data_give_hotelling() -> None:
    steps = [np.diff(np.array(children), axis=1) for children in (GIRLS, BOYS)]
    difference = steps[1].mean(axis=0) - steps[0].mean(axis=0)
    pooled = sum(np.cov(step.T) * (len(step) - 1) for step in steps) / 25
    t2 = difference @ np.linalg.solve(pooled * (1 / 11 + 1 / 16), difference)
    result = estimate_mmrm(read_growth(), MODEL).test(("sex", "age"))
    assert (result.df, result.df2) == pytest.approx((3, 23))
    assert result.statistic == pytest.approx(t2 * 23 / (25 * 3))


def test_incomplete_data_lose_degrees_of_freedom() -> None:
    at = {"sex": "F", "age": "A10"}
    plain, adjusted = (
        estimate_mmrm(read_growth(GAPS), replace(MODEL, ddf=ddf)).ls_mean(at)
        for ddf in ("satterthwaite", "kenward-roger-linear")
    )
    assert plain.df == pytest.approx(adjusted.df)
    assert 16 < plain.df < 25
    assert adjusted.std_error > plain.std_error
    assert adjusted.estimate == pytest.approx(plain.estimate)


def test_linear_structures_have_no_curvature_in_sas_parameters() -> None:
    errors = {}
    for name in ("UN", "CS", "TOEP", "AR(1)"):
        for ddf in ("kenward-roger-linear", "kenward-roger-sas"):
            model = replace(MODEL, covariance=name, ddf=ddf)
            errors[name, ddf] = estimate_mmrm(read_growth(GAPS), model).ls_mean(OLD).std_error
    same = {name: errors[name, "kenward-roger-linear"] == errors[name, "kenward-roger-sas"] for name, _ in errors}
    assert same == {"UN": True, "CS": True, "TOEP": True, "AR(1)": False}


def test_information_changes_degrees_of_freedom_of_incomplete_data_alone() -> None:
    at = {"sex": "F", "age": "A10"}
    for gaps, equal in (((), True), (GAPS, False)):
        dfs = [
            estimate_mmrm(read_growth(gaps), replace(MODEL, information=which)).ls_mean(at).df
            for which in ("observed", "expected")
        ]
        assert (dfs[0] == pytest.approx(dfs[1])) == equal


def test_satterthwaite_of_several_contrasts_lies_near_kenward_roger() -> None:
    plain = estimate_mmrm(read_growth(GAPS), replace(MODEL, covariance="CS", ddf="satterthwaite")).test("age")
    adjusted = estimate_mmrm(read_growth(GAPS), replace(MODEL, covariance="CS")).test("age")
    assert plain.df2 == pytest.approx(adjusted.df2, rel=0.02)
