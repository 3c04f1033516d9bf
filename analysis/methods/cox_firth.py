"""Cox regression with Firth's penalty, for few events.

Firth, Biometrika 1993;80:27; Heinze and Schemper, Biometrics 2001;57:114: the log partial likelihood plus half the
logarithm of the information's determinant, which has a maximum where the plain likelihood has none. Limits and P come
from the penalised likelihood's profile, as in R's coxphf and SAS PHREG's FIRTH with CLPARM=PL. firthmodels fits it too,
with Breslow's ties, no strata and two seconds of import; it agrees.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtri

from analysis.methods.arguments import Floats, check_conf_level
from analysis.methods.cox import derive_chi_square, derive_cox_input, derive_hazard_ratio
from analysis.methods.cox_likelihood import TIES, CoxStratum, derive_terms
from analysis.methods.result import Result, Statistic
from analysis.methods.root import derive_root

_MOST_STEPS = 200
_FARTHEST = 60.0  # scaled coefficients beyond this are infinite for all purposes


@dataclass(frozen=True, eq=False)
class FirthFit:
    """``coefficients`` (log hazard ratio for one unit) and ``hazard_ratios`` by covariate; the test of all together.

    ``loglik`` holds the penalised log-likelihood without and with the covariates.
    """

    coefficients: Mapping[str, Result]
    hazard_ratios: Mapping[str, Result]
    likelihood_ratio: Result
    loglik: tuple[float, float]

    def to_rows(self) -> tuple[Statistic, ...]:
        """The penalised likelihood-ratio test of all covariates together."""
        return self.likelihood_ratio.to_rows()


def estimate_cox_firth(
    time: ArrayLike,
    event: ArrayLike,
    covariates: Mapping[str, ArrayLike],
    strata: ArrayLike | None = None,
    ties: str = "efron",
    conf_level: float = 0.95,
) -> FirthFit:
    """Penalised hazard ratios with profile limits and P; arguments as for ``estimate_cox``."""
    check_conf_level(conf_level)
    data = derive_cox_input(time, event, covariates, strata, ties)
    options = (TIES[ties], *(("stratified",) if strata is not None else ()), "profile likelihood interval and P")
    base = Result("Cox regression with Firth's penalty", options, n=len(data.time), conf_level=conf_level)
    names = tuple(covariates)
    if data.reason:
        lost = replace(base, reason=data.reason)
        test = replace(lost, wants=("statistic", "parameter", "p.value"))
        return FirthFit(dict.fromkeys(names, lost), dict.fromkeys(names, lost), test, (math.nan, math.nan))
    zero = np.zeros(len(names))
    free = np.ones(len(names), dtype=bool)
    null = derive_penalised(data.strata, zero)[0]
    beta = _maximise(data.strata, zero, free)
    fitted, _, information = derive_penalised(data.strata, beta)
    unit = float(np.log(data.scale).sum())  # what the scaling of the covariates takes from the penalty
    errors = np.sqrt(np.diag(np.linalg.inv(information)))
    found = {}
    for j, name in enumerate(names):
        profile = _Profile(data.strata, beta, float(errors[j]), fitted, j)
        found[name] = _derive_coefficient(base, profile, float(data.scale[j]))
    test = replace(base, method="Penalised likelihood ratio test", options=base.options[:-1])
    return FirthFit(
        found,
        {name: derive_hazard_ratio(result) for name, result in found.items()},
        derive_chi_square(test, 2 * (fitted - null), len(names)),
        (null + unit, fitted + unit),
    )


def derive_penalised(strata: tuple[CoxStratum, ...], beta: Floats) -> tuple[float, Floats, Floats]:
    """Penalised log-likelihood, its score (p,) and the information of the plain likelihood (p, p) at ``beta``."""
    p = len(beta)
    loglik, score = 0.0, np.zeros(p)
    information, change = np.zeros((p, p)), np.zeros((p, p, p))
    for stratum in strata:
        terms = derive_terms(stratum, beta, third=True)
        loglik += float(terms.loglik.sum())
        score += (stratum.event_x - terms.mean).sum(axis=0)
        information += terms.variance.sum(axis=0)
        change += terms.third.sum(axis=0)
    sign, log_determinant = np.linalg.slogdet(information)
    if sign <= 0:
        return -math.inf, score, information
    penalty = np.einsum("jk,kjl->l", np.linalg.inv(information), change) / 2
    return loglik + float(log_determinant) / 2, score + penalty, information


@dataclass(frozen=True, eq=False)
class _Profile:
    """The penalised likelihood as a function of coefficient ``j`` alone, the others at their best."""

    strata: tuple[CoxStratum, ...]
    beta: Floats
    std_error: float
    best: float
    j: int

    def drop(self, value: float) -> float:
        """Twice the loss of log-likelihood when the coefficient is held at ``value``."""
        start = self.beta.copy()
        start[self.j] = value
        free = np.arange(len(start)) != self.j
        return 2 * (self.best - derive_penalised(self.strata, _maximise(self.strata, start, free))[0])

    def limit(self, quantile: float, direction: int) -> float:
        """Where the loss reaches ``quantile``, below (-1) or above (1) the estimate; infinite if it never does."""
        inner = outer = float(self.beta[self.j])
        step = self.std_error
        while self.drop(outer) < quantile:
            inner, outer, step = outer, outer + direction * step, step * 1.5
            if abs(outer) > _FARTHEST:
                return direction * math.inf
        return derive_root(lambda value: self.drop(value) - quantile, inner, outer)


def _maximise(strata: tuple[CoxStratum, ...], beta: Floats, free: Floats) -> Floats:
    """The coefficients that are ``free`` (p,) moved to the penalised maximum, by Newton's method with halved steps."""
    if not free.any():
        return beta
    value, score, information = derive_penalised(strata, beta)
    for _ in range(_MOST_STEPS):
        step = np.zeros_like(beta)
        step[free] = np.linalg.solve(information[np.ix_(free, free)], score[free])
        size = min(1.0, 5.0 / max(float(np.abs(step).max()), 1e-300))
        following = derive_penalised(strata, beta + size * step)
        while following[0] < value - 1e-13 * abs(value) and size > 1e-10:
            size /= 2
            following = derive_penalised(strata, beta + size * step)
        beta = beta + size * step
        value, score, information = following
        if np.abs(size * step).max() < 1e-10:
            break
    return beta


def _derive_coefficient(base: Result, profile: _Profile, scale: float) -> Result:
    upper = check_conf_level(base.conf_level)
    quantile = float(ndtri(upper)) ** 2
    low, high = (profile.limit(quantile, direction) for direction in (-1, 1))
    statistic = max(profile.drop(0.0), 0.0)
    return replace(
        base,
        estimate=float(profile.beta[profile.j]) / scale,
        std_error=profile.std_error / scale,
        conf_low=low / scale,
        conf_high=high / scale,
        statistic=statistic,
        df=1.0,
        p_value=float(chdtrc(1, statistic)),
    )
