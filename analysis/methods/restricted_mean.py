"""Restricted mean survival time: the area under the Kaplan-Meier curve up to a time τ, its difference and ratio.

Variance: Σ A² d / (n (n − d)) over event times up to τ, with A the area from that time to τ (Greenwood's plug-in, as
R's survfit(rmean), survRM2 and SAS LIFETEST's RMST have it); the ratio's interval is built on its logarithm. lifelines
has the mean, but its variance is that of the time survived, not of its mean.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from analysis.errors import MethodError
from analysis.methods.arguments import check_conf_level
from analysis.methods.kaplan_meier import KaplanMeier, estimate_kaplan_meier
from analysis.methods.result import Result


def estimate_restricted_mean(
    time: ArrayLike, event: ArrayLike, tau: float, extend: bool = False, conf_level: float = 0.95
) -> Result:
    """Mean time survived up to ``tau``, in the unit of ``time``; ``time`` and ``event`` (1 or 0) have shape (n,).

    Where the follow-up ends before ``tau`` with patients alive the curve is unknown there; ``extend`` carries it on.
    """
    z = float(ndtri(check_conf_level(conf_level)))
    if tau <= 0:
        raise MethodError(f"a restricted mean needs a time above 0, not {tau}")
    curve = estimate_kaplan_meier(time, event)
    options = (
        f"to {tau:g}",
        "Greenwood variance",
        *(("curve carried on beyond the last follow-up",) if extend else ()),
    )
    wants = ("estimate", "conf.low", "conf.high")
    base = Result("Restricted mean survival time", options, n=curve.n, conf_level=conf_level, wants=wants)
    if curve.n == 0:
        return replace(base, reason="no patients")
    if curve.time[-1] < tau and curve.survival[-1] > 0 and not extend:
        return replace(base, reason="the follow-up ends before")
    area, variance = _derive_area(curve, tau)
    half = z * math.sqrt(variance)
    return replace(base, estimate=area, std_error=math.sqrt(variance), conf_low=area - half, conf_high=area + half)


def estimate_restricted_mean_difference(group: Result, reference: Result) -> Result:
    """Restricted mean of ``group`` less that of ``reference``, with a normal interval and two-sided P."""
    base = _derive_base("Difference of restricted mean survival times", group, reference)
    if base.reason:
        return base
    difference = group.estimate - reference.estimate
    return _derive_normal(base, difference, math.hypot(group.std_error, reference.std_error))


def estimate_restricted_mean_ratio(group: Result, reference: Result) -> Result:
    """Restricted mean of ``group`` over that of ``reference``; ``std_error`` is that of the logarithm."""
    base = _derive_base("Ratio of restricted mean survival times", group, reference)
    if not base.reason and min(group.estimate, reference.estimate) == 0:
        base = replace(base, reason="a restricted mean of 0")
    if base.reason:
        return base
    std_error = math.hypot(group.std_error / group.estimate, reference.std_error / reference.estimate)
    logs = _derive_normal(base, math.log(group.estimate / reference.estimate), std_error)
    limits = (math.exp(value) for value in (logs.estimate, logs.conf_low, logs.conf_high))
    estimate, low, high = limits
    return replace(logs, estimate=estimate, conf_low=low, conf_high=high)


def _derive_area(curve: KaplanMeier, tau: float) -> tuple[float, float]:
    """The area up to ``tau`` and its variance."""
    within = curve.time < tau
    edges = np.concatenate(([0.0], curve.time[within], [tau]))
    heights = np.concatenate(([1.0], curve.survival[within]))
    pieces = heights * np.diff(edges)
    rest = np.cumsum(pieces[::-1])[::-1][1:]
    events, at_risk = curve.events[within], curve.at_risk[within]
    left = (at_risk * (at_risk - events)).astype(np.float64)
    terms = np.divide(rest**2 * events, left, out=np.zeros(len(left)), where=left > 0)
    return float(pieces.sum()), float(terms.sum())


def _derive_base(method: str, group: Result, reference: Result) -> Result:
    if group.options != reference.options or group.conf_level != reference.conf_level:
        raise MethodError("restricted means are compared at the same time and level")
    reason = group.reason or reference.reason
    return Result(
        method,
        (*group.options, "two-sided"),
        n=group.n + reference.n,
        conf_level=group.conf_level,
        reason=reason or ("" if group.std_error + reference.std_error > 0 else "no event in either group"),
    )


def _derive_normal(base: Result, estimate: float, std_error: float) -> Result:
    half = float(ndtri(check_conf_level(base.conf_level))) * std_error
    return replace(
        base,
        estimate=estimate,
        std_error=std_error,
        conf_low=estimate - half,
        conf_high=estimate + half,
        statistic=estimate / std_error,
        p_value=2 * float(ndtr(-abs(estimate) / std_error)),
    )
