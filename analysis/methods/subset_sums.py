"""The sum of the scores of m of n patients, every choice of m equally likely.

This is the permutation distribution of every linear statistic of two groups: rank-sum, log-rank, difference in means,
trend. Scores that are multiples of one unit (ranks, also tied ones) are added one after the other to the distributions
of their sums (the shift algorithm of Streitberg and Röhmel, Stat Softw Newsl 1986;12:10). Other scores are split into
two halves, all sums of both listed, and the pairs that are far out counted. Where that is too large, seeded random
choices take its place, with their error. scipy's permutation_test enumerates one by one, up to some 100,000.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.methods.arguments import Floats, Integers
from analysis.methods.monte_carlo import DRAWS, check_draws, derive_monte_carlo_p, format_monte_carlo
from analysis.methods.result import Statistic

EXACT = "exact, all allocations enumerated"
_MOST_WORK = 1_200_000_000  # about a second and a half
_STEP_WORK = 2_000  # what one step costs however short it is
_MOST_HALF = 2_000_000
_FINEST = 1_000_000  # scores are at most so many units
_FUZZ = 1e-9

Share = Callable[[float, float], float]


@dataclass(frozen=True)
class SubsetP:
    """P of a sum at least as far from its expectation, at most as large, at least as large; how they were found."""

    two_sided: float
    lower: float
    upper: float
    option: str
    error: tuple[Statistic, ...] = ()


def derive_subset_p(scores: Floats, m: int, observed: float, seed: int = 1, draws: int = DRAWS) -> SubsetP:
    """P values of the sum ``observed`` of ``m`` of the ``scores`` (n,); at least one has a score, none is missing."""
    check_draws(draws)
    centred = scores - scores.mean()
    distance = observed - m * float(scores.mean())
    fuzz = _FUZZ * float(np.abs(centred).max()) + 1e-300
    share = _derive_lattice_share(centred, m) or _derive_half_share(centred, m)
    drawn = None if share else np.sort(_draw_sums(centred, m, seed, draws))
    if drawn is not None:
        share = _count_share(drawn)
    assert share is not None  # noqa: S101 - drawn where nothing else can be
    far = abs(distance) - fuzz
    two_sided = share(-far, far) if far > 0 else 1.0
    lower, upper = share(distance + fuzz, math.inf), share(-math.inf, distance - fuzz)
    if drawn is None:
        return SubsetP(min(1.0, two_sided), min(1.0, lower), min(1.0, upper), EXACT)
    two, error = derive_monte_carlo_p(round(two_sided * draws), draws)
    low, high = (derive_monte_carlo_p(round(tail * draws), draws)[0] for tail in (lower, upper))
    return SubsetP(two, low, high, format_monte_carlo(draws, seed), error)


def derive_steps(scores: Floats) -> tuple[Integers, float] | None:
    """``scores`` (n,) above their lowest as whole multiples (n,) of a unit, and the unit; None where there is none."""
    rest = scores - scores.min()
    least = _FUZZ * float(np.abs(scores).max(initial=0))
    unit = 0.0
    for value in np.unique(rest).tolist():
        larger, smaller = unit, value
        while smaller > least:  # Euclid's algorithm, remainders taken to the nearer side
            larger, smaller = smaller, abs(larger - smaller * round(larger / smaller))
        unit = larger
        if 0 < unit * _FINEST < float(rest.max(initial=0)):
            return None
    if unit == 0:
        return np.zeros(len(scores), dtype=np.int64), 1.0
    steps = np.rint(rest / unit)
    off = float(np.abs(rest - steps * unit).max(initial=0))
    return (steps.astype(np.int64), unit) if off <= 10 * least else None


def derive_subset_distribution(steps: Integers, m: int) -> Floats | None:
    """Probability that ``m`` of ``steps`` (n,), whole numbers, add up to 0, 1, 2 ... more than the m smallest do.

    None where it is too large.
    """
    ordered = np.sort(steps)
    n = len(ordered)
    if n * m > 4_000_000 or n > 2000:
        return None
    below = np.concatenate(([0], np.cumsum(ordered - ordered[0])))
    longest = below[n] - below[n - np.arange(m + 1)] - below[: m + 1] + 1
    if _derive_work(below, n, m) > _MOST_WORK or longest.sum() > 2e7:
        return None
    ways = [np.zeros(length) for length in longest.tolist()]
    ways[0][0] = 2.0 ** -min(n / 2, 1000)  # keeps the numbers of ways, up to 2ⁿ, within what can be held
    for i, step in enumerate(ordered.tolist()):
        for j in range(min(i, m - 1), max(-1, m - (n - i) - 1), -1):  # j of the first i were chosen, and this one too
            length = int(below[i] - below[i - j] - below[j]) + 1
            shift = step - int(ordered[j])
            ways[j + 1][shift : shift + length] += ways[j][:length]
    return np.asarray(ways[m] / ways[m].sum())


def _derive_work(below: Floats, n: int, m: int) -> float:
    """Numbers added in all steps of the distribution."""
    i, j = np.arange(n)[:, None], np.arange(m)[None, :]
    lengths = below[i] - below[np.maximum(i - j, 0)] - below[j] + _STEP_WORK
    return float(lengths[(j <= i) & (j >= m - n + i)].sum())


def _derive_lattice_share(centred: Floats, m: int) -> Share | None:
    found = derive_steps(centred)
    chance = derive_subset_distribution(found[0], m) if found else None
    if found is None or chance is None:
        return None
    lowest = float(np.sort(centred)[:m].sum())
    values = lowest + found[1] * np.arange(len(chance))
    return lambda low, high: float(chance[(values <= low) | (values >= high)].sum())


def _derive_half_share(centred: Floats, m: int) -> Share | None:
    n = len(centred)
    if sum(math.comb((n + 1) // 2, j) for j in range(min(m, n // 2) + 1)) > _MOST_HALF:
        return None
    first, second = _derive_sums(centred[: n // 2], m), _derive_sums(centred[n // 2 :], m)

    def share(low: float, high: float) -> float:
        count = 0
        for j in range(max(0, m - len(second) + 1), min(m, len(first) - 1) + 1):
            other = second[m - j]
            if low > -math.inf:
                count += int(np.searchsorted(other, low - first[j], side="right").sum())
            if high < math.inf:
                count += first[j].size * other.size - int(np.searchsorted(other, high - first[j], side="left").sum())
        return count / math.comb(n, m)

    return share


def _derive_sums(scores: Floats, m: int) -> list[Floats]:
    """The sorted sums of every 0, 1, 2 ... up to ``m`` of ``scores``."""
    sums = [np.zeros(1)]
    for place, score in enumerate(scores.tolist()):
        more = [sums[j] + score for j in range(min(place + 1, m))]
        sums = [
            np.concatenate(parts)
            for parts in zip([*sums, np.empty(0)][: len(more) + 1], [np.empty(0), *more], strict=True)
        ]
    return [np.sort(each) for each in sums]


def _count_share(drawn: Floats) -> Share:
    def share(low: float, high: float) -> float:
        return float(((drawn <= low) | (drawn >= high)).mean())

    return share


def _draw_sums(centred: Floats, m: int, seed: int, draws: int) -> Floats:
    generator = np.random.default_rng(seed)
    distinct, ties = np.unique(centred, return_counts=True)
    if len(distinct) * 10 < len(centred):
        return np.asarray(generator.multivariate_hypergeometric(ties, m, draws, method="marginals") @ distinct)
    batch = max(1, 1_000_000 // len(centred))
    parts = []
    for first in range(0, draws, batch):
        shuffled = generator.permuted(np.tile(centred, (min(batch, draws - first), 1)), axis=1)
        parts.append(shuffled[:, :m].sum(axis=1))
    return np.concatenate(parts)
