"""Paired t test: the mean of within-patient changes against a fixed value, with its t interval.

scipy.stats has the same test; its distribution functions alone, scipy.special, are here much sooner.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from analysis.methods.arguments import check_conf_level, derive_complete_cases
from analysis.methods.result import Result


def estimate_paired_t(change: ArrayLike, null: float = 0.0, conf_level: float = 0.95) -> Result:
    """Mean change with its interval and the two-sided P of "the mean is ``null``".

    ``change`` has shape (n,), one within-patient difference each, in the variable's unit; missing ones are left out.
    Fewer than two changes, or changes that are all equal (within rounding, the rule of R's t.test), have no test.
    """
    upper = check_conf_level(conf_level)
    (observed,) = derive_complete_cases(change)
    n = len(observed)
    base = Result("Paired t test", ("two-sided",), n=n, conf_level=conf_level)
    if n == 0:
        return replace(base, reason="no pairs of values")
    mean = float(observed.mean())
    if n == 1:
        return replace(base, reason="one pair of values has no standard error", estimate=mean)
    std_error = float(observed.std(ddof=1)) / math.sqrt(n)
    if std_error <= 10 * np.finfo(np.float64).eps * abs(mean):
        return replace(base, reason="all changes are equal", estimate=mean)
    statistic = (mean - null) / std_error
    half = float(stdtrit(n - 1, upper)) * std_error
    return replace(
        base,
        estimate=mean,
        std_error=std_error,
        conf_low=mean - half,
        conf_high=mean + half,
        statistic=statistic,
        df=float(n - 1),
        p_value=2 * float(stdtr(n - 1, -abs(statistic))),
    )
