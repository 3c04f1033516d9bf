"""Cox regression with strata, Breslow's or Efron's ties, and the test of proportional hazards.

Newton's method on the partial likelihood of cox_likelihood.py, on covariates that are centred and scaled within. Where
the likelihood has no maximum at a finite value (all events on one side of a covariate), the coefficient says so instead
of a number that only tells when the iteration stopped. The test of proportional hazards is the score test of a
coefficient that changes with g(t) (Grambsch and Therneau, Biometrika 1994;81:515, in the exact form that R's cox.zph
has since survival 3.0). lifelines has Efron's ties only, statsmodels no test of proportional hazards, and both take
seconds to import.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc, ndtr, ndtri

from analysis.errors import MethodError
from analysis.methods.arguments import (
    Floats,
    check_choice,
    check_conf_level,
    derive_complete_cases,
    derive_event,
    derive_levels,
)
from analysis.methods.cox_likelihood import TIES, CoxStratum, derive_loglik, derive_strata
from analysis.methods.result import Result, Statistic

MONOTONE = "no finite estimate: all events lie on one side of this covariate"
_FAR_STEP = 0.05  # a step this long when the likelihood no longer grows leads to infinity
_MOST_STEPS = 60


@dataclass(frozen=True, eq=False)
class CoxInput:
    """What a Cox model is fitted to: strata of covariates that are scaled to mean 0 and SD 1, the SDs, time and event.

    ``reason`` says why nothing can be fitted.
    """

    strata: tuple[CoxStratum, ...] = field(repr=False)
    scale: Floats
    time: Floats = field(repr=False)
    event: NDArray[np.bool_] = field(repr=False)
    reason: str


@dataclass(frozen=True, eq=False)
class CoxFit:
    """``coefficients`` (log hazard ratio for one unit) and ``hazard_ratios`` by covariate; the three overall tests.

    ``loglik`` holds the log partial likelihood without and with the covariates, ``beta`` the scaled coefficients.
    """

    coefficients: Mapping[str, Result]
    hazard_ratios: Mapping[str, Result]
    likelihood_ratio: Result
    wald: Result
    score: Result
    loglik: tuple[float, float]
    beta: Floats
    data: CoxInput = field(repr=False)

    def to_rows(self) -> tuple[Statistic, ...]:
        """The likelihood-ratio test of all covariates together."""
        return self.likelihood_ratio.to_rows()


def estimate_cox(
    time: ArrayLike,
    event: ArrayLike,
    covariates: Mapping[str, ArrayLike],
    strata: ArrayLike | None = None,
    ties: str = "efron",
    conf_level: float = 0.95,
) -> CoxFit:
    """Hazard ratios with Wald limits and P; ``time``, ``event``, ``strata`` and each numeric covariate have shape (n,).

    Rows with a missing value are left out. ``ties`` "efron" (R's default) or "breslow" (SAS's).
    """
    z = float(ndtri(check_conf_level(conf_level)))
    data = derive_cox_input(time, event, covariates, strata, ties)
    options = (TIES[ties], *(("stratified",) if strata is not None else ()))
    base = Result("Cox regression", options, n=len(data.time), conf_level=conf_level)
    names = tuple(covariates)
    if data.reason:
        return _nothing(replace(base, reason=data.reason), names, data)
    zero = np.zeros(len(names))
    null, score, information = derive_loglik(data.strata, zero)
    beta, fitted, curvature, step = _maximise(data.strata, zero)
    infinite = np.abs(step) > _FAR_STEP
    errors = np.sqrt(np.maximum(np.diag(np.linalg.pinv(curvature)), 0))
    coefficients = {
        name: replace(base, reason=MONOTONE) if lost else _derive_coefficient(base, b / scale, se / scale, z)
        for name, b, se, scale, lost in zip(names, beta, errors, data.scale, infinite, strict=True)
    }
    wald = math.nan if infinite.any() else float(beta @ curvature @ beta)
    rao = float(score @ np.linalg.solve(information, score))
    return CoxFit(
        coefficients,
        {name: derive_hazard_ratio(result) for name, result in coefficients.items()},
        derive_chi_square(replace(base, method="Likelihood ratio test"), 2 * (fitted - null), len(names)),
        derive_chi_square(replace(base, method="Wald test"), wald, len(names)),
        derive_chi_square(replace(base, method="Score test"), rao, len(names)),
        (null, fitted),
        beta,
        data,
    )


def derive_cox_input(
    time: ArrayLike, event: ArrayLike, covariates: Mapping[str, ArrayLike], strata: ArrayLike | None, ties: str
) -> CoxInput:
    """Complete cases, scaled and sorted into strata."""
    check_choice("ties", ties, TIES)
    if not covariates:
        raise MethodError("a Cox model needs a covariate")
    columns = (time, event, *covariates.values(), *(() if strata is None else (strata,)))
    times, indicator, *rest = derive_complete_cases(*columns)
    happened = derive_event(indicator)
    x = np.column_stack(rest[: len(covariates)]).astype(np.float64)
    parts = np.zeros(len(times), dtype=np.int64) if strata is None else derive_levels(rest[-1])[1]
    scale = x.std(axis=0) if len(x) else np.zeros(x.shape[1])
    x = (x - x.mean(axis=0)) / np.where(scale > 0, scale, 1) if len(x) else x
    found = derive_strata(times, happened, x, parts, ties)
    return CoxInput(found, scale, times, happened, _derive_reason(found, happened, scale))


def derive_hazard_ratio(coefficient: Result) -> Result:
    """The hazard ratio of a coefficient: its exponential; the standard error stays that of the logarithm."""
    estimate, low, high = (_exp(value) for value in (coefficient.estimate, coefficient.conf_low, coefficient.conf_high))
    method = f"Hazard ratio ({coefficient.method})"
    return replace(coefficient, method=method, estimate=estimate, conf_low=low, conf_high=high)


def derive_chi_square(base: Result, statistic: float, df: int) -> Result:
    """A test with a χ² distribution; a missing statistic is one that an infinite estimate has taken away."""
    base = replace(base, wants=("statistic", "parameter", "p.value"), df=float(df))
    if math.isnan(statistic):
        return replace(base, reason=MONOTONE)
    return replace(base, statistic=statistic, p_value=float(chdtrc(df, max(statistic, 0.0))))


def _derive_reason(strata: tuple[CoxStratum, ...], event: NDArray[np.bool_], scale: Floats) -> str:
    if not event.any():
        return "no events"
    if (scale <= 0).any():
        return "a covariate is the same for all patients"
    information = derive_loglik(strata, np.zeros(len(scale)))[2]
    if np.linalg.matrix_rank(information, tol=1e-9 * max(1.0, float(event.sum()))) < len(scale):
        return "the covariates can't be told apart among those at risk"
    return ""


def _maximise(strata: tuple[CoxStratum, ...], beta: Floats) -> tuple[Floats, float, Floats, Floats]:
    """Coefficients, log-likelihood, information and the step that Newton's method would take next."""
    loglik, score, information = derive_loglik(strata, beta)
    step = np.asarray(np.linalg.solve(information, score), dtype=np.float64)
    for _ in range(_MOST_STEPS):
        size = 1.0
        following = derive_loglik(strata, beta + step)
        while following[0] < loglik - 1e-12 * abs(loglik) and size > 1e-6:
            size /= 2
            following = derive_loglik(strata, beta + size * step)
        gained = following[0] - loglik
        beta, (loglik, score, information) = beta + size * step, following
        step = np.asarray(np.linalg.lstsq(information, score, rcond=None)[0], dtype=np.float64)
        if gained <= 1e-13 * max(1.0, abs(loglik)) or np.abs(step).max() < 1e-11:
            break
    return beta, loglik, information, step


def _derive_coefficient(base: Result, value: float, std_error: float, z: float) -> Result:
    statistic = value / std_error
    return replace(
        base,
        estimate=float(value),
        std_error=float(std_error),
        conf_low=float(value - z * std_error),
        conf_high=float(value + z * std_error),
        statistic=float(statistic),
        p_value=2 * float(ndtr(-abs(statistic))),
    )


def _nothing(base: Result, names: tuple[str, ...], data: CoxInput) -> CoxFit:
    lost = dict.fromkeys(names, base)
    test = replace(base, wants=("statistic", "parameter", "p.value"))
    return CoxFit(lost, lost, test, test, test, (math.nan, math.nan), np.full(len(names), math.nan), data)


def _exp(value: float) -> float:
    return math.inf if value > 700 else math.exp(value)
