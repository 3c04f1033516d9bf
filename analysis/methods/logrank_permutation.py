"""The log-rank test's exact permutation distribution.

Each patient has a log-rank score, the event indicator less the Nelson-Aalen cumulative hazard at his time; the groups'
sums of scores are observed minus expected events. Under exchangeable groups (equal survival and equal censoring) all
allocations of the scores are equally likely. The statistic is the quadratic form in the sums with their permutation
covariance (Strasser and Weber, Math Methods Stat 1999;8:220), for two groups the same order as |sum|; R's coin
has it for two groups exactly and for more by simulation. No Python library has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from analysis.methods.arguments import Floats, derive_complete_cases, derive_event, derive_levels
from analysis.methods.logrank import derive_trend_weights
from analysis.methods.monte_carlo import DRAWS
from analysis.methods.result import Result
from analysis.methods.score_distribution import derive_allocation_p


def estimate_logrank_permutation(
    time: ArrayLike,
    event: ArrayLike,
    group: ArrayLike,
    scores: Mapping[Any, float] | None = None,
    seed: int = 1,
    draws: int = DRAWS,
) -> Result:
    """Exact P of the log-rank test, or of its trend over ``scores`` (one number for each group); shapes (n,).

    All allocations of patients to the groups are taken; where they are too many, seeded random ones, told in
    ``options``. Rows with a missing value are left out.
    """
    times, indicator, labels = derive_complete_cases(time, event, group)
    levels, codes = derive_levels(labels)
    name = "Log-rank test" if scores is None else "Log-rank test for trend"
    base = Result(f"{name} by permutation", n=len(times), wants=("statistic", "p.value"))
    if len(levels) < 2:
        return replace(base, reason="fewer than two groups")
    patient_scores = derive_patient_scores(times, derive_event(indicator))
    if np.ptp(patient_scores) < 1e-12:
        return replace(base, reason="no event while patients differ in their time")
    sizes = np.bincount(codes).astype(np.float64)
    weights = None if scores is None else derive_trend_weights(levels, scores)

    def distance(sums: Floats) -> Floats:
        return _derive_distance(sums, patient_scores, sizes, weights)

    statistic = float(distance(np.bincount(codes, weights=patient_scores)[None, :].astype(np.float64))[0])
    found = derive_allocation_p(patient_scores, codes, distance, seed, draws)
    return replace(base, statistic=statistic, p_value=found.p_value, options=(found.option,), more=found.error)


def derive_patient_scores(times: Floats, happened: np.ndarray[Any, np.dtype[np.bool_]]) -> Floats:
    """Event indicator less the Nelson-Aalen cumulative hazard at each patient's time (n,); they add up to 0."""
    distinct, place = np.unique(times, return_inverse=True)
    leaving = np.bincount(place, minlength=len(distinct))
    events = np.bincount(place, weights=happened, minlength=len(distinct))
    hazard = np.cumsum(events / leaving[::-1].cumsum()[::-1])
    return np.asarray(happened - hazard[place])


def _derive_distance(sums: Floats, scores: Floats, sizes: Floats, weights: Floats | None) -> Floats:
    """Chi-square of each row of group sums (rows, k) under the permutation covariance."""
    variance = float(scores.var(ddof=1))
    centred = sums - sizes * scores.mean()
    if weights is None:
        return np.asarray((centred**2 / sizes).sum(axis=1) / variance)
    mean = float(sizes @ weights / sizes.sum())
    spread = float(sizes @ (weights - mean) ** 2)
    return np.asarray((centred @ weights) ** 2 / (variance * spread))
