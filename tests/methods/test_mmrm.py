"""The front door: published values, the fall-back, determinism."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.errors import MethodError
from analysis.methods.mmrm import FALLBACK, estimate_mmrm, estimate_mmrm_fallback
from tests.methods.mixed_models import GAPS, MODEL, read_growth

ML = replace(MODEL, method="ML", ddf="satterthwaite")


def test_published_likelihood_of_the_growth_data() -> None:
    assert estimate_mmrm(read_growth(), ML).deviance == pytest.approx(416.509, abs=5e-4)


def test_rows_without_response_may_be_there_or_not() -> None:
    data = read_growth(GAPS)
    here, there = estimate_mmrm(data, MODEL), estimate_mmrm(data.dropna(), MODEL)
    assert here.deviance == pytest.approx(there.deviance)
    assert here.n_obs == there.n_obs == 99


def test_order_of_rows_does_not_matter() -> None:
    data = read_growth(GAPS)
    here, there = (estimate_mmrm(frame, MODEL).ls_mean({"age": "A10"}) for frame in (data, data.iloc[::-1]))
    assert (here.estimate, here.std_error, here.df) == pytest.approx((there.estimate, there.std_error, there.df))


def test_shift_and_scale_of_the_response() -> None:
    data = read_growth(GAPS)
    scaled = data.assign(distance=1e4 + 100 * data["distance"])
    here, there = (estimate_mmrm(frame, MODEL).ls_mean({"age": "A10"}) for frame in (data, scaled))
    assert there.estimate == pytest.approx(1e4 + 100 * here.estimate)
    assert (there.std_error, there.df) == pytest.approx((100 * here.std_error, here.df))


def test_first_structure_that_converges_is_taken() -> None:
    fit = estimate_mmrm_fallback(read_growth(), MODEL)
    assert (fit.model.covariance, fit.tried) == ("UN", ())
    assert fit.ls_mean({"age": "A8"}).warning == ""


def test_fall_back_tells_what_was_left_and_why() -> None:
    fit = estimate_mmrm_fallback(read_growth().head(16), replace(MODEL, terms=(("age",),)))
    assert fit.converged
    assert fit.tried[0] == ("UN", "too few subjects: 4 for an unstructured covariance of 4 visits and 4 coefficients")
    assert fit.model.covariance in FALLBACK[1:]
    result = fit.ls_mean({"age": "A8"})
    assert result.warning.startswith("unstructured covariance was left: too few subjects")
    assert result.reason == ""


def test_when_all_fail_all_reasons_are_told() -> None:
    fit = estimate_mmrm_fallback(read_growth().head(4), replace(MODEL, terms=(("age",),)), ("UN", "CS"))
    assert not fit.converged
    assert fit.reason == (
        "no covariance structure could be fitted: UN: too few responses: 4 for 4 coefficients; "
        "CS: too few responses: 4 for 4 coefficients"
    )


def test_a_wrong_order_is_refused() -> None:
    for order in ((), ("UN", "VC")):
        with pytest.raises(MethodError):
            estimate_mmrm_fallback(read_growth(), MODEL, order)


def test_highly_correlated_data_still_converge() -> None:
    random = np.random.default_rng(3)
    data = read_growth()
    data["distance"] = np.repeat(random.normal(size=27), 4) + random.normal(size=108) * 1e-3
    assert estimate_mmrm(data, MODEL).reason == ""
