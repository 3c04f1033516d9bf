"""Analysis of covariance of one visit: group means of the outcome at the covariates' means, and their differences.

Outcome = group + further factors + covariates, by least squares; LS means at the overall mean of each covariate among
the patients analysed and averaged over the levels of each further factor (SAS GLM's LSMEANS, R's emmeans), type III F
of group, factors and covariates, and the F of unequal slopes, which tells whether the common slope may be believed.
statsmodels fits the model but has no LS means.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import fdtrc, stdtr, stdtrit

from analysis.methods.arguments import Floats, check_choice, check_conf_level, derive_complete_cases, derive_levels
from analysis.methods.result import Result, Statistic

WEIGHTS = {"equal": "factors averaged with equal weights", "observed": "factors averaged with the observed weights"}
_NONE: Mapping[str, ArrayLike] = MappingProxyType({})
_TEST = ("statistic", "parameter", "parameter2", "p.value")


@dataclass(frozen=True)
class Ancova:
    """``means`` by group; ``differences`` by (group, reference group); ``group_test``; ``slopes`` by covariate.

    ``slope_test`` is the F test of group-by-covariate interaction, added to the model as a whole; ``factor_tests`` the
    type III F of each further factor.
    """

    means: Mapping[Any, Result]
    differences: Mapping[tuple[Any, Any], Result]
    group_test: Result
    slopes: Mapping[str, Result]
    slope_test: Result
    factor_tests: Mapping[str, Result]

    def to_rows(self) -> tuple[Statistic, ...]:
        """The test of the groups."""
        return self.group_test.to_rows()


@dataclass(frozen=True)
class _Fit:
    beta: Floats
    inverse: Floats
    residual: float
    df: int

    def estimate(self, row: Floats, base: Result) -> Result:
        """The linear function ``row`` of the coefficients, with t interval and P."""
        if self.df < 1 or self.residual <= 0:
            return replace(base, reason="no residual degrees of freedom" if self.df < 1 else "a perfect fit")
        value = float(row @ self.beta)
        std_error = math.sqrt(float(row @ self.inverse @ row) * self.residual / self.df)
        half = float(stdtrit(self.df, check_conf_level(base.conf_level))) * std_error
        return replace(
            base,
            estimate=value,
            std_error=std_error,
            conf_low=value - half,
            conf_high=value + half,
            statistic=value / std_error,
            df=float(self.df),
            p_value=2 * float(stdtr(self.df, -abs(value) / std_error)),
        )


def estimate_ancova(
    outcome: ArrayLike,
    group: ArrayLike,
    covariates: Mapping[str, ArrayLike] = _NONE,
    conf_level: float = 0.95,
    factors: Mapping[str, ArrayLike] = _NONE,
    weights: str = "equal",
) -> Ancova:
    """LS means, all differences, tests; ``outcome``, ``group``, each numeric covariate and factor have shape (n,).

    Rows with a missing value are left out. ``weights`` "equal" or "observed" (SAS's OM, emmeans "proportional"): how
    the LS means average over the levels of ``factors``, whose effects add up. Without covariates and factors this is
    the analysis of variance. Where the design has no unique solution (a covariate that is constant, or the same for all
    of a group in effect), every part says so.
    """
    check_conf_level(conf_level)
    check_choice("weights", weights, WEIGHTS)
    y, labels, *others = derive_complete_cases(outcome, group, *covariates.values(), *factors.values())
    levels, codes = derive_levels(labels)
    member = (codes[:, None] == np.arange(len(levels))).astype(np.float64)
    slopes = np.column_stack([np.zeros((len(y), 0)), *(_centre(column) for column in others[: len(covariates)])])
    further = [_derive_indicators(column, weights) for column in others[len(covariates) :]]
    chosen = ("least squares", "type III tests", *(("covariates at their means",) if covariates else ()))
    options = (*chosen, *((WEIGHTS[weights],) if factors else ()))
    base = Result("Analysis of covariance", options, n=len(y), conf_level=conf_level)
    fit = _fit(y.astype(np.float64), np.hstack((member, slopes, *further)))
    if fit is None:
        return _nothing(base, levels, tuple(covariates), tuple(factors))
    k, rows = len(levels), np.eye(len(fit.beta))
    return Ancova(
        {level: fit.estimate(rows[g], base) for g, level in enumerate(levels)},
        {
            (a, b): fit.estimate(rows[i] - rows[j], base)
            for i, a in enumerate(levels)
            for j, b in enumerate(levels)
            if i != j
        },
        _test(base, fit, _fit(y, np.hstack((np.ones((len(y), 1)), slopes, *further))), "fewer than two groups"),
        {name: fit.estimate(rows[k + place], base) for place, name in enumerate(covariates)},
        _test_slopes(base, fit, y, (member, slopes, *further)),
        {
            name: _test(
                base,
                fit,
                _fit(y, np.hstack((member, slopes, *further[:place], *further[place + 1 :]))),
                "fewer than two levels",
            )
            for place, name in enumerate(factors)
        },
    )


def _centre(column: NDArray[Any]) -> Floats:
    return np.asarray(column - column.mean() if len(column) else column, dtype=np.float64)


def _derive_indicators(column: NDArray[Any], weights: str) -> Floats:
    """0/1 columns of all levels but the first, less the weight at which a level stands in an LS mean."""
    levels, codes = derive_levels(column)
    member: Floats = (codes[:, None] == np.arange(1, max(len(levels), 1))).astype(np.float64)
    if not len(column):
        return member
    return np.asarray(member - (1 / len(levels) if weights == "equal" else member.mean(axis=0)))


def _test_slopes(base: Result, fit: _Fit, y: Floats, parts: tuple[Floats, ...]) -> Result:
    """F of a slope of its own for each group, all covariates together."""
    base = replace(base, method="Test of equal slopes")
    member, slopes = parts[0], parts[1]
    if not slopes.shape[1]:
        return replace(base, wants=_TEST, reason="the model has no covariate")
    crossed = [member[:, [g]] * slopes for g in range(1, member.shape[1])]
    return _test(base, _fit(y, np.hstack((*parts, *crossed))), fit, "too few patients for a slope in each group")


def _fit(y: Floats, x: Floats) -> _Fit | None:
    """Least squares; None where the columns of ``x`` aren't independent."""
    if len(y) < x.shape[1] or np.linalg.matrix_rank(x) < x.shape[1]:
        return None
    q, r = np.linalg.qr(x)
    beta = np.linalg.solve(r, q.T @ y)
    root = np.linalg.inv(r)
    residual = float(((y - x @ beta) ** 2).sum())
    if residual <= 1e-24 * float((y**2).sum()):
        residual = 0.0
    return _Fit(beta, root @ root.T, residual, len(y) - x.shape[1])


def _test(base: Result, full: _Fit | None, reduced: _Fit | None, reason: str) -> Result:
    """F of the columns that ``full`` has and ``reduced`` lacks."""
    base = replace(base, wants=_TEST)
    if full is None or reduced is None or full.df < 1 or full.df == reduced.df or full.residual <= 0:
        return replace(base, reason=reason)
    df = reduced.df - full.df
    statistic = (reduced.residual - full.residual) / df / (full.residual / full.df)
    p_value = float(fdtrc(df, full.df, max(statistic, 0.0)))
    return replace(base, statistic=statistic, df=float(df), df2=float(full.df), p_value=p_value)


def _nothing(base: Result, levels: tuple[Any, ...], covariates: tuple[str, ...], factors: tuple[str, ...]) -> Ancova:
    lost = replace(base, reason="the design has no unique solution: too few patients or a constant covariate")
    pairs = [(a, b) for a in levels for b in levels if a != b]
    test, slopes = replace(lost, wants=_TEST), dict.fromkeys(covariates, lost)
    return Ancova(
        dict.fromkeys(levels, lost), dict.fromkeys(pairs, lost), test, slopes, test, dict.fromkeys(factors, test)
    )
