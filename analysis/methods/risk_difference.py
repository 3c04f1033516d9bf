"""Difference of two binomial proportions with its interval.

Miettinen and Nurminen, Stat Med 1985;4:213: the differences that a score test with restricted estimates and variance
factor N/(N − 1) does not reject (SAS: MN); "mee" is the same without the factor (Mee 1984, SAS: MN(MEE)). Newcombe,
Stat Med 1998;17:873, methods 10 and 11: from the Wilson limits of both groups, without and with continuity correction
(SAS: NEWCOMBE, R's PropCIs and DescTools). "wald" is the textbook interval, "agresti-caffo" the same after a success
and a failure are added to both groups. statsmodels is right on most of them but takes a second to import.
"""

from __future__ import annotations

import math
from dataclasses import replace

from scipy.special import ndtri

from analysis.errors import MethodError
from analysis.methods.arguments import check_choice, check_conf_level
from analysis.methods.proportion import Limits, derive_wilson, derive_wilson_corrected
from analysis.methods.result import Result
from analysis.methods.root import derive_root

INTERVALS = {
    "miettinen-nurminen": "Miettinen-Nurminen score interval",
    "mee": "Mee score interval",
    "newcombe": "Newcombe interval",
    "newcombe-cc": "Newcombe interval with continuity correction",
    "agresti-caffo": "Agresti-Caffo interval",
    "wald": "Wald interval",
}
_WANTS = ("estimate", "conf.low", "conf.high")


def estimate_risk_difference(
    group: tuple[int, int],
    reference: tuple[int, int],
    interval: str = "miettinen-nurminen",
    conf_level: float = 0.95,
) -> Result:
    """Proportion of ``group`` less that of ``reference``, both (events, patients), with a two-sided interval."""
    check_choice("interval", interval, INTERVALS)
    upper = check_conf_level(conf_level)
    for events, patients in (group, reference):
        if not 0 <= events <= patients:
            raise MethodError(f"{events} events in {patients} patients are impossible")
    (x1, n1), (x2, n2) = group, reference
    base = Result("Risk difference", (INTERVALS[interval],), n=n1 + n2, conf_level=conf_level, wants=_WANTS)
    if n1 == 0 or n2 == 0:
        return replace(base, reason="a group without patients")
    if interval in ("miettinen-nurminen", "mee"):
        low, high = _derive_score_limits(group, reference, upper, corrected=interval != "mee")
    elif interval == "wald":
        low, high = _derive_wald_limits(group, reference, upper)
    elif interval == "agresti-caffo":
        low, high = _derive_wald_limits((x1 + 1, n1 + 2), (x2 + 1, n2 + 2), upper)
    else:
        low, high = _derive_newcombe_limits(group, reference, upper, corrected=interval == "newcombe-cc")
    return replace(base, estimate=x1 / n1 - x2 / n2, conf_low=low, conf_high=high)


def derive_restricted_proportions(group: tuple[int, int], reference: tuple[int, int], delta: float) -> Limits:
    """The most likely pair of proportions whose difference is ``delta``: the root of a cubic, in closed form."""
    (x1, n1), (x2, n2) = group, reference
    theta = n2 / n1
    a = 1 + theta
    b = -(1 + theta + x1 / n1 + theta * x2 / n2 + delta * (theta + 2))
    c = delta**2 + delta * (2 * x1 / n1 + theta + 1) + x1 / n1 + theta * x2 / n2
    d = -x1 / n1 * delta * (1 + delta)
    v = (b / (3 * a)) ** 3 - b * c / (6 * a**2) + d / (2 * a)
    u = math.copysign(math.sqrt(max((b / (3 * a)) ** 2 - c / (3 * a), 0.0)), v)
    angle = (math.pi + math.acos(max(-1.0, min(1.0, v / u**3)) if u else 0.0)) / 3
    p1 = min(max(2 * u * math.cos(angle) - b / (3 * a), 0.0, delta), 1.0, 1.0 + delta)
    return p1, p1 - delta


def _derive_score_limits(group: tuple[int, int], reference: tuple[int, int], upper: float, corrected: bool) -> Limits:
    (x1, n1), (x2, n2) = group, reference
    z, total = float(ndtri(upper)), n1 + n2
    factor = total / (total - 1) if corrected else 1.0
    observed = x1 / n1 - x2 / n2

    def distance(delta: float) -> float:
        p1, p2 = derive_restricted_proportions(group, reference, delta)
        variance = (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * factor
        gap = observed - delta
        if variance <= 0:
            return -z if gap == 0 else math.inf
        return abs(gap) / math.sqrt(variance) - z

    low = -1.0 if observed == -1 else derive_root(distance, -1.0, observed)
    high = 1.0 if observed == 1 else derive_root(distance, observed, 1.0)
    return low, high


def _derive_newcombe_limits(
    group: tuple[int, int], reference: tuple[int, int], upper: float, corrected: bool
) -> Limits:
    (x1, n1), (x2, n2) = group, reference
    limits = derive_wilson_corrected if corrected else derive_wilson
    (low1, high1), (low2, high2) = limits(x1, n1, upper), limits(x2, n2, upper)
    p1, p2 = x1 / n1, x2 / n2
    difference = p1 - p2
    return difference - math.hypot(p1 - low1, high2 - p2), difference + math.hypot(high1 - p1, p2 - low2)


def _derive_wald_limits(group: tuple[int, int], reference: tuple[int, int], upper: float) -> Limits:
    (x1, n1), (x2, n2) = group, reference
    p1, p2 = x1 / n1, x2 / n2
    half = float(ndtri(upper)) * math.sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
    return max(-1.0, p1 - p2 - half), min(1.0, p1 - p2 + half)
