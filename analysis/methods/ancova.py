"""Analysis of covariance of one visit: group means of the outcome at the covariates' means, and their differences.

Outcome = group + covariates, by least squares; LS means at the overall mean of each covariate among the patients
analysed (SAS GLM's LSMEANS, R's emmeans), type III F for group and covariates, and the F of unequal slopes, which
tells whether the common slope may be believed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtrc, stdtr, stdtrit

from analysis.errors import MethodError
from analysis.methods.arguments import Floats, check_conf_level, derive_complete_cases, derive_levels
from analysis.methods.result import Result, Statistic

_OPTIONS = ("least squares", "type III tests", "covariates at their means")


@dataclass(frozen=True)
class Ancova:
    """``means`` by group; ``differences`` by (group, reference group); ``group_test``; ``slopes`` by covariate.

    ``slope_test`` is the F test of group-by-covariate interaction, added to the model as a whole.
    """

    means: Mapping[Any, Result]
    differences: Mapping[tuple[Any, Any], Result]
    group_test: Result
    slopes: Mapping[str, Result]
    slope_test: Result

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
    outcome: ArrayLike, group: ArrayLike, covariates: Mapping[str, ArrayLike], conf_level: float = 0.95
) -> Ancova:
    """LS means, all differences, tests; ``outcome``, ``group`` and each numeric covariate have shape (n,).

    Rows with a missing value are left out. Where the design has no unique solution (a covariate that is constant, or
    the same for all of a group in effect), every part says so.
    """
    check_conf_level(conf_level)
    if not covariates:
        raise MethodError("an analysis of covariance needs a covariate")
    y, labels, *columns = derive_complete_cases(outcome, group, *covariates.values())
    levels, codes = derive_levels(labels)
    member = (codes[:, None] == np.arange(len(levels))).astype(np.float64)
    centred = np.column_stack([column - column.mean() if len(column) else column for column in columns])
    base = Result("Analysis of covariance", _OPTIONS, n=len(y), conf_level=conf_level)
    fit = _fit(y.astype(np.float64), np.hstack((member, centred)))
    if fit is None:
        return _nothing(base, levels, covariates)
    k, width = len(levels), len(levels) + len(columns)
    rows = np.eye(width)
    crossed = np.hstack([member[:, [g]] * centred for g in range(1, k)]) if k > 1 else np.zeros((len(y), 0))
    full = _fit(y.astype(np.float64), np.hstack((member, centred, crossed)))
    return Ancova(
        {level: fit.estimate(rows[g], base) for g, level in enumerate(levels)},
        {
            (a, b): fit.estimate(rows[i] - rows[j], base)
            for i, a in enumerate(levels)
            for j, b in enumerate(levels)
            if i != j
        },
        _test(
            base, fit, _fit(y.astype(np.float64), np.hstack((np.ones((len(y), 1)), centred))), "fewer than two groups"
        ),
        {name: fit.estimate(rows[k + place], base) for place, name in enumerate(covariates)},
        _test(replace(base, method="Test of equal slopes"), full, fit, "too few patients for a slope in each group"),
    )


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
    base = replace(base, wants=("statistic", "parameter", "parameter2", "p.value"))
    if full is None or reduced is None or full.df < 1 or full.df == reduced.df or full.residual <= 0:
        return replace(base, reason=reason)
    df = reduced.df - full.df
    statistic = (reduced.residual - full.residual) / df / (full.residual / full.df)
    p_value = float(fdtrc(df, full.df, max(statistic, 0.0)))
    return replace(base, statistic=statistic, df=float(df), df2=float(full.df), p_value=p_value)


def _nothing(base: Result, levels: tuple[Any, ...], covariates: Mapping[str, ArrayLike]) -> Ancova:
    lost = replace(base, reason="the design has no unique solution: too few patients or a constant covariate")
    pairs = [(a, b) for a in levels for b in levels if a != b]
    test = replace(lost, wants=("statistic", "parameter", "parameter2", "p.value"))
    return Ancova(dict.fromkeys(levels, lost), dict.fromkeys(pairs, lost), test, dict.fromkeys(covariates, lost), test)
