"""What a fit can be asked."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.errors import MethodError
from analysis.methods.design import Factor
from analysis.methods.mmrm import estimate_mmrm
from analysis.methods.mmrm_fit import MmrmFit, MmrmModel
from tests.methods.mixed_models import AGES, BOYS, GAPS, GIRLS, MODEL, read_growth


@pytest.fixture(scope="module")
def fit() -> MmrmFit:
    return estimate_mmrm(read_growth(), MODEL)


def test_options_name_the_model(fit: MmrmFit) -> None:
    assert fit.ls_mean({"age": "A8"}).options == (
        "unstructured covariance",
        "REML",
        "Kenward-Roger degrees of freedom (linear)",
        "LS mean, equal weights",
    )


def test_names_of_coefficients(fit: MmrmFit) -> None:
    assert fit.names[:3] == ("(Intercept)", "sex[M]", "age[A10]")
    assert fit.names[-1] == "sex[M]:age[A14]"


def test_weights_of_ls_means(fit: MmrmFit) -> None:
    girls, boys = np.mean([child[0] for child in GIRLS]), np.mean([child[0] for child in BOYS])
    assert fit.ls_mean({"age": "A8"}).estimate == pytest.approx((girls + boys) / 2)
    assert fit.ls_mean({"age": "A8"}, "observed").estimate == pytest.approx((11 * girls + 16 * boys) / 27)


def test_observed_margins_with_and_without_missing_responses() -> None:
    fit = estimate_mmrm(read_growth(GAPS), MODEL)
    cells = [fit.ls_mean({"sex": "F", "age": age}).estimate for age in AGES]
    seen = np.average(cells, weights=[27, 18, 27, 27])
    assert fit.ls_mean({"sex": "F"}, "observed").estimate == pytest.approx(seen)
    assert fit.ls_mean({"sex": "F"}, "observed-all").estimate == pytest.approx(np.mean(cells))


def test_difference_contrast_and_combination_agree(fit: MmrmFit) -> None:
    boy, girl = {"sex": "M", "age": "A8"}, {"sex": "F", "age": "A8"}
    difference = fit.difference(boy, girl)
    assert difference.estimate == pytest.approx(22.875 - 233 / 11)
    assert difference.df == pytest.approx(25)
    by_name, by_place = fit.contrast({"sex[M]": 1.0}), fit.contrast([0.0, 1.0] + [0.0] * 6)
    for other in (by_name, by_place, fit.combination(((2.0, boy), (-1.0, boy), (-1.0, girl)))):
        assert (other.estimate, other.std_error) == pytest.approx((difference.estimate, difference.std_error))
    assert difference.conf_low < difference.estimate < difference.conf_high
    assert fit.difference(boy, girl, conf_level=0.8).conf_low > difference.conf_low


def test_one_contrast_as_f_is_t_squared(fit: MmrmFit) -> None:
    t, f = fit.contrast({"sex[M]": 1.0}), fit.joint_test(np.eye(8)[[1]])
    assert f.statistic == pytest.approx(t.statistic**2)
    assert f.p_value == pytest.approx(t.p_value)


def test_dependent_rows_do_not_count(fit: MmrmFit) -> None:
    row = np.eye(8)[[1]]
    assert fit.joint_test(np.vstack([row, 2 * row])).df == 1


def test_type_3_does_not_depend_on_the_order_of_levels_or_terms() -> None:
    data = read_growth(GAPS)
    turned = replace(
        MODEL,
        factors=(Factor("age", AGES), Factor("sex", ("M", "F"))),
        terms=(("age", "sex"), ("age",), ("sex",)),
    )
    for term in (("sex",), ("age",), ("sex", "age")):
        here, there = estimate_mmrm(data, MODEL).test(term), estimate_mmrm(data, turned).test(term)
        assert (here.statistic, here.df2) == pytest.approx((there.statistic, there.df2))


def test_fit_statistics_count_as_sas(fit: MmrmFit) -> None:
    values = {row.name: row.value for row in fit.fit_statistics()}
    assert values["AIC"] - values["minus2.log.likelihood"] == pytest.approx(2 * 10)
    assert values["BIC"] - values["minus2.log.likelihood"] == pytest.approx(10 * math.log(27))
    n = 108 - 8
    assert values["AICC"] - values["minus2.log.likelihood"] == pytest.approx(2 * 10 * n / (n - 11))
    ml = estimate_mmrm(read_growth(), replace(MODEL, method="ML", ddf="satterthwaite"))
    counted, uncounted = ({row.name: row.value for row in ml.fit_statistics(count)} for count in (None, False))
    assert counted["AIC"] - uncounted["AIC"] == pytest.approx(2 * 8)


def test_bic_counts_subjects_without_response_if_asked() -> None:
    fit = estimate_mmrm(read_growth(tuple(("F1", age) for age in AGES)), MODEL)
    seen, every = (fit.fit_statistics(count_all_subjects=count)[3].value for count in (False, True))
    assert every - seen == pytest.approx(10 * math.log(27 / 26))


def test_covariates_stand_at_their_mean_unless_given() -> None:
    data = read_growth().assign(weight=[20.0 + place % 7 for place in range(108)])
    model = replace(MODEL, covariates=("weight",), terms=(*MODEL.terms, ("weight",)))
    fit = estimate_mmrm(data, model)
    slope = fit.contrast({"weight": 1.0}).estimate
    mean = fit.ls_mean({"age": "A8"}).estimate
    assert fit.ls_mean({"age": "A8", "weight": 20.0}).estimate == pytest.approx(
        mean + slope * (20 - data["weight"].mean())
    )


def test_a_cell_without_data_is_not_estimable() -> None:
    data = read_growth()
    fit = estimate_mmrm(data[~((data["sex"] == "M") & (data["age"] == "A14"))], replace(MODEL, covariance="CS"))
    result = fit.ls_mean({"age": "A14"})
    assert math.isnan(result.estimate)
    assert "not estimable" in result.reason
    assert fit.ls_mean({"sex": "F", "age": "A14"}).reason == ""
    assert fit.test(("sex", "age")).df == 2


def test_a_failed_fit_answers_with_its_reason() -> None:
    fit = estimate_mmrm(read_growth().head(12), replace(MODEL, terms=(("age",),)))
    results = (fit.ls_mean({"age": "A8"}), fit.contrast({"age[A10]": 1.0}), fit.test("age"))
    assert all("too few subjects" in result.reason for result in results)
    assert all(math.isnan(result.p_value) for result in results)
    assert "too few subjects" in fit.fit_statistics()[0].error


@pytest.mark.parametrize(
    ("at", "message"), [({"age": "A9"}, "must be one of"), ({"height": 3}, "no factor or covariate")]
)
def test_unknown_levels_and_names_are_refused(fit: MmrmFit, at: dict[str, str], message: str) -> None:
    with pytest.raises(MethodError, match=message):
        fit.ls_mean(at)


def test_unknown_coefficients_and_terms_are_refused(fit: MmrmFit) -> None:
    with pytest.raises(MethodError, match="no coefficient"):
        fit.contrast({"sex[X]": 1.0})
    with pytest.raises(MethodError, match="needs 8 weights"):
        fit.contrast([1.0])
    with pytest.raises(MethodError, match="has no term"):
        fit.test("weight")


@pytest.mark.parametrize(
    "change",
    [{"covariance": "VC"}, {"method": "EM"}, {"ddf": "residual"}, {"information": "none"}],
    ids=lambda change: next(iter(change)),
)
def test_unknown_choices_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(MethodError, match="must be one of"):
        replace(MODEL, **change)


def test_kenward_roger_needs_reml_and_the_visit_is_a_factor() -> None:
    with pytest.raises(MethodError, match="defined for REML"):
        replace(MODEL, method="ML")
    with pytest.raises(MethodError, match="must be one of the factors"):
        MmrmModel("y", "id", "visit", (), (), ())


def test_one_visit_is_a_linear_model() -> None:
    data = pd.DataFrame({"id": list("abcdef"), "visit": "v", "g": list("xxxyyy"), "y": [1.0, 2.0, 4.0, 3.0, 5.0, 8.0]})
    model = MmrmModel("y", "id", "visit", (Factor("g", ("x", "y")), Factor("visit", ("v",))), (), (("g",),), "AR(1)")
    result = estimate_mmrm(data, model).difference({"g": "y"}, {"g": "x"})
    assert (result.estimate, result.df) == pytest.approx((3.0, 4.0))
    assert result.std_error == pytest.approx(math.sqrt((14 / 3 + 38 / 3) / 4 * 2 / 3))
