"""Hodges-Lehmann estimates of a centre and of a shift, with exact intervals.

Hodges and Lehmann, Ann Math Stat 1963;34:598. Limits are order statistics of the Walsh averages (one sample) or of all
differences (two samples). Which ones: for one sample the quantile of the signed-rank distribution without ties, as R's
wilcox.test (with ties it is conservative); for two samples that of the rank-sum
distribution given the ties, as SAS NPAR1WAY's EXACT HL (without ties the same as wilcox.test). "moses" takes the normal
quantile and the variance given the ties instead, as SAS does. Neither scipy nor statsmodels has them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from analysis.methods.arguments import Floats, check_choice, check_conf_level, derive_complete_cases
from analysis.methods.ranks import derive_midranks
from analysis.methods.result import Result, Statistic
from analysis.methods.subset_sums import derive_subset_distribution
from analysis.methods.wilcoxon_signed_rank import derive_signed_rank_distribution

INTERVALS = {"exact": "exact interval", "moses": "asymptotic interval (Moses)"}
_MOST_EXACT = 300  # beyond this many values the exact distribution takes seconds
_WANTS = ("estimate", "conf.low", "conf.high")


def estimate_hodges_lehmann(
    change: ArrayLike, interval: str = "exact", zeros: str = "keep", conf_level: float = 0.95
) -> Result:
    """The median of the Walsh averages of ``change`` (shape (n,), missing left out), in its unit, with limits.

    Where no exact interval has the level asked for (fewer than 6 changes at 95 %), the widest one is given and
    ``warning`` tells its level. ``more`` has the level attained. Beyond 300 changes the interval is "moses".
    ``zeros`` "drop" leaves out changes of 0 first, as R does.
    """
    check_choice("zeros", zeros, ("keep", "drop"))
    (observed,) = derive_complete_cases(change)
    observed = observed if zeros == "keep" else observed[observed != 0]
    n = len(observed)
    first, second = np.triu_indices(n)
    averages = np.sort((observed[first] + observed[second]) / 2)
    chance = derive_signed_rank_distribution(list(range(1, n + 1))) if n <= _MOST_EXACT else None
    null = _Null(np.arange(len(averages) + 1.0), chance, n * (n + 1) * (2 * n + 1) / 24)
    return _derive_result("Hodges-Lehmann estimate", averages, null, interval, conf_level, n)


def estimate_hodges_lehmann_shift(
    values: ArrayLike, reference: ArrayLike, interval: str = "exact", conf_level: float = 0.95
) -> Result:
    """The median of all differences ``values`` − ``reference`` (shapes (m,), (n,)), with limits, in their unit.

    Warning and ``more`` as above. Where the exact distribution is too large the interval is "moses".
    """
    (x,), (y,) = derive_complete_cases(values), derive_complete_cases(reference)
    m, n = len(x), len(y)
    differences = np.sort(np.subtract.outer(x, y).ravel())
    ranks, _ = derive_midranks(np.concatenate((x, y)))
    variance = m * n / (m + n) * float(ranks.var(ddof=1)) if m and n else 0.0
    doubled = np.rint(2 * ranks).astype(np.int64)
    chance = derive_subset_distribution(doubled, m) if m and n and interval == "exact" else None
    lowest = float(np.sort(ranks)[:m].sum()) - m * (m + 1) / 2
    null = _Null(np.zeros(0), None, variance)
    if chance is not None:
        reached = np.flatnonzero(chance > 0)
        null = _Null(lowest + reached / 2, chance[reached], variance)
    return _derive_result("Hodges-Lehmann shift", differences, null, interval, conf_level, m + n)


@dataclass(frozen=True, eq=False)
class _Null:
    """The statistic's null distribution: its values in order, their probabilities (None: too large), its variance."""

    value: Floats
    chance: Floats | None
    variance: float


def _derive_result(method: str, ordered: Floats, null: _Null, interval: str, conf_level: float, n: int) -> Result:
    check_choice("interval", interval, INTERVALS)
    upper = check_conf_level(conf_level)
    interval = interval if null.chance is not None else "moses"
    base = Result(method, (INTERVALS[interval],), n=n, conf_level=conf_level, wants=_WANTS)
    if not len(ordered):
        return replace(base, reason="no values")
    place, attained = _derive_place(len(ordered), null, interval, upper)
    warning, more = "", (Statistic("conf.level.attained", "Attained level", attained),)
    if attained < conf_level - 1e-12:
        warning = f"too few values for this level: the interval's level is {attained:.4g}"
    return replace(
        base,
        estimate=float(np.median(ordered)),
        conf_low=float(ordered[place - 1]),
        conf_high=float(ordered[len(ordered) - place]),
        warning=warning,
        more=() if math.isnan(attained) else more,
    )


def _derive_place(count: int, null: _Null, interval: str, upper: float) -> tuple[int, float]:
    """Which of the ordered values is the lower limit, from 1, and the level of the interval."""
    if interval == "moses" or null.chance is None:
        return max(1, math.floor(count / 2 - float(ndtri(upper)) * math.sqrt(null.variance))), math.nan
    cumulative = np.cumsum(null.chance)
    within = np.flatnonzero(cumulative <= (1 - upper) * (1 + 1e-9))
    if not len(within):
        return 1, 1 - 2 * float(cumulative[0])
    return math.floor(null.value[within[-1]]) + 1, 1 - 2 * float(cumulative[within[-1]])
