"""One binomial proportion and its interval.

Clopper-Pearson (Biometrika 1934;26:404): the tails of the binomial itself, by quantiles of the beta distribution.
Mid-P: the same with half the probability of the observed count (Lancaster, JASA 1961;56:223). Wilson (JASA
1927;22:209): inverts the score test; "wilson-cc" with continuity correction as in Newcombe, Stat Med 1998;17:857, and
R's prop.test. Agresti and Coull, Am Stat 1998;52:119. Jeffreys: quantiles of the beta distribution from the prior (½,
½). SAS names them EXACT, MIDP, WILSON, WILSON(CORRECT), AC, JEFFREYS, WALD. statsmodels' proportion_confint agrees
where it has the method (no mid-P, no continuity correction), but takes a second to import.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy.special import bdtr, bdtrc, betaincinv, ndtri

from analysis.errors import MethodError
from analysis.methods.arguments import check_choice, check_conf_level
from analysis.methods.result import Result
from analysis.methods.root import derive_root

Limits = tuple[float, float]


def estimate_proportion(successes: int, n: int, interval: str = "clopper-pearson", conf_level: float = 0.95) -> Result:
    """``successes / n`` with a two-sided interval, one of ``INTERVALS``; ``n`` = 0 has none."""
    check_choice("interval", interval, INTERVALS)
    upper = check_conf_level(conf_level)
    if not 0 <= successes <= n:
        raise MethodError(f"{successes} successes in {n} are impossible")
    name, limits = INTERVALS[interval]
    if n == 0:
        return Result("Proportion", (name,), conf_level=conf_level, reason="nobody at risk", wants=_WANTS)
    low, high = limits(successes, n, upper)
    return Result(
        "Proportion",
        (name,),
        n=n,
        estimate=successes / n,
        conf_low=low,
        conf_high=high,
        conf_level=conf_level,
        wants=_WANTS,
    )


def derive_clopper_pearson(x: int, n: int, upper: float) -> Limits:
    """Exact limits; ``upper`` is 0.975 for 95 %."""
    low = 0.0 if x == 0 else float(betaincinv(x, n - x + 1, 1 - upper))
    high = 1.0 if x == n else float(betaincinv(x + 1, n - x, upper))
    return low, high


def derive_mid_p(x: int, n: int, upper: float) -> Limits:
    """Limits where the tail beyond ``x`` plus half the probability of ``x`` is ``1 - upper``."""

    def below(p: float) -> float:
        return float((bdtr(x, n, p) + (bdtr(x - 1, n, p) if x else 0)) / 2) - (1 - upper)

    def above(p: float) -> float:
        return float(((bdtrc(x - 1, n, p) if x else 1) + bdtrc(x, n, p)) / 2) - (1 - upper)

    low = 0.0 if x == 0 else derive_root(above, 0.0, 1.0)
    high = 1.0 if x == n else derive_root(below, 0.0, 1.0)
    return low, high


def derive_wilson(x: int, n: int, upper: float) -> Limits:
    """Score limits."""
    z = float(ndtri(upper))
    p = x / n
    half = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    low, high = ((p + z**2 / (2 * n) + sign * half) / (1 + z**2 / n) for sign in (-1, 1))
    return (0.0 if x == 0 else low), (1.0 if x == n else high)


def derive_wilson_corrected(x: int, n: int, upper: float) -> Limits:
    """Score limits with continuity correction."""
    z = float(ndtri(upper))
    p, q = x / n, 1 - x / n
    below = 2 * x + z**2 - 1 - z * math.sqrt(max(0.0, z**2 - 2 - 1 / n + 4 * p * (n * q + 1)))
    above = 2 * x + z**2 + 1 + z * math.sqrt(max(0.0, z**2 + 2 - 1 / n + 4 * p * (n * q - 1)))
    low, high = below / (2 * (n + z**2)), above / (2 * (n + z**2))
    return (0.0 if x == 0 else max(0.0, low)), (1.0 if x == n else min(1.0, high))


def derive_agresti_coull(x: int, n: int, upper: float) -> Limits:
    """Wald limits after adding z²/2 successes and as many failures."""
    z = float(ndtri(upper))
    p = (x + z**2 / 2) / (n + z**2)
    half = z * math.sqrt(p * (1 - p) / (n + z**2))
    return max(0.0, p - half), min(1.0, p + half)


def derive_jeffreys(x: int, n: int, upper: float) -> Limits:
    """Equal-tailed limits of the posterior; 0 and 1 where no or every patient has the event."""
    low = 0.0 if x == 0 else float(betaincinv(x + 0.5, n - x + 0.5, 1 - upper))
    high = 1.0 if x == n else float(betaincinv(x + 0.5, n - x + 0.5, upper))
    return low, high


def derive_wald(x: int, n: int, upper: float) -> Limits:
    """Textbook limits, cut at 0 and 1."""
    p = x / n
    half = float(ndtri(upper)) * math.sqrt(p * (1 - p) / n)
    return max(0.0, p - half), min(1.0, p + half)


INTERVALS: dict[str, tuple[str, Callable[[int, int, float], Limits]]] = {
    "clopper-pearson": ("exact Clopper-Pearson interval", derive_clopper_pearson),
    "mid-p": ("mid-P interval", derive_mid_p),
    "wilson": ("Wilson score interval", derive_wilson),
    "wilson-cc": ("Wilson score interval with continuity correction", derive_wilson_corrected),
    "agresti-coull": ("Agresti-Coull interval", derive_agresti_coull),
    "jeffreys": ("Jeffreys interval", derive_jeffreys),
    "wald": ("Wald interval", derive_wald),
}
_WANTS = ("estimate", "conf.low", "conf.high")
