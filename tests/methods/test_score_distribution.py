"""The distribution of score sums of several groups."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pytest

from analysis.methods.arguments import Floats
from analysis.methods.score_distribution import derive_allocation_p, derive_score_distribution, derive_shares


def spread(sums: Floats) -> Floats:
    return np.asarray(sums.max(axis=1) - sums.min(axis=1))


def test_distribution_equals_plain_enumeration() -> None:
    scores = np.array([1.0, 2.0, 2.0, 5.0, 5.0, 7.0])
    pairs = Counter(scores[list(chosen)].sum() for chosen in itertools.combinations(range(6), 2))
    found = derive_score_distribution(scores, (2, 4))
    assert found is not None
    sums, chance = found
    assert dict(zip(sums[:, 0].tolist(), (chance * 15).round(9).tolist(), strict=True)) == dict(pairs)


@pytest.mark.parametrize("scores", [np.arange(9.0), np.sqrt(np.arange(9.0)), np.array([0.5] * 8 + [2.5])])
def test_three_groups_equal_plain_enumeration(scores: Floats) -> None:
    codes = np.repeat([0, 1, 2], 3)
    orders = np.array(sorted(set(itertools.permutations(codes.tolist()))))
    sums = np.column_stack([(scores * (orders == g)).sum(axis=1) for g in range(3)])
    observed = spread(np.array([[scores[codes == g].sum() for g in range(3)]]))[0]
    found = derive_allocation_p(scores, codes, spread)
    assert found.option == "exact, all allocations enumerated"
    assert found.p_value == pytest.approx((spread(sums) >= observed - 1e-9).mean())


def test_too_many_states_are_refused() -> None:
    scores = np.sqrt(np.arange(1.0, 25.0))
    assert derive_score_distribution(scores, (8, 8, 8), most_states=1000) is None


def test_a_thousand_tied_patients_are_refused_before_they_are_shared_out() -> None:
    assert len(derive_shares(1000, (1000, 1000, 1000))) == 0
    assert derive_score_distribution(np.repeat([1.0, 2.0, 3.0], 1000), (1000, 1000, 1000)) is None


def test_random_allocations_are_seeded_and_named() -> None:
    scores, codes = np.random.default_rng(1).normal(size=60), np.arange(60) % 3
    first, again = (derive_allocation_p(scores, codes, spread, seed=5, draws=200) for _ in range(2))
    assert first == again
    assert first.option == "Monte Carlo, 200 draws, seed 5"
    assert first.error[0].name == "p.value.std.error"
