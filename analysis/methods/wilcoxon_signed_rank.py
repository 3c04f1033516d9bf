"""Wilcoxon's signed-rank test, exact also with ties and zeros.

Wilcoxon, Biometrics Bull 1945;1:80; zeros ranked and then dropped: Pratt, JASA 1959;54:655. The exact P counts all 2ⁿ
assignments of signs to the (mid-)ranks at hand, by adding one rank after the other to the distribution. scipy's exact
test refuses ties, R's wilcox.test too; SAS UNIVARIATE does it for n up to 20 and takes Student's approximation beyond.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, stdtr

from analysis.methods.arguments import Floats, check_choice, derive_complete_cases
from analysis.methods.ranks import derive_midranks
from analysis.methods.result import Result, Statistic

ZEROS = {"wilcoxon": "zeros dropped before ranking", "pratt": "zeros ranked, then dropped"}
P_METHODS = {
    "exact": "exact",
    "normal": "normal approximation",
    "normal-cc": "normal approximation with continuity correction",
    "student": "Student's approximation",
}
_MOST_EXACT = 500  # the distribution has n² / 2 points


def estimate_signed_rank(change: ArrayLike, zeros: str = "wilcoxon", p_method: str = "exact") -> Result:
    """Are the changes symmetric about 0? ``statistic`` is V, the sum of the positive ranks; P is two-sided.

    ``change`` has shape (n,), missing ones are left out; ``n`` counts the changes that aren't 0. ``more`` has SAS's S
    (V less its expectation) and the one-sided P of a fall and of a rise. ``zeros``: "wilcoxon" (R, SAS) or "pratt".
    ``p_method``: "exact", "normal", "normal-cc" (R's where it can't be exact) or "student" (SAS for n > 20). Above 500
    changes "exact" becomes "normal", and ``options`` say so.
    """
    check_choice("zeros", zeros, ZEROS)
    check_choice("p_method", p_method, P_METHODS)
    (observed,) = derive_complete_cases(change)
    kept = observed if zeros == "pratt" else observed[observed != 0]
    ranks = derive_midranks(np.abs(kept))[0][kept != 0]
    n = len(ranks)
    if p_method == "exact" and n > _MOST_EXACT:
        p_method = "normal"
    options = ("two-sided", P_METHODS[p_method], ZEROS[zeros])
    base = Result("Wilcoxon signed-rank test", options, n=n, wants=("statistic", "p.value"))
    if n == 0:
        return replace(base, reason="no change differs from 0")
    v = float(ranks[kept[kept != 0] > 0].sum())
    centred = v - float(ranks.sum()) / 2
    tails = _derive_exact_tails(ranks, v) if p_method == "exact" else _derive_tails(ranks, centred, p_method)
    reason = "one change has no Student's approximation" if math.isnan(tails[0]) else ""
    more = (
        Statistic("statistic.centred", "V less its expectation (S)", centred),
        Statistic("p.value.less", "One-sided P of a fall", tails[0], error=reason),
        Statistic("p.value.greater", "One-sided P of a rise", tails[1], error=reason),
    )
    return replace(base, statistic=v, p_value=min(1.0, 2 * min(tails)), more=more, reason=reason)


def derive_signed_rank_distribution(doubled: list[int]) -> Floats:
    """Probability of each value 0, 1, 2 ... of the sum of those of ``doubled`` (twice the ranks) whose sign is +."""
    probability = np.ones(1)
    for rank in doubled:
        gap = np.zeros(rank)
        probability = (np.concatenate((probability, gap)) + np.concatenate((gap, probability))) / 2
    return probability


def _derive_exact_tails(ranks: Floats, v: float) -> tuple[float, float]:
    """P of a sum of positive ranks at most, and at least, as large as ``v``."""
    distribution = derive_signed_rank_distribution([round(2 * rank) for rank in ranks])
    place = round(2 * v)
    return min(1.0, float(distribution[: place + 1].sum())), min(1.0, float(distribution[place:].sum()))


def _derive_tails(ranks: Floats, centred: float, p_method: str) -> tuple[float, float]:
    """The same by an approximation, each corrected towards the expectation."""
    n = len(ranks)
    variance = float((ranks**2).sum()) / 4
    if p_method == "student":
        rest = n * variance - centred**2
        if n == 1 or rest <= 0:
            return (math.nan, math.nan) if n == 1 else (float(centred > 0), float(centred < 0))
        t = centred * math.sqrt((n - 1) / rest)
        return float(stdtr(n - 1, t)), float(stdtr(n - 1, -t))
    shift, deviation = (0.5 if p_method == "normal-cc" else 0.0), math.sqrt(variance)
    return float(ndtr((centred + shift) / deviation)), float(ndtr((shift - centred) / deviation))
