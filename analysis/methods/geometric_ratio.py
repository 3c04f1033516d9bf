"""Geometric mean ratio of paired values: the paired t test of the natural logarithms, back on the scale of ratios.

No library is needed beyond paired_t.py.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from analysis.methods.arguments import derive_complete_cases
from analysis.methods.paired_t import estimate_paired_t
from analysis.methods.result import Result


def estimate_geometric_ratio(value: ArrayLike, baseline: ArrayLike, conf_level: float = 0.95) -> Result:
    """Geometric mean of ``value / baseline`` with interval and the two-sided P of "the ratio is 1".

    Both arrays have shape (n,) and the same unit; pairs with a missing value are left out. ``std_error`` is that of the
    mean log ratio. A pair with a value not above 0 makes the ratio inestimable.
    """
    after, before = derive_complete_cases(value, baseline)
    method, options = "Geometric mean ratio (paired t test of logarithms)", ("two-sided",)
    bad = int(((after <= 0) | (before <= 0)).sum())
    if bad:
        reason = f"{bad} of {len(after)} pairs hold a value that is not above 0"
        return Result(method, options, n=len(after), conf_level=conf_level, reason=reason)
    logs = estimate_paired_t(np.log(after) - np.log(before), conf_level=conf_level)
    return replace(
        logs,
        method=method,
        options=options,
        estimate=math.exp(logs.estimate),
        conf_low=math.exp(logs.conf_low),
        conf_high=math.exp(logs.conf_high),
    )
