"""Kruskal-Wallis test of k groups, with mid-ranks and tie correction. JASA 1952;47:583.

scipy's kruskal has the same H and asymptotic P, and no exact one.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from analysis.methods.arguments import Floats, check_choice, derive_complete_cases, derive_levels
from analysis.methods.monte_carlo import DRAWS
from analysis.methods.ranks import derive_midranks
from analysis.methods.result import Result
from analysis.methods.score_distribution import derive_allocation_p

P_METHODS = ("asymptotic", "exact")


def estimate_kruskal_wallis(
    values: ArrayLike, group: ArrayLike, p_method: str = "asymptotic", seed: int = 1, draws: int = DRAWS
) -> Result:
    """Do the groups differ in location? H with k − 1 df and P; ``values`` and ``group`` have shape (n,).

    Rows with a missing value are left out. ``p_method`` "exact" takes all allocations of the ranks at hand, or seeded
    random ones where they are too many, told in ``options``.
    """
    check_choice("p_method", p_method, P_METHODS)
    observed, labels = derive_complete_cases(values, group)
    levels, codes = derive_levels(labels)
    base = Result("Kruskal-Wallis test", n=len(observed), wants=("statistic", "parameter", "p.value"))
    if len(levels) < 2:
        return replace(base, reason="fewer than two groups")
    ranks, ties = derive_midranks(observed)
    if len(ties) == 1:
        return replace(base, reason="all values are equal")
    sizes = np.bincount(codes)
    middle = sizes * (len(ranks) + 1) / 2
    variance = float(ranks.var(ddof=1))

    def h(sums: Floats) -> Floats:
        return np.asarray(((sums - middle) ** 2 / sizes).sum(axis=-1) / variance)

    statistic = float(h(np.asarray(np.bincount(codes, weights=ranks), dtype=np.float64)))
    df = len(levels) - 1
    base = replace(base, statistic=statistic, df=float(df))
    if p_method == "asymptotic":
        return replace(base, p_value=float(chdtrc(df, statistic)), options=("chi-square approximation",))
    found = derive_allocation_p(ranks, codes, h, seed, draws)
    return replace(base, p_value=found.p_value, options=(found.option,), more=found.error)
