"""Hodges-Lehmann estimates of a centre and of a shift, with exact intervals.

Hodges and Lehmann, Ann Math Stat 1963;34:598. Limits are order statistics of the Walsh averages (one sample) or of all
differences (two samples), at the quantiles of the signed-rank and rank-sum distributions without ties (R's wilcox.test
without ties; with ties they are conservative). "moses" takes the normal quantile instead, as SAS NPAR1WAY does.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from analysis.methods.arguments import Floats, check_choice, check_conf_level, derive_complete_cases
from analysis.methods.result import Result, Statistic
from analysis.methods.wilcoxon_rank_sum import derive_rank_sum_distribution
from analysis.methods.wilcoxon_signed_rank import derive_signed_rank_distribution

INTERVALS = {"exact": "exact interval", "moses": "asymptotic interval (Moses)"}
_MOST_EXACT = 300  # beyond this many values the exact distribution takes seconds
_WANTS = ("estimate", "conf.low", "conf.high")


def estimate_hodges_lehmann(change: ArrayLike, interval: str = "exact", conf_level: float = 0.95) -> Result:
    """The median of the Walsh averages of ``change`` (shape (n,), missing left out), in its unit, with limits.

    Where no exact interval has the level asked for (fewer than 6 changes at 95 %), the widest one is given and
    ``warning`` tells its level. ``more`` has the level attained. Beyond 300 changes the interval is "moses".
    """
    (observed,) = derive_complete_cases(change)
    n = len(observed)
    first, second = np.triu_indices(n)
    averages = np.sort((observed[first] + observed[second]) / 2)
    if interval == "exact" and n > _MOST_EXACT:
        interval = "moses"
    variance = n * (n + 1) * (2 * n + 1) / 24
    distribution = derive_signed_rank_distribution(list(range(1, n + 1))) if interval == "exact" else None
    return _derive_result("Hodges-Lehmann estimate", averages, distribution, variance, (interval, conf_level, n))


def estimate_hodges_lehmann_shift(
    values: ArrayLike, reference: ArrayLike, interval: str = "exact", conf_level: float = 0.95
) -> Result:
    """The median of all differences ``values`` − ``reference`` (shapes (m,), (n,)), with limits, in their unit."""
    (x,), (y,) = derive_complete_cases(values), derive_complete_cases(reference)
    m, n = len(x), len(y)
    differences = np.sort(np.subtract.outer(x, y).ravel())
    if interval == "exact" and m + n > _MOST_EXACT:
        interval = "moses"
    variance = m * n * (m + n + 1) / 12
    distribution = derive_rank_sum_distribution(m, n) if interval == "exact" and m * n else None
    return _derive_result("Hodges-Lehmann shift", differences, distribution, variance, (interval, conf_level, m + n))


def _derive_result(
    method: str, ordered: Floats, distribution: Floats | None, variance: float, how: tuple[str, float, int]
) -> Result:
    interval, conf_level, n = how
    check_choice("interval", interval, INTERVALS)
    upper = check_conf_level(conf_level)
    base = Result(method, (INTERVALS[interval],), n=n, conf_level=conf_level, wants=_WANTS)
    count = len(ordered)
    if count == 0:
        return replace(base, reason="no values")
    attained, warning = math.nan, ""
    if distribution is None:
        place = max(1, math.floor(count / 2 - float(ndtri(upper)) * math.sqrt(variance)))
    else:
        cumulative = np.cumsum(distribution)
        place = max(1, int(np.searchsorted(cumulative, (1 - upper) * (1 - 1e-12))))
        attained = 1 - 2 * float(cumulative[place - 1])
        if attained < conf_level - 1e-12:
            warning = f"too few values for this level: the interval's level is {attained:.4g}"
    more = () if math.isnan(attained) else (Statistic("conf.level.attained", "Attained level", attained),)
    return replace(
        base,
        estimate=float(np.median(ordered)),
        conf_low=float(ordered[place - 1]),
        conf_high=float(ordered[count - place]),
        warning=warning,
        more=more,
    )
