"""Rates of events per patient-time, with exact Poisson limits, and their ratio.

Limits of one rate are quantiles of the gamma distribution (Garwood, Biometrika 1936;28:437). Given the total, the
events of one of two groups are binomial, which gives the exact test and limits of the ratio (R's poisson.test).
statsmodels has exact limits of one rate, none of a ratio.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from scipy.special import gammaincinv, gammaln

from analysis.errors import MethodError
from analysis.methods.arguments import check_conf_level
from analysis.methods.proportion import derive_clopper_pearson
from analysis.methods.result import Result

_WANTS = ("estimate", "conf.low", "conf.high")


def estimate_poisson_rate(events: int, exposure: float, per: float = 1.0, conf_level: float = 0.95) -> Result:
    """Events per ``per`` units of ``exposure`` (patient-time), with exact limits. No exposure has no rate."""
    upper = check_conf_level(conf_level)
    _check(events, exposure)
    base = Result("Exposure-adjusted rate", ("exact Poisson interval",), conf_level=conf_level, wants=_WANTS)
    if exposure == 0:
        return replace(base, reason="no exposure")
    low = float(gammaincinv(events, 1 - upper)) if events else 0.0
    high = float(gammaincinv(events + 1, upper))
    unit = per / exposure
    return replace(base, n=events, estimate=events * unit, conf_low=low * unit, conf_high=high * unit)


def estimate_rate_ratio(group: tuple[int, float], reference: tuple[int, float], conf_level: float = 0.95) -> Result:
    """Rate of ``group`` over that of ``reference``, each given as (events, exposure), with exact limits and P.

    P sums the probabilities of all counts that are no more likely than the one at hand.
    """
    upper = check_conf_level(conf_level)
    (x, t), (y, s) = group, reference
    _check(x, t)
    _check(y, s)
    options = ("two-sided", "exact, given the total of events")
    base = Result("Rate ratio", options, n=x + y, conf_level=conf_level)
    if t == 0 or s == 0:
        return replace(base, reason="a group without exposure")
    if x + y == 0:
        return replace(base, reason="no events")
    low, high = derive_clopper_pearson(x, x + y, upper)
    return replace(
        base,
        estimate=x * s / (y * t) if y else math.inf,
        conf_low=low / (1 - low) * s / t,
        conf_high=high / (1 - high) * s / t if high < 1 else math.inf,
        p_value=_derive_binomial_p(x, x + y, t / (t + s)),
    )


def _derive_binomial_p(x: int, n: int, p: float) -> float:
    counts = np.arange(n + 1)
    logs = gammaln(n + 1) - gammaln(counts + 1) - gammaln(n - counts + 1) + counts * math.log(p)
    logs = logs + (n - counts) * math.log1p(-p)
    return min(1.0, float(np.exp(logs[logs <= logs[x] + 1e-7]).sum()))


def _check(events: int, exposure: float) -> None:
    if events < 0 or exposure < 0 or (events and not exposure):
        raise MethodError(f"{events} events in an exposure of {exposure} are impossible")
