"""Permutation tests of any statistic: patients' labels exchanged, or the signs of their changes turned.

Pitman, JRSS Suppl 1937;4:119. All arrangements are taken where there are at most ``most`` of them, else seeded random
ones; the result says which. Larger values of the statistic count as further from the null hypothesis. scipy's
permutation_test calls the statistic for each arrangement and tells no Monte Carlo error.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.methods.arguments import Floats, derive_complete_cases, derive_levels
from analysis.methods.monte_carlo import DRAWS, check_draws, derive_monte_carlo_p, format_monte_carlo
from analysis.methods.result import Result
from analysis.methods.subset_sums import derive_subset_p

MOST = 20_000
_MOST_SIGNS = 40


def estimate_label_permutation(
    labels: ArrayLike,
    statistic: Callable[[NDArray[Any]], float],
    seed: int = 1,
    draws: int = 9_999,
    most: int = MOST,
) -> Result:
    """P of ``statistic(labels)`` when the labels (shape (n,), one for each patient) are exchangeable.

    The statistic is called once for each arrangement; one that can't be computed (NaN) counts as extreme.
    """
    check_draws(draws)
    (observed,) = derive_complete_cases(labels)
    levels, codes = derive_levels(observed)
    base = Result("Permutation test of labels", n=len(codes), wants=("statistic", "p.value"))
    at_hand = float(statistic(observed)) if len(levels) > 1 else math.nan
    if math.isnan(at_hand):
        return replace(base, reason="the statistic can't be computed" if len(levels) > 1 else "fewer than two groups")
    names = np.array(levels, dtype=observed.dtype)
    sizes = np.bincount(codes).tolist()
    complete = math.factorial(len(codes)) // math.prod(math.factorial(size) for size in sizes) <= most
    generator = np.random.default_rng(seed)
    arrangements = _arrange(sizes) if complete else (generator.permutation(codes).tolist() for _ in range(draws))
    values = np.array([float(statistic(names[each])) for each in arrangements])
    extreme = int((np.isnan(values) | (values >= at_hand - 1e-9 * abs(at_hand))).sum())
    return _derive_result(replace(base, statistic=at_hand), extreme, len(values), None if complete else seed)


def estimate_sign_permutation(change: ArrayLike, seed: int = 1, draws: int = DRAWS) -> Result:
    """P of the mean ``change`` (n,) when the sign of each patient's change is as likely + as −; two-sided.

    Complete for up to 40 changes (each half's sums are sorted and matched), beyond that by seeded draws.
    """
    check_draws(draws)
    (observed,) = derive_complete_cases(change)
    n = len(observed)
    base = Result("Permutation test of the mean change", ("two-sided",), n=n, wants=("estimate", "p.value"))
    if n == 0:
        return replace(base, reason="no pairs of values")
    total = float(observed.sum())
    least = abs(total) - 1e-9 * float(np.abs(observed).sum())
    if n <= _MOST_SIGNS:
        first, second = _derive_sign_sums(observed[: n // 2]), _derive_sign_sums(observed[n // 2 :])
        extreme, count, drawn = _count_far(first, np.sort(second), least), 2**n, None
    else:
        generator = np.random.default_rng(seed)
        signs = (generator.integers(0, 2, (min(1000, draws - done), n)) for done in range(0, draws, 1000))
        extreme, count, drawn = sum(int((np.abs((2 * s - 1) @ observed) >= least).sum()) for s in signs), draws, seed
    return _derive_result(replace(base, estimate=total / n), extreme, count, drawn)


def estimate_mean_difference_permutation(
    values: ArrayLike, reference: ArrayLike, seed: int = 1, draws: int = DRAWS
) -> Result:
    """P of the difference in means of ``values`` (m,) and ``reference`` (n,) under exchange of groups; two-sided."""
    (x,), (y,) = derive_complete_cases(values), derive_complete_cases(reference)
    m, n = len(x), len(y)
    base = Result("Permutation test of the mean difference", n=m + n, wants=("estimate", "p.value"))
    if m == 0 or n == 0:
        return replace(base, reason="a group without values")
    found = derive_subset_p(np.concatenate((x, y)), m, float(x.sum()), seed, draws)
    options, difference = ("two-sided", found.option), float(x.mean() - y.mean())
    return replace(base, estimate=difference, p_value=found.two_sided, options=options, more=found.error)


def _derive_result(base: Result, extreme: int, count: int, seed: int | None) -> Result:
    if seed is None:  # complete
        option = f"exact, all {count:,} arrangements enumerated"
        return replace(base, p_value=extreme / count, options=(*base.options, option))
    p_value, error = derive_monte_carlo_p(extreme, count)
    return replace(base, p_value=p_value, options=(*base.options, format_monte_carlo(count, seed)), more=error)


def _derive_sign_sums(values: Floats) -> Floats:
    sums = np.zeros(1)
    for value in values:
        sums = np.concatenate((sums - value, sums + value))
    return sums


def _count_far(first: Floats, second: Floats, least: float) -> int:
    """Pairs of one value of each (``second`` sorted) whose sum is at least ``least`` away from 0."""
    if least <= 0:
        return len(first) * len(second)
    above = len(second) - np.searchsorted(second, least - first, side="left")
    below = np.searchsorted(second, -least - first, side="right")
    return int(above.sum() + below.sum())


def _arrange(sizes: list[int]) -> Iterator[list[int]]:
    """All distinct orders of ``sizes[g]`` copies of each g."""
    if not any(sizes):
        yield []
    for g, size in enumerate(sizes):
        if size:
            for rest in _arrange([*sizes[:g], size - 1, *sizes[g + 1 :]]):
                yield [g, *rest]
