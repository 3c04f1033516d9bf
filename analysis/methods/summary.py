"""Descriptive statistics: n, mean, SD, quantiles, extremes, and their geometric kin.

Quantiles are SAS definition 5 (PCTLDEF=5, R's type 2): with n·p = j + g the value x[j+1], and the mean of x[j] and
x[j+1] where g = 0. Hyndman and Fan, Am Stat 1996;50:361. numpy's method "averaged_inverted_cdf" is the same but has no
guard against rounding in n·p (20 · 0.55 gives 11.000000000000002), so it is written here.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from analysis.errors import MethodError
from analysis.methods.arguments import Floats, derive_complete_cases
from analysis.methods.result import Statistic

_FUZZ = 4 * np.finfo(np.float64).eps


def estimate_quantile(values: ArrayLike, p: float) -> float:
    """The p-quantile of the non-missing ``values`` (shape (n,)) by SAS definition 5; NaN when there are none."""
    if not 0 <= p <= 1:
        raise MethodError(f"a quantile's probability lies between 0 and 1, not at {p}")
    (observed,) = derive_complete_cases(values)
    return _quantile(np.sort(observed), p)


def estimate_summary(values: ArrayLike) -> tuple[Statistic, ...]:
    """n, mean, sd, median, p25, p75, min, max of the non-missing ``values`` (shape (n,)), in their unit.

    SD has the divisor n − 1. A statistic that doesn't exist (SD of one value, anything of none) is NaN with its reason.
    """
    (observed,) = derive_complete_cases(values)
    ordered = np.sort(observed)
    n = len(ordered)
    empty = "" if n else "no values"
    spread = "" if n > 1 else empty or "one value has no standard deviation"
    return (
        Statistic("n", "n", float(n)),
        Statistic("mean", "Mean", float(ordered.mean()) if n else math.nan, error=empty),
        Statistic("sd", "SD", float(ordered.std(ddof=1)) if n > 1 else math.nan, error=spread),
        Statistic("median", "Median", _quantile(ordered, 0.5), error=empty),
        Statistic("p25", "Q1", _quantile(ordered, 0.25), error=empty),
        Statistic("p75", "Q3", _quantile(ordered, 0.75), error=empty),
        Statistic("min", "Min", float(ordered[0]) if n else math.nan, error=empty),
        Statistic("max", "Max", float(ordered[-1]) if n else math.nan, error=empty),
    )


def estimate_geometric_summary(values: ArrayLike) -> tuple[Statistic, ...]:
    """n, geom_mean, geom_sd (a factor) and geom_cv (%, 100·√(exp(s²) − 1), s the SD of the natural logarithms).

    ``values`` has shape (n,); all must be above 0, else the three are NaN with that reason.
    """
    (observed,) = derive_complete_cases(values)
    n = len(observed)
    empty = "" if n else "no values"
    if n and observed.min() <= 0:
        empty = f"{int((observed <= 0).sum())} of {n} values are not above 0"
    spread = empty or ("" if n > 1 else "one value has no standard deviation")
    logs = np.log(observed) if not empty else np.empty(0)
    sd = float(logs.std(ddof=1)) if not spread else math.nan
    return (
        Statistic("n", "n", float(n)),
        Statistic("geom_mean", "Geometric mean", math.exp(logs.mean()) if not empty else math.nan, error=empty),
        Statistic("geom_sd", "Geometric SD", math.exp(sd), error=spread),
        Statistic("geom_cv", "Geometric CV (%)", 100 * math.sqrt(math.expm1(sd**2)), error=spread),
    )


def _quantile(ordered: Floats, p: float) -> float:
    n = len(ordered)
    if n == 0:
        return math.nan
    place = n * p
    whole = math.floor(place + _FUZZ * max(place, 1))
    if place - whole > _FUZZ * max(place, 1):
        return float(ordered[whole])
    return float((ordered[max(whole - 1, 0)] + ordered[min(whole, n - 1)]) / 2)
