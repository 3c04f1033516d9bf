"""Difference of two means with unequal variances (Welch, Biometrika 1947;34:28), and Welch's F of k means.

The df are Satterthwaite's; the F test is Welch, Biometrika 1951;38:330 (R's oneway.test, SAS's MEANS / WELCH).
scipy.stats has the same t test, statsmodels the F; scipy.special's distribution functions alone are here much sooner.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtrc, stdtr, stdtrit

from analysis.methods.arguments import Floats, check_conf_level, derive_complete_cases, derive_levels
from analysis.methods.result import Result


def estimate_welch(
    values: ArrayLike, reference: ArrayLike, equal_variances: bool = False, conf_level: float = 0.95
) -> Result:
    """Mean of ``values`` (m,) less mean of ``reference`` (n,), in their unit, with interval and two-sided P.

    ``equal_variances`` pools the variances (Student's test). Missing values are left out.
    """
    upper = check_conf_level(conf_level)
    (x,), (y,) = derive_complete_cases(values), derive_complete_cases(reference)
    m, n = len(x), len(y)
    name = "Two-sample t test" if equal_variances else "Welch's t test"
    base = Result(name, ("two-sided",), n=m + n, conf_level=conf_level)
    if min(m, n) == 0:
        return replace(base, reason="a group without values")
    difference = float(x.mean() - y.mean())
    if m + n < 3 or (min(m, n) < 2 and not equal_variances):
        return replace(base, estimate=difference, reason="one value has no variance")
    parts, df = _derive_variances(x.astype(np.float64), y.astype(np.float64), equal_variances)
    std_error = math.sqrt(sum(parts))
    if std_error <= 10 * np.finfo(np.float64).eps * max(abs(float(x.mean())), abs(float(y.mean()))):
        return replace(base, estimate=difference, reason="all values of each group are equal")
    statistic = difference / std_error
    half = float(stdtrit(df, upper)) * std_error
    return replace(
        base,
        estimate=difference,
        std_error=std_error,
        conf_low=difference - half,
        conf_high=difference + half,
        statistic=statistic,
        df=df,
        p_value=2 * float(stdtr(df, -abs(statistic))),
    )


def estimate_welch_anova(values: ArrayLike, group: ArrayLike) -> Result:
    """Are the means of k groups equal, variances aside? F with P; ``values`` and ``group`` have shape (n,)."""
    observed, labels = derive_complete_cases(values, group)
    levels, codes = derive_levels(labels)
    k = len(levels)
    base = Result("Welch's F test", n=len(observed), wants=("statistic", "parameter", "parameter2", "p.value"))
    sizes = np.bincount(codes, minlength=k)
    if k < 2:
        return replace(base, reason="fewer than two groups")
    if sizes.min() < 2:
        return replace(base, reason="a group with one value has no variance")
    means = np.bincount(codes, weights=observed) / sizes
    variances = np.bincount(codes, weights=(observed - means[codes]) ** 2) / (sizes - 1)
    if variances.min() <= 0:
        return replace(base, reason="a group's values are all equal")
    weights = sizes / variances
    share = float(((1 - weights / weights.sum()) ** 2 / (sizes - 1)).sum()) / (k**2 - 1)
    centre = float(weights @ means / weights.sum())
    statistic = float(weights @ (means - centre) ** 2) / ((k - 1) * (1 + 2 * (k - 2) * share))
    df, df2 = float(k - 1), 1 / (3 * share)
    return replace(base, statistic=statistic, df=df, df2=df2, p_value=float(fdtrc(df, df2, statistic)))


def _derive_variances(x: Floats, y: Floats, pooled: bool) -> tuple[tuple[float, float], float]:
    """The squared standard errors of both means, and the degrees of freedom of their sum."""
    m, n = len(x), len(y)
    if pooled:
        variance = (m * float(x.var()) + n * float(y.var())) / (m + n - 2)
        return (variance / m, variance / n), float(m + n - 2)
    first, second = float(x.var(ddof=1)) / m, float(y.var(ddof=1)) / n
    spread = first**2 / (m - 1) + second**2 / (n - 1)
    return (first, second), (first + second) ** 2 / spread if spread else math.nan
