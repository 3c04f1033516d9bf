"""Log-rank test for two or more groups, stratified and for trend.

Mantel, Cancer Chemother Rep 1966;50:163; Peto and Peto, JRSS A 1972;135:185. Observed minus expected events with the
hypergeometric variance, summed over event times and strata, as SAS LIFETEST and R's survdiff have it. Trend: Tarone,
Biometrika 1975;62:679. lifelines has no stratified test and no trend; this is plain numpy, so that verification may
use lifelines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc

from analysis.errors import MethodError
from analysis.methods.arguments import Floats, Integers, derive_complete_cases, derive_event, derive_levels
from analysis.methods.result import Result, Statistic


@dataclass(frozen=True, eq=False)
class LogrankScores:
    """Observed and expected events of each group (k,), and the covariance (k, k) of their differences."""

    levels: tuple[Any, ...]
    observed: Floats
    expected: Floats
    covariance: Floats
    n: int


def estimate_logrank(
    time: ArrayLike,
    event: ArrayLike,
    group: ArrayLike,
    strata: ArrayLike | None = None,
    scores: Mapping[Any, float] | None = None,
) -> Result:
    """Are the survival functions of the groups equal? Chi-square, df, P; observed and expected events in ``more``.

    All arrays have shape (n,); rows with a missing value are left out. ``strata`` keeps comparisons within strata.
    With ``scores``, one number for each group, the test is for a trend over them (df 1).
    """
    found = derive_logrank_scores(time, event, group, strata)
    name = "Log-rank test" if scores is None else "Log-rank test for trend"
    options = ("stratified",) if strata is not None else ()
    base = Result(name, options, n=found.n, more=_derive_counts(found), wants=("statistic", "parameter", "p.value"))
    if len(found.levels) < 2:
        return replace(base, reason="fewer than two groups")
    difference = found.observed - found.expected
    if scores is None:
        statistic, df = derive_quadratic_form(difference, found.covariance)
    else:
        weights = derive_trend_weights(found.levels, scores)
        spread = (weights @ found.covariance @ weights).reshape(1, 1)
        statistic, df = derive_quadratic_form(np.array([weights @ difference]), spread)
    if df == 0:
        return replace(base, reason="no event while two groups are at risk")
    return replace(base, statistic=statistic, df=float(df), p_value=float(chdtrc(df, statistic)))


def derive_logrank_scores(
    time: ArrayLike, event: ArrayLike, group: ArrayLike, strata: ArrayLike | None = None
) -> LogrankScores:
    """Observed and expected events by group and their covariance, summed over ``strata``; arrays of shape (n,)."""
    columns = (time, event, group) if strata is None else (time, event, group, strata)
    times, indicator, labels, *stratum = derive_complete_cases(*columns)
    happened = derive_event(indicator)
    levels, codes = derive_levels(labels)
    _, parts = derive_levels(stratum[0]) if stratum else ((), np.zeros(len(times), dtype=np.int64))
    k = len(levels)
    observed, expected, covariance = np.zeros(k), np.zeros(k), np.zeros((k, k))
    for part in range(int(parts.max(initial=-1)) + 1):
        within = parts == part
        o, e, v = _derive_stratum(times[within], happened[within], codes[within], k)
        observed, expected, covariance = observed + o, expected + e, covariance + v
    return LogrankScores(levels, observed, expected, covariance, len(times))


def derive_quadratic_form(difference: Floats, covariance: Floats) -> tuple[float, int]:
    """``difference' covariance⁻ difference`` with the generalised inverse, and the covariance's rank."""
    values, vectors = np.linalg.eigh(covariance)
    kept = values > 1e-9 * max(float(values.max(initial=0)), 1e-9)
    projected = vectors[:, kept].T @ difference
    return float((projected**2 / values[kept]).sum()), int(kept.sum())


def _derive_stratum(
    times: Floats, happened: NDArray[np.bool_], codes: Integers, k: int
) -> tuple[Floats, Floats, Floats]:
    distinct, place = np.unique(times, return_inverse=True)
    cell, size = place * k + codes, len(distinct) * k
    leaving = np.bincount(cell, minlength=size).reshape(-1, k)
    events = np.bincount(cell, weights=happened, minlength=size).reshape(-1, k)
    at_risk = leaving[::-1].cumsum(axis=0)[::-1]
    d = events.sum(axis=1)
    at_risk, d = at_risk[d > 0], d[d > 0]
    n = at_risk.sum(axis=1)
    share = at_risk / n[:, None]
    factor = d * (n - d) / np.maximum(n - 1, 1)
    covariance = np.diag(factor @ share) - (share * factor[:, None]).T @ share
    return events.sum(axis=0), d @ share, covariance


def _derive_counts(found: LogrankScores) -> tuple[Statistic, ...]:
    pairs = zip(found.levels, found.observed, found.expected, strict=True)
    return tuple(
        Statistic(f"{name}.{level}", f"{label} events, {level}", float(value))
        for level, observed, expected in pairs
        for name, label, value in (("observed", "Observed", observed), ("expected", "Expected", expected))
    )


def derive_trend_weights(levels: tuple[Any, ...], scores: Mapping[Any, float]) -> Floats:
    """The score of each group, in the order of ``levels``. MethodError when one is lacking."""
    lacking = [level for level in levels if level not in scores]
    if lacking:
        raise MethodError(f"no trend score for the groups {lacking}")
    return np.array([scores[level] for level in levels], dtype=np.float64)
