"""Wilcoxon's rank-sum (Mann-Whitney) test of two groups, exact also with ties.

Wilcoxon, Biometrics Bull 1945;1:80; Mann and Whitney, Ann Math Stat 1947;18:50. The exact P is the share of all
allocations of the (mid-)ranks at hand whose rank sum is at least as far from its expectation, as SAS NPAR1WAY and R's
coin have it; scipy's mannwhitneyu and R's wilcox.test are exact without ties only.
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
from analysis.methods.subset_sums import derive_subset_distribution, derive_subset_p

P_METHODS = {
    "exact": "",
    "normal": "normal approximation",
    "normal-cc": "normal approximation with continuity correction",
    "student": "Student's approximation",
    "student-cc": "Student's approximation with continuity correction",
}


def estimate_rank_sum(
    values: ArrayLike, reference: ArrayLike, p_method: str = "exact", seed: int = 1, draws: int = DRAWS
) -> Result:
    """Do ``values`` (m,) tend to be larger or smaller than ``reference`` (n,)? Two-sided P; missing ones are left out.

    ``statistic`` is Mann-Whitney's U of ``values`` (R's W); ``more`` has their rank sum (SAS's S), z, and the one-sided
    P of smaller and of larger values. ``p_method``: "exact", "normal", "normal-cc" (the approximation of R and SAS),
    "student" or "student-cc" (SAS's t approximation). Where the exact distribution is too large (some 500 values),
    seeded random allocations take its place, told in ``options``.
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
    z = _derive_z(ranks, m, centred, correction=p_method not in ("normal", "student"))
    equal = "all values are equal" if math.isnan(z) else ""
    more: tuple[Statistic, ...] = (Statistic("rank.sum", "Rank sum", rank_sum), Statistic("z", "z", z, error=equal))
    base = replace(base, statistic=rank_sum - m * (m + 1) / 2, more=more)
    if p_method == "exact":
        found = derive_subset_p(ranks, m, rank_sum, seed, draws)
        more = (*more, *_derive_one_sided(found.lower, found.upper), *found.error)
        return replace(base, p_value=found.two_sided, options=("two-sided", found.option), more=more)
    lower, upper = _derive_tails(ranks, m, centred, p_method)
    return replace(
        base,
        p_value=min(1.0, 2 * min(lower, upper)),
        options=("two-sided", P_METHODS[p_method]),
        reason=equal,
        more=(*more, *_derive_one_sided(lower, upper, equal)),
    )


def derive_rank_sum_distribution(m: int, n: int) -> Floats | None:
    """Probability of each U = 0 ... m·n without ties; None where it is too large."""
    return derive_subset_distribution(np.arange(m + n), m)


def _derive_one_sided(lower: float, upper: float, error: str = "") -> tuple[Statistic, Statistic]:
    return (
        Statistic("p.value.less", "One-sided P, values smaller", lower, error=error),
        Statistic("p.value.greater", "One-sided P, values larger", upper, error=error),
    )


def _derive_tails(ranks: Floats, m: int, centred: float, p_method: str) -> tuple[float, float]:
    """P of a rank sum at most, and at least, as large; each is corrected towards the expectation, as R has it."""
    deviation = _derive_deviation(ranks, m)
    if deviation == 0:
        return math.nan, math.nan
    shift = 0.5 if p_method.endswith("-cc") else 0.0
    low, high = (centred + shift) / deviation, (shift - centred) / deviation
    if p_method.startswith("student"):
        return float(stdtr(len(ranks) - 1, low)), float(stdtr(len(ranks) - 1, high))
    return float(ndtr(low)), float(ndtr(high))


def _derive_z(ranks: Floats, m: int, centred: float, correction: bool) -> float:
    deviation = _derive_deviation(ranks, m)
    moved = centred - math.copysign(0.5, centred) if correction and centred else centred
    return moved / deviation if deviation else math.nan


def _derive_deviation(ranks: Floats, m: int) -> float:
    """The standard deviation of the rank sum of ``m`` of the ``ranks``, 0 where all are equal."""
    total = len(ranks)
    return math.sqrt(m * (total - m) / total * float(ranks.var(ddof=1))) if total > 1 else 0.0
