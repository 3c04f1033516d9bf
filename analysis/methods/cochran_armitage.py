"""Cochran-Armitage test for a trend in proportions.

Cochran, Biometrics 1954;10:417; Armitage, Biometrics 1955;11:375. z without continuity correction, as SAS FREQ's TREND
and R's prop.trend.test. The exact P is the share of all allocations of the events to the patients whose trend is at
least as far from its expectation. No Python library in use here has the exact form.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.special import ndtr

from analysis.errors import MethodError
from analysis.methods.arguments import check_choice
from analysis.methods.monte_carlo import DRAWS
from analysis.methods.result import Result, Statistic
from analysis.methods.subset_sums import derive_subset_p

P_METHODS = ("normal", "exact")


def estimate_cochran_armitage(
    events: Sequence[int],
    patients: Sequence[int],
    scores: Sequence[float] | None = None,
    p_method: str = "normal",
    seed: int = 1,
    draws: int = DRAWS,
) -> Result:
    """Does the proportion rise or fall along the groups? z (above 0: rises) and two-sided P.

    ``events``, ``patients`` and ``scores`` (default 1, 2, 3 ...) have one number for each group, in order.
    """
    check_choice("p_method", p_method, P_METHODS)
    x, n = np.asarray(events, dtype=np.int64), np.asarray(patients, dtype=np.int64)
    s = np.arange(1.0, len(n) + 1) if scores is None else np.asarray(scores, dtype=np.float64)
    if not len(x) == len(n) == len(s) or (x < 0).any() or (x > n).any():
        raise MethodError("events, patients and scores need one number for each group, events at most patients")
    total, happened = int(n.sum()), int(x.sum())
    base = Result("Cochran-Armitage trend test", ("two-sided",), n=total, wants=("statistic", "p.value"))
    if happened in (0, total):
        return replace(base, reason="no patient has the event" if happened == 0 else "every patient has the event")
    share = happened / total
    spread = float(n @ s**2) - float(n @ s) ** 2 / total
    if spread <= 1e-12 * max(float(n @ s**2), 1e-300):
        return replace(base, reason="fewer than two groups")
    trend = float(s @ (x - n * share))
    z = trend / math.sqrt(share * (1 - share) * spread)
    one_sided = (Statistic("p.value.rise", "One-sided P of a rise", float(ndtr(-z))),)
    base = replace(base, statistic=z)
    if p_method == "normal":
        return replace(base, p_value=2 * float(ndtr(-abs(z))), options=("two-sided", "normal"), more=one_sided)
    centred = np.repeat(s, n) - float(n @ s) / total
    found = derive_subset_p(centred, happened, trend, seed, draws)
    more = (Statistic("p.value.rise", "One-sided P of a rise", found.upper), *found.error)
    return replace(base, p_value=found.two_sided, options=("two-sided", found.option), more=more)
