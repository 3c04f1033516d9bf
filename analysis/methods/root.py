"""The root of a monotone function on an interval, by bisection down to the spacing of floating-point numbers.

scipy's brentq is as exact, but importing scipy.optimize takes 0.4 s, longer than all the roots of a study.
"""

from __future__ import annotations

import math
from collections.abc import Callable


def derive_root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where ``function`` changes its sign between ``low`` and ``high``; NaN if it has the same sign at both ends."""
    at_low, at_high = function(low), function(high)
    if at_low == 0:
        return low
    if at_high == 0:
        return high
    if math.isnan(at_low * at_high) or (at_low > 0) == (at_high > 0):
        return math.nan
    while True:
        middle = (low + high) / 2
        if middle in (low, high) or abs(high - low) <= 1e-15:
            return middle
        if (function(middle) > 0) == (at_low > 0):
            low = middle
        else:
            high = middle
