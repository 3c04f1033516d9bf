"""The distribution of score sums."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pytest

from analysis.methods.score_distribution import derive_score_distribution, derive_score_sums


def test_distribution_equals_plain_enumeration() -> None:
    scores = np.array([1.0, 2.0, 2.0, 5.0, 5.0, 7.0])
    pairs = Counter(scores[list(chosen)].sum() for chosen in itertools.combinations(range(6), 2))
    found = derive_score_distribution(scores, (2, 4))
    assert found is not None
    sums, chance = found
    assert dict(zip(sums[:, 0].tolist(), (chance * 15).round(9).tolist(), strict=True)) == dict(pairs)


def test_three_groups_add_up_to_1() -> None:
    found = derive_score_distribution(np.arange(9.0), (3, 3, 3))
    assert found is not None
    assert found[1].sum() == pytest.approx(1)


def test_too_many_states_are_refused() -> None:
    scores = np.sqrt(np.arange(1.0, 25.0))
    assert derive_score_distribution(scores, (12, 12), most_states=1000) is None


def test_random_allocations_are_seeded_and_named() -> None:
    scores = np.random.default_rng(1).normal(size=40)
    first, again = (derive_score_sums(scores, (20, 20), seed=5, draws=200, most_states=1000) for _ in range(2))
    assert first.option == "Monte Carlo, 200 draws, seed 5"
    assert (first.sums == again.sums).all()
    p, (error,) = first.p_value(np.abs(first.sums[:, 0]), 0.0)
    assert p == 1
    assert error.name == "p.value.std.error"
