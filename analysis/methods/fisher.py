"""Fisher's exact test of an R×C table, and the exact odds ratio of a 2×2 table.

Freeman and Halton, Biometrika 1951;38:141: P adds up all tables with the same margins that are no likelier than the
observed one (within 1e-7, as R). scipy draws tables at random above 2×2; here the network algorithm is exact, and where
a table is too large for it, seeded random tables take its place with their error, told in ``options``. The odds ratio
is the conditional maximum-likelihood estimate with Cornfield's exact limits, as R's fisher.test has it.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

from analysis.errors import MethodError
from analysis.methods.arguments import Floats, Integers, check_conf_level
from analysis.methods.fisher_network import SLACK, derive_network_p
from analysis.methods.monte_carlo import DRAWS, check_draws, derive_monte_carlo_p, format_monte_carlo
from analysis.methods.result import Result, Statistic
from analysis.methods.root import derive_root

_BATCH = 10_000


def estimate_fisher(
    table: ArrayLike, conf_level: float = 0.95, seed: int = 1, draws: int = DRAWS, exact: bool = True
) -> Result:
    """Two-sided exact P of independence in ``table`` (R, C) of counts; for 2×2 the odds ratio with limits too.

    ``exact=False`` asks for random tables at once. Rows and columns of zeros are left out.
    """
    check_draws(draws)
    counts = np.asarray(table)
    if counts.ndim != 2 or (counts < 0).any() or (counts != np.rint(counts)).any():
        raise MethodError("a table of counts has two dimensions and whole numbers from 0")
    counts = counts.astype(np.int64)
    base = Result("Fisher's exact test", ("two-sided",), n=int(counts.sum()), conf_level=conf_level, wants=("p.value",))
    kept = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(kept.shape) < 2:
        return replace(base, p_value=1.0, reason="fewer than two rows or columns with patients")
    if kept.shape == (2, 2):
        return _estimate_fourfold(base, kept)
    p_value = derive_network_p(kept) if exact else None
    if p_value is not None:
        return replace(base, p_value=p_value, options=("two-sided", "exact, network algorithm"))
    p_value, error = derive_monte_carlo_p(_count_unlikely(kept, seed, draws), draws)
    return replace(base, p_value=p_value, options=("two-sided", format_monte_carlo(draws, seed)), more=error)


def _count_unlikely(table: Integers, seed: int, draws: int) -> int:
    """Random tables with the margins of ``table`` that are no likelier than it."""
    generator = np.random.default_rng(seed)
    limit = -float(gammaln(table + 1).sum()) + SLACK
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    unlikely = 0
    for first in range(0, draws, _BATCH):
        size = min(_BATCH, draws - first)
        left = np.tile(columns, (size, 1))
        value = np.zeros(size)
        for row in rows[:-1]:
            drawn = _draw_row(generator, left, int(row))
            left = left - drawn
            value -= gammaln(drawn + 1).sum(axis=1)
        value -= gammaln(left + 1).sum(axis=1)
        unlikely += int((value <= limit).sum())
    return unlikely


def _draw_row(generator: np.random.Generator, left: Integers, row: int) -> Integers:
    """One row of ``row`` patients from the column totals ``left`` (draws, C), column after column."""
    drawn = np.zeros_like(left)
    wanted = np.full(len(left), row)
    for column in range(left.shape[1] - 1):
        rest = left[:, column + 1 :].sum(axis=1)
        drawn[:, column] = generator.hypergeometric(left[:, column], rest, wanted)
        wanted = wanted - drawn[:, column]
    drawn[:, -1] = wanted
    return drawn


def _estimate_fourfold(base: Result, table: Integers) -> Result:
    """All from the distribution of the first cell given the margins, which an odds ratio tilts."""
    upper = check_conf_level(base.conf_level)
    (a, b), (c, d) = table.tolist()
    low, high = max(0, a - d), min(a + b, a + c)
    cell = np.arange(low, high + 1)
    logs = -(gammaln(cell + 1) + gammaln(a + b - cell + 1) + gammaln(a + c - cell + 1) + gammaln(d - a + cell + 1))

    def chances(log_odds: float) -> Floats:
        weights = logs + cell * log_odds
        weights = np.exp(weights - weights.max())
        return np.asarray(weights / weights.sum())

    def solve(moment: Floats, target: float) -> float:
        return math.exp(derive_root(lambda log_odds: float(moment @ chances(log_odds)) - target, -60.0, 60.0))

    equal = chances(0.0)
    return replace(
        base,
        options=("two-sided", "exact", "conditional odds ratio"),
        estimate=0.0 if a == low else math.inf if a == high else solve(cell.astype(np.float64), float(a)),
        conf_low=0.0 if a == low else solve((cell >= a).astype(np.float64), 1 - upper),
        conf_high=math.inf if a == high else solve((cell <= a).astype(np.float64), 1 - upper),
        p_value=min(1.0, float(equal[logs <= logs[a - low] + SLACK].sum())),
        more=(
            Statistic("p.value.less", "One-sided P, odds ratio below 1", float(equal[cell <= a].sum())),
            Statistic("p.value.greater", "One-sided P, odds ratio above 1", float(equal[cell >= a].sum())),
        ),
    )
