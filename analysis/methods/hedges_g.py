"""Hedges' g: a mean change, or a difference of two means, in units of the standard deviation.

Hedges, J Educ Stat 1981;6:107: Cohen's d times the exact correction J(df) = Γ(df/2) / (√(df/2) Γ((df − 1)/2)). The
interval turns the noncentral t distribution around (Steiger and Fouladi 1997) and is corrected by J too, as R's
effectsize does. No Python library in use here has it.
"""

from __future__ import annotations

import math
from dataclasses import replace

from numpy.typing import ArrayLike
from scipy.special import nctdtr

from analysis.methods.arguments import check_conf_level, derive_complete_cases
from analysis.methods.result import Result
from analysis.methods.root import derive_root

_WANTS = ("estimate", "conf.low", "conf.high")


def estimate_hedges_g(change: ArrayLike, conf_level: float = 0.95) -> Result:
    """Mean change over the SD of the changes (shape (n,), missing left out), corrected, with its interval."""
    (observed,) = derive_complete_cases(change)
    n = len(observed)
    base = Result("Hedges' g", ("SD of the changes",), n=n, conf_level=conf_level, wants=_WANTS)
    if n < 2:
        return replace(base, reason="fewer than two pairs of values have no standard deviation")
    return _derive_result(base, float(observed.mean()), float(observed.std(ddof=1)), n - 1, 1 / n)


def estimate_hedges_g_difference(values: ArrayLike, reference: ArrayLike, conf_level: float = 0.95) -> Result:
    """Difference of the means of ``values`` (m,) and ``reference`` (n,) over their pooled SD, with its interval."""
    (x,), (y,) = derive_complete_cases(values), derive_complete_cases(reference)
    m, n = len(x), len(y)
    base = Result("Hedges' g", ("pooled SD",), n=m + n, conf_level=conf_level, wants=_WANTS)
    if min(m, n) == 0 or m + n < 3:
        return replace(base, reason="too few values for a standard deviation")
    df = m + n - 2
    pooled = math.sqrt((m * float(x.var()) + n * float(y.var())) / df)
    return _derive_result(base, float(x.mean() - y.mean()), pooled, df, 1 / m + 1 / n)


def derive_noncentrality(t: float, df: int, probability: float) -> float:
    """The noncentrality at which P(T ≤ ``t``) is ``probability``."""

    def excess(noncentrality: float) -> float:
        reached = float(nctdtr(df, noncentrality, t))
        # far out in a tail scipy's function has no value
        reached = float(noncentrality < t) if math.isnan(reached) else reached
        return reached - probability

    reach = 10 * math.sqrt(1 + t**2 / df)
    return derive_root(excess, t - reach, t + reach)


def _derive_result(base: Result, mean: float, sd: float, df: int, unit: float) -> Result:
    """``unit`` is the squared standard error of the mean in units of the variance."""
    if sd <= 1e-14 * abs(mean):
        return replace(base, reason="all changes are equal")
    if df == 1:
        return replace(base, reason="two values have no small-sample correction", df=1.0)
    correction = math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) / math.sqrt(df / 2)
    upper = check_conf_level(base.conf_level)
    scale = math.sqrt(unit)
    t = mean / (sd * scale)
    return replace(
        base,
        estimate=correction * mean / sd,
        conf_low=correction * scale * derive_noncentrality(t, df, upper),
        conf_high=correction * scale * derive_noncentrality(t, df, 1 - upper),
        df=float(df),
    )
