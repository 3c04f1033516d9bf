"""Wilcoxon's rank-sum (Mann-Whitney) test of two groups, exact also with ties.

Wilcoxon, Biometrics Bull 1945;1:80; Mann and Whitney, Ann Math Stat 1947;18:50. The exact P is the share of all
allocations of the (mid-)ranks at hand whose rank sum is at least as far from its expectation, as SAS NPAR1WAY and R's
coin have it; scipy and R's wilcox.test are exact without ties only.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, stdtr

from analysis.methods.arguments import Floats, check_choice, derive_complete_cases
from analysis.methods.monte_carlo import DRAWS
from analysis.methods.ranks import derive_midranks
from analysis.methods.result import Result, Statistic
from analysis.methods.score_distribution import derive_score_sums

P_METHODS = {
    "exact": "",
    "normal": "normal approximation",
    "normal-cc": "normal approximation with continuity correction",
    "student": "Student's approximation with continuity correction",
}


def estimate_rank_sum(
    values: ArrayLike, reference: ArrayLike, p_method: str = "exact", seed: int = 1, draws: int = DRAWS
) -> Result:
    """Do ``values`` (m,) tend to be larger or smaller than ``reference`` (n,)? Two-sided P; missing ones are left out.

    ``statistic`` is Mann-Whitney's U of ``values`` (R's W); ``more`` has their rank sum (SAS's S) and z. ``p_method``:
    "exact", "normal", "normal-cc" (R's and SAS's approximation) or "student" (SAS). Where the exact distribution is
    too large, seeded random allocations take its place, told in ``options``.
    """
    check_choice("p_method", p_method, P_METHODS)
    (x,), (y,) = derive_complete_cases(values), derive_complete_cases(reference)
    m, n = len(x), len(y)
    base = Result("Wilcoxon rank-sum test", ("two-sided",), n=m + n, wants=("statistic", "p.value"))
    if m == 0 or n == 0:
        return replace(base, reason="a group without values")
    ranks, _ = derive_midranks(np.concatenate((x, y)))
    rank_sum = float(ranks[:m].sum())
    centred = rank_sum - m * (m + n + 1) / 2
    z = _derive_z(ranks, m, centred, correction=p_method != "normal")
    equal = "all values are equal" if math.isnan(z) else ""
    more = (Statistic("rank.sum", "Rank sum", rank_sum), Statistic("z", "z", z, error=equal))
    base = replace(base, statistic=rank_sum - m * (m + 1) / 2, more=more)
    if p_method == "exact":
        sums = derive_score_sums(2 * ranks, (m, n), seed, draws)
        distance = np.abs(sums.sums[:, 0] - m * (m + n + 1))
        p_value, error = sums.p_value(distance, 2 * abs(centred))
        return replace(base, p_value=p_value, options=("two-sided", sums.option), more=(*more, *error))
    tail = ndtr(-abs(z)) if p_method != "student" else stdtr(m + n - 1, -abs(z))
    return replace(base, p_value=2 * float(tail), options=("two-sided", P_METHODS[p_method]), reason=equal)


def derive_rank_sum_distribution(m: int, n: int) -> Floats:
    """Probability of each U = 0 ... m·n without ties, by the recursion of Mann and Whitney."""
    row = [np.ones(1) for _ in range(n + 1)]
    for i in range(1, m + 1):
        for j in range(1, n + 1):
            probability = np.zeros(i * j + 1)
            probability[j:] += row[j] * i / (i + j)
            probability[: i * (j - 1) + 1] += row[j - 1] * j / (i + j)
            row[j] = probability
    return row[n]


def _derive_z(ranks: Floats, m: int, centred: float, correction: bool) -> float:
    total = len(ranks)
    variance = m * (total - m) / total * float(ranks.var(ddof=1)) if total > 1 else 0.0
    if variance <= 0:
        return math.nan
    moved = centred - math.copysign(0.5, centred) if correction and centred else centred
    return moved / math.sqrt(variance)
