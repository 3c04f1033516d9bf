"""The draws: reproducible, only where something is missing, with the mean and variance that theory gives them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.errors import MethodError
from analysis.methods.imputation import Imputations, derive_imputations
from analysis.methods.mmrm import estimate_mmrm
from analysis.methods.mmrm_fit import MmrmFit
from tests.methods.mixed_models import GAPS, MODEL, read_growth

DATA = read_growth(GAPS)
FIT = estimate_mmrm(DATA, MODEL)


def impute(count: int = 5, seed: int = 1, fit: MmrmFit = FIT) -> Imputations:
    return derive_imputations(DATA, fit, count, seed)


def test_only_gaps_are_filled() -> None:
    imputations = impute()
    assert imputations.responses.shape == (5, 27, 4)
    assert int(imputations.missing.sum()) == len(GAPS)
    assert not np.isnan(imputations.responses).any()
    spread = imputations.responses.std(axis=0)
    assert np.all(spread[~imputations.missing] == 0)
    assert np.all(spread[imputations.missing] > 0)


def test_the_seed_decides() -> None:
    assert np.array_equal(impute().responses, impute().responses)
    assert not np.array_equal(impute().responses, impute(seed=2).responses)


def test_absent_rows_and_their_order_make_no_difference() -> None:
    shuffled = DATA.dropna().sample(frac=1, random_state=3)
    assert np.allclose(derive_imputations(shuffled, FIT, 5, 1).responses, impute().responses)


def test_mean_and_variance_of_an_imputed_response() -> None:
    assert FIT.precision is not None
    known = replace(FIT, precision=replace(FIT.precision, theta_vcov=1e-14 * np.eye(10)))
    imputations = impute(4000, 5, known)
    place = imputations.data.subjects.index("F3")
    drawn = imputations.responses[:, place, 1]
    sigma, others = FIT.covariance, [0, 2, 3]
    slope = np.linalg.solve(sigma[np.ix_(others, others)], sigma[others, 1])
    means = [FIT.ls_mean({"sex": "F", "age": age}).estimate for age in ("A8", "A10", "A12", "A14")]
    seen = imputations.responses[0, place, others]
    expected = means[1] + slope @ (seen - np.array(means)[others])
    residual = sigma[1, 1] - slope @ sigma[others, 1]
    assert drawn.mean() == pytest.approx(expected, abs=4 * drawn.std() / np.sqrt(4000))
    assert residual < drawn.var() < 1.5 * residual  # the coefficients are drawn too


def test_a_failed_fit_gives_its_reason() -> None:
    failed = estimate_mmrm(DATA.head(12), replace(MODEL, terms=(("age",),)))
    imputations = derive_imputations(DATA.head(12), failed, 5, 1)
    assert "too few subjects" in imputations.reason
    assert len(imputations.responses) == 0


def test_a_gap_without_a_mean_is_told() -> None:
    data = DATA[~((DATA["sex"] == "F") & (DATA["age"] == "A14"))]
    imputations = derive_imputations(data, estimate_mmrm(data, replace(MODEL, covariance="CS")), 5, 1)
    assert "was seen at its visit" in imputations.reason


def test_a_predictor_that_varies_must_be_given() -> None:
    data = DATA.assign(weight=np.arange(108.0))
    model = replace(MODEL, covariates=("weight",), terms=(*MODEL.terms, ("weight",)))
    fit = estimate_mmrm(data, model)
    assert derive_imputations(data, fit, 2, 1).reason == ""
    with pytest.raises(MethodError, match=r"subjects F10, F3, F6, F9, M11"):
        derive_imputations(data.dropna(), fit, 2, 1)


def test_one_imputation_is_refused() -> None:
    with pytest.raises(MethodError, match="at least 2"):
        impute(1)
