"""Jonckheere-Terpstra test of ordered groups.

Jonckheere, Biometrika 1954;41:133; Terpstra, Indag Math 1952;14:327. J adds Mann-Whitney's U over all pairs of groups,
ties counting one half; its variance under ties is that of Hollander and Wolfe, Nonparametric Statistical Methods,
section 6.2. The exact distribution given the ties adds one block of tied values after the other; without ties it is
the convolution of rank-sum distributions. Neither scipy nor statsmodels has it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from analysis.errors import MethodError
from analysis.methods.arguments import Floats, Integers, check_choice, derive_complete_cases, derive_levels
from analysis.methods.monte_carlo import DRAWS, check_draws, derive_monte_carlo_p, format_monte_carlo
from analysis.methods.ranks import derive_midranks
from analysis.methods.result import Result, Statistic
from analysis.methods.score_distribution import derive_shares
from analysis.methods.subset_sums import derive_subset_distribution
from analysis.methods.wilcoxon_rank_sum import derive_rank_sum_distribution

P_METHODS = ("exact", "normal")
_MOST_WORK = 200_000_000  # about a second


def estimate_jonckheere(
    values: ArrayLike,
    group: ArrayLike,
    order: Sequence[Any] | None = None,
    p_method: str = "exact",
    seed: int = 1,
    draws: int = DRAWS,
) -> Result:
    """Do the values rise or fall along the groups? J with a two-sided P; ``values`` and ``group`` have shape (n,).

    ``order`` names the groups from first to last (default: sorted). ``more`` has z and the one-sided P of a rise.
    "exact" P is the share of allocations with J at least as far from its expectation; where they are too many, seeded
    random ones, told in ``options``. Rows with a missing value are left out.
    """
    check_choice("p_method", p_method, P_METHODS)
    check_draws(draws)
    observed, labels = derive_complete_cases(values, group)
    codes, k = _derive_codes(labels, order)
    base = Result("Jonckheere-Terpstra test", ("two-sided",), n=len(observed), wants=("statistic", "p.value"))
    if len(np.unique(codes)) < 2:
        return replace(base, reason="fewer than two groups")
    ranks, ties = derive_midranks(observed)
    if len(ties) == 1:
        return replace(base, reason="all values are equal")
    sizes = np.bincount(codes, minlength=k)
    codes = codes[np.argsort(ranks, kind="stable")]
    j = float(_derive_j(ties, codes[None, :], k)[0])
    centred = j - (len(ranks) ** 2 - float((sizes**2).sum())) / 4
    z = centred / math.sqrt(_derive_variance(sizes, ties))
    if p_method == "normal":
        found = _P(2 * float(ndtr(-abs(z))), float(ndtr(-z)), "normal approximation")
    else:
        found = _derive_p(ties, codes, j, (seed, draws))
    more = (Statistic("z", "z", z), Statistic("p.value.rise", "One-sided P of a rise", found.rise), *found.error)
    return replace(base, statistic=j, p_value=found.two_sided, options=("two-sided", found.option), more=more)


@dataclass(frozen=True)
class _P:
    two_sided: float
    rise: float
    option: str
    error: tuple[Statistic, ...] = ()


def _derive_codes(labels: Any, order: Sequence[Any] | None) -> tuple[Integers, int]:
    levels, codes = derive_levels(labels)
    if order is None:
        return codes, len(levels)
    lacking = [level for level in levels if level not in order]
    if lacking:
        raise MethodError(f"the order of groups lacks {lacking}")
    places = np.array([list(order).index(level) for level in levels], dtype=np.int64)
    return places[codes], len(order)


def _derive_j(ties: Integers, codes: Integers, k: int) -> Floats:
    """J of each row of ``codes`` (draws, n), which stand in the order of the values; ``ties`` are equal ones."""
    member = codes[..., None] == np.arange(k)
    counts = np.add.reduceat(member, np.cumsum(ties) - ties, axis=1, dtype=np.float64)
    below = np.cumsum(counts, axis=1) - counts / 2
    earlier = np.cumsum(below, axis=2) - below
    return np.asarray((earlier * counts).sum(axis=(1, 2)))


def _derive_variance(sizes: Integers, ties: Integers) -> float:
    n = float(sizes.sum())
    groups, blocks = sizes.astype(np.float64), ties.astype(np.float64)
    first = n * (n - 1) * (2 * n + 5) - sum(float((x * (x - 1) * (2 * x + 5)).sum()) for x in (groups, blocks))
    thirds = [float((x * (x - 1) * (x - 2)).sum()) for x in (groups, blocks)]
    pairs = [float((x * (x - 1)).sum()) for x in (groups, blocks)]
    third = thirds[0] * thirds[1] / (36 * n * (n - 1) * (n - 2)) if n > 2 else 0.0
    return first / 72 + third + pairs[0] * pairs[1] / (8 * n * (n - 1))


def _derive_p(ties: Integers, codes: Integers, j: float, random: tuple[int, int]) -> _P:
    sizes = np.bincount(codes)
    distribution = derive_jonckheere_distribution(tuple(sizes.tolist()), tuple(ties.tolist()))
    expected = (len(codes) ** 2 - float((sizes**2).sum())) / 4
    if distribution is not None:
        doubled = np.arange(len(distribution))
        far = np.abs(doubled - 2 * expected) >= abs(2 * j - 2 * expected) - 1e-6
        two, rise = float(distribution[far].sum()), float(distribution[doubled >= 2 * j - 1e-6].sum())
        return _P(min(1.0, two), min(1.0, rise), "exact, all allocations enumerated")
    seed, draws = random
    generator = np.random.default_rng(seed)
    parts = []
    for first in range(0, draws, 500):
        shuffled = generator.permuted(np.tile(codes, (min(500, draws - first), 1)), axis=1)
        parts.append(_derive_j(ties, shuffled, len(sizes)))
    drawn = np.concatenate(parts)
    two, error = derive_monte_carlo_p(int((np.abs(drawn - expected) >= abs(j - expected) - 1e-6).sum()), draws)
    rise, _ = derive_monte_carlo_p(int((drawn >= j - 1e-6).sum()), draws)
    return _P(two, rise, format_monte_carlo(draws, seed), error)


def derive_jonckheere_distribution(sizes: tuple[int, ...], ties: tuple[int, ...]) -> Floats | None:
    """Probability of each value 0, 1, 2 ... of 2·J; ``ties`` stand by ascending value. None where it is too large."""
    most = sum(a * b for a, b in itertools.combinations(sizes, 2))
    filled = [size for size in sizes if size]
    if len(filled) == 2:
        return _derive_two_groups(filled[1], ties)
    if max(ties) == 1:
        return _derive_without_ties(sizes)
    if math.prod(size + 1 for size in sizes) * (2 * most + 1) * len(sizes) > _MOST_WORK:
        return None
    states = {tuple(sizes): np.ones(1)}
    for tie in ties:
        states = _add_block(states, tie, sizes)
    return next(iter(states.values()))


def _derive_two_groups(m: int, ties: tuple[int, ...]) -> Floats | None:
    """Twice Mann-Whitney's U of the second group, of ``m``."""
    blocks = np.array(ties)
    doubled = np.repeat(2 * np.cumsum(blocks) - blocks + 1, blocks)  # twice the mid-ranks, ascending
    chance = derive_subset_distribution(doubled, m)
    lowest = int(doubled[:m].sum()) - m * (m + 1)
    return None if chance is None else np.concatenate((np.zeros(lowest), chance))


def _derive_without_ties(sizes: tuple[int, ...]) -> Floats | None:
    """The sum of independent rank-sum statistics: each group against all before it."""
    distribution = np.ones(1)
    for place in range(1, len(sizes)):
        if sizes[place]:
            following = derive_rank_sum_distribution(sum(sizes[:place]), sizes[place])
            if following is None:
                return None
            distribution = np.convolve(distribution, following)
    doubled = np.zeros(2 * len(distribution) - 1)
    doubled[::2] = distribution
    return doubled


def _add_block(
    states: dict[tuple[int, ...], Floats], tie: int, sizes: tuple[int, ...]
) -> dict[tuple[int, ...], Floats]:
    """The distributions of 2·J by room left in each group, after the next ``tie`` equal values."""
    shares = [tuple(share) for share in derive_shares(tie, sizes).tolist()]
    added: dict[tuple[int, ...], Floats] = {}
    for room, probability in states.items():
        all_ways = math.comb(sum(room), tie)
        for share in shares:
            ways = math.prod(math.comb(r, a) for r, a in zip(room, share, strict=True))
            if not ways:
                continue
            held = [size - r for size, r in zip(sizes, room, strict=True)]
            rise = sum(2 * held[i] * share[j] + share[i] * share[j] for i, j in _pairs(len(sizes)))
            rest = tuple(r - a for r, a in zip(room, share, strict=True))
            grown = np.zeros(max(len(added.get(rest, ())), rise + len(probability)))
            if rest in added:
                grown[: len(added[rest])] = added[rest]
            grown[rise : rise + len(probability)] += probability * (ways / all_ways)
            added[rest] = grown
    return added


def _pairs(k: int) -> list[tuple[int, int]]:
    return list(itertools.combinations(range(k), 2))
