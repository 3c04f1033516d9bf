"""The root of a function between two points of opposite sign.

Chandrupatla, Adv Eng Softw 1997;28:145: inverse quadratic interpolation where it is safe, else bisection. scipy's
brentq is as exact, but importing scipy.optimize takes 0.4 s, longer than all the roots of a study.
"""

from __future__ import annotations

import math
from collections.abc import Callable

_MOST_STEPS = 200


def derive_root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where ``function`` changes its sign between ``low`` and ``high``; NaN if it has the same sign at both ends."""
    a, b = low, high
    at_a, at_b = function(a), function(b)
    if at_a == 0 or at_b == 0:
        return a if at_a == 0 else b
    if math.isnan(at_a * at_b) or (at_a > 0) == (at_b > 0):
        return math.nan
    c, at_c, share = a, at_a, 0.5
    for _ in range(_MOST_STEPS):
        point = a + share * (b - a)
        value = function(point)
        if (value > 0) == (at_a > 0):
            c, at_c = a, at_a
        else:
            c, at_c, b, at_b = b, at_b, a, at_a
        a, at_a = point, value
        best = a if abs(at_a) < abs(at_b) else b
        least = (2e-16 * abs(best) + 1e-16) / abs(b - c)
        if value == 0 or least > 0.5:
            return best
        share = min(1 - least, max(least, _interpolate((a, b, c), (at_a, at_b, at_c))))
    return best


def _interpolate(points: tuple[float, float, float], values: tuple[float, float, float]) -> float:
    """The share of the way from the newest point to the opposite end at which to look next."""
    (a, b, c), (at_a, at_b, at_c) = points, values
    ratio, slope = (a - b) / (c - b), (at_a - at_b) / (at_c - at_b)
    if not (slope**2 < ratio and (1 - slope) ** 2 < 1 - ratio):
        return 0.5
    near = at_a / (at_b - at_a) * at_c / (at_b - at_c)
    return near + (c - a) / (b - a) * at_a / (at_c - at_a) * at_b / (at_c - at_b)
