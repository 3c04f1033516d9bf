"""All ways to divide patients with scores among groups of given sizes, as the joint distribution of the score sums.

The permutation distribution of every linear rank statistic (rank-sum, Kruskal-Wallis, log-rank, Cochran-Armitage) is a
function of these sums. Blocks of tied scores are added one after the other and equal sums are merged (the shift
algorithm of Streitberg and Röhmel, Stat Softw Newsl 1986;12:10, for k groups), so nothing is enumerated twice.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from scipy.special import binom

from analysis.methods.arguments import Floats, Integers
from analysis.methods.monte_carlo import DRAWS, check_draws, derive_monte_carlo_p, format_monte_carlo
from analysis.methods.result import Statistic

MOST_STATES = 500_000


@dataclass(frozen=True, eq=False)
class ScoreSums:
    """Sums of scores in the groups but the last (states, k − 1) with their probabilities, complete or drawn."""

    sums: Floats
    chance: Floats
    draws: int = 0
    seed: int = 0

    @property
    def option(self) -> str:
        """The footnote's words."""
        return format_monte_carlo(self.draws, self.seed) if self.draws else "exact, all allocations enumerated"

    def p_value(self, distance: Floats, observed: float) -> tuple[float, tuple[Statistic, ...]]:
        """The share of states whose ``distance`` (states,) is at least ``observed``, and a Monte Carlo error."""
        extreme = distance >= observed - 1e-9 * max(abs(observed), float(np.abs(distance).max(initial=0)) * 1e-3)
        if self.draws:
            return derive_monte_carlo_p(int(extreme.sum()), self.draws)
        return min(1.0, float(self.chance[extreme].sum())), ()


def derive_score_sums(
    scores: Floats, sizes: tuple[int, ...], seed: int = 1, draws: int = DRAWS, most_states: int = MOST_STATES
) -> ScoreSums:
    """The complete distribution where it can be held, else ``draws`` random allocations with ``seed``."""
    check_draws(draws)
    complete = derive_score_distribution(scores, sizes, most_states)
    if complete is not None:
        return ScoreSums(*complete)
    generator = np.random.default_rng(seed)
    sums = np.empty((draws, len(sizes) - 1))
    edges = np.cumsum((0, *sizes[:-2]))
    for first in range(0, draws, 1000):
        count = min(1000, draws - first)
        shuffled = generator.permuted(np.tile(scores, (count, 1)), axis=1)
        sums[first : first + count] = np.add.reduceat(shuffled[:, : sum(sizes[:-1])], edges, axis=1)
    return ScoreSums(sums, np.full(draws, 1 / draws), draws, seed)


def derive_score_distribution(
    scores: Floats, sizes: tuple[int, ...], most_states: int = MOST_STATES
) -> tuple[Floats, Floats] | None:
    """Sums of ``scores`` (n,) in the groups but the last (states, k − 1), and the probability of each (states,).

    ``sizes`` add up to n. None where more than ``most_states`` states would have to be held at once.
    """
    distinct, ties = np.unique(scores, return_counts=True)
    unit = max(float(np.abs(scores).sum()), 1e-300) * 1e-13
    room = np.array([sizes], dtype=np.int64)
    sums, chance = np.zeros((1, len(sizes) - 1)), np.ones(1)
    left = len(scores)
    for score, tie in zip(distinct.tolist(), ties.tolist(), strict=True):
        parts = []
        for share in derive_shares(tie, sizes):
            fits = (room >= share).all(axis=1)
            ways = binom(room[fits], share).prod(axis=1) / math.comb(left, tie)
            parts.append((room[fits] - share, sums[fits] + score * share[:-1], chance[fits] * ways))
            if sum(len(part[2]) for part in parts) > 4 * most_states:
                return None
        rooms, totals, chances = (np.concatenate(column) for column in zip(*parts, strict=True))
        room, sums, chance = _merge(rooms, totals, chances, unit)
        left -= tie
        if len(chance) > most_states:
            return None
    return sums, chance


def derive_shares(tie: int, sizes: tuple[int, ...]) -> list[Integers]:
    """All ways to give ``tie`` equal patients to the groups."""
    ranges = (range(min(tie, size) + 1) for size in sizes[:-1])
    firsts = (first for first in itertools.product(*ranges) if 0 <= tie - sum(first) <= sizes[-1])
    return [np.array([*first, tie - sum(first)], dtype=np.int64) for first in firsts]


def _merge(room: Integers, sums: Floats, chance: Floats, unit: float) -> tuple[Integers, Floats, Floats]:
    """One row for each distinct pair of room and sums, with the probabilities added."""
    key = np.zeros(len(chance), dtype=np.int64)
    for column in (*room.T[:-1], *np.rint(sums / unit).astype(np.int64).T):
        _, code = np.unique(column, return_inverse=True)
        _, key = np.unique(key * (int(code.max()) + 1) + code, return_inverse=True)
    _, first = np.unique(key, return_index=True)
    return room[first], sums[first], np.bincount(key, weights=chance).astype(np.float64)
