"""All ways to divide patients with scores among three or more groups, as the joint distribution of the score sums.

The permutation distribution of every linear rank statistic (Kruskal-Wallis, log-rank) is a function of these sums.
Blocks of tied scores are added one after the other and equal sums are merged (the shift algorithm of Streitberg and
Röhmel, Stat Softw Newsl 1986;12:10, for k groups), so nothing is enumerated twice. Two groups: subset_sums.py.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from analysis.methods.arguments import Floats, Integers
from analysis.methods.monte_carlo import DRAWS, check_draws, derive_monte_carlo_p, format_monte_carlo
from analysis.methods.result import Statistic
from analysis.methods.subset_sums import EXACT, derive_steps, derive_subset_p

MOST_STATES = 500_000
_MOST_WORK = 5_000_000  # states in all steps together: about two seconds
_FINEST = 2.0**40


@dataclass(frozen=True)
class AllocationP:
    """P of a statistic at least as large, how it was found, and its Monte Carlo error."""

    p_value: float
    option: str
    error: tuple[Statistic, ...] = ()


def derive_allocation_p(
    scores: Floats, codes: Integers, statistic: Callable[[Floats], Floats], seed: int = 1, draws: int = DRAWS
) -> AllocationP:
    """The share of allocations of ``scores`` (n,) whose ``statistic`` is at least that of the groups ``codes`` (n,).

    ``statistic`` takes sums of scores (rows, k) and gives one number for each row, larger when the sums are further
    from their expectation. With two groups that is |sum − expectation|, whatever its scale.
    """
    check_draws(draws)
    sizes = np.bincount(codes)
    if len(sizes) == 2:
        found = derive_subset_p(scores, int(sizes[0]), float(scores[codes == 0].sum()), seed, draws)
        return AllocationP(found.two_sided, found.option, found.error)
    observed = float(statistic(np.bincount(codes, weights=scores)[None, :].astype(np.float64))[0])
    complete = derive_score_distribution(scores, tuple(sizes.tolist()))
    sums = complete[0] if complete else _draw_sums(scores, sizes, seed, draws)
    values = statistic(np.column_stack((sums, scores.sum() - sums.sum(axis=1))))
    extreme = values >= observed - 1e-9 * max(abs(observed), float(np.abs(values).max()) * 1e-3)
    if complete:
        return AllocationP(min(1.0, float(complete[1][extreme].sum())), EXACT)
    p_value, error = derive_monte_carlo_p(int(extreme.sum()), draws)
    return AllocationP(p_value, format_monte_carlo(draws, seed), error)


def derive_score_distribution(
    scores: Floats, sizes: tuple[int, ...], most_states: int = MOST_STATES
) -> tuple[Floats, Floats] | None:
    """Sums of ``scores`` (n,) in the groups but the last (states, k − 1), and the probability of each (states,).

    ``sizes`` add up to n. None where more than ``most_states`` states would have to be held at once, or the work is
    more than some seconds'.
    """
    steps, unit = derive_steps(scores) or _derive_fine_steps(scores)
    distinct, ties = np.unique(steps, return_counts=True)
    room, sums = np.array([sizes], dtype=np.int64), np.zeros((1, len(sizes) - 1), dtype=np.int64)
    log_chance, left, work = np.zeros(1), len(scores), 0
    for step, tie in zip(distinct.tolist(), ties.tolist(), strict=True):
        shares = derive_shares(tie, sizes, most_states)
        work += len(log_chance) * len(shares)
        if not len(shares) or work > _MOST_WORK:
            return None
        fits = (room[:, None, :] >= shares[None, :, :]).all(axis=2)
        state, share = np.nonzero(fits)
        ways = _derive_log_ways(room[state], shares[share]).sum(axis=1) - _derive_log_ways(left, tie)
        parts = room[state] - shares[share], sums[state] + step * shares[share, :-1], log_chance[state] + ways
        room, sums, log_chance = _merge(*parts)
        left -= tie
        if len(log_chance) > most_states:
            return None
    lowest = float(scores.min()) * np.array(sizes[:-1], dtype=np.float64)
    return lowest + unit * sums, np.exp(log_chance)


def derive_shares(tie: int, sizes: tuple[int, ...], most: int = MOST_STATES) -> Integers:
    """All ways (ways, k) to give ``tie`` equal patients to the groups; none where there could be more than ``most``."""
    if math.prod(min(tie, size) + 1 for size in sizes[:-1]) > most:
        return np.zeros((0, len(sizes)), dtype=np.int64)
    firsts = np.array(list(itertools.product(*(range(min(tie, size) + 1) for size in sizes[:-1]))), dtype=np.int64)
    last = tie - firsts.sum(axis=1)
    shares: Integers = np.column_stack((firsts, last))[(last >= 0) & (last <= sizes[-1])]
    return shares


def _derive_fine_steps(scores: Floats) -> tuple[Integers, float]:
    """Scores that are no multiples of a unit, as multiples of a unit too small to matter."""
    unit = max(float(np.ptp(scores)), 1e-300) / _FINEST
    return np.rint((scores - scores.min()) / unit).astype(np.int64), unit


def _derive_log_ways(room: Integers | int, share: Integers | int) -> Floats:
    gone = np.asarray(share, dtype=np.float64)
    return np.asarray(gammaln(np.add(room, 1)) - gammaln(gone + 1) - gammaln(np.subtract(room, share) + 1))


def _merge(room: Integers, sums: Integers, log_chance: Floats) -> tuple[Integers, Integers, Floats]:
    """One row for each distinct pair of room and sums, with the probabilities added."""
    columns = (*room.T[:-1], *sums.T)
    radices = [int(column.max()) + 1 for column in columns]
    if math.prod(radices) < 2**62:
        key = np.zeros(len(room), dtype=np.int64)
        for column, radix in zip(columns, radices, strict=True):
            key = key * radix + column
        order = np.argsort(key)
        new = np.diff(key[order], prepend=-1) != 0
    else:
        order = np.lexsort(columns)
        new = np.concatenate(([True], np.any([np.diff(column[order]) != 0 for column in columns], axis=0)))
    first = np.flatnonzero(new)
    top = float(log_chance.max())
    total = np.add.reduceat(np.exp(log_chance[order] - top), first)
    return room[order][first], sums[order][first], np.log(total) + top


def _draw_sums(scores: Floats, sizes: Integers, seed: int, draws: int) -> Floats:
    generator = np.random.default_rng(seed)
    sums = np.empty((draws, len(sizes) - 1))
    edges = np.concatenate(([0], np.cumsum(sizes[:-2])))
    batch = max(1, 1_000_000 // len(scores))
    for first in range(0, draws, batch):
        count = min(batch, draws - first)
        shuffled = generator.permuted(np.tile(scores, (count, 1)), axis=1)
        sums[first : first + count] = np.add.reduceat(shuffled[:, : int(sizes[:-1].sum())], edges, axis=1)
    return sums
