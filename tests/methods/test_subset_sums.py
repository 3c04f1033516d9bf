"""The distribution of a sum of scores of one of two groups."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from analysis.methods.arguments import Floats
from analysis.methods.subset_sums import EXACT, derive_steps, derive_subset_distribution, derive_subset_p


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("real", [False, True])
def test_p_equals_plain_enumeration(seed: int, real: bool) -> None:
    generator = np.random.default_rng(seed)
    n = int(generator.integers(2, 10))
    scores = generator.normal(size=n) if real else generator.integers(0, 4, n).astype(np.float64)
    m = int(generator.integers(1, n))
    sums = np.array([scores[list(chosen)].sum() for chosen in itertools.combinations(range(n), m)])
    observed, expected = float(generator.choice(sums)), m * float(scores.mean())
    found = derive_subset_p(scores, m, observed)
    far = np.abs(sums - expected) >= abs(observed - expected) - 1e-9
    expected_p = [np.mean(each) for each in (far, sums <= observed + 1e-9, sums >= observed - 1e-9)]
    assert (found.two_sided, found.lower, found.upper) == pytest.approx(expected_p)
    assert found.option == EXACT


def test_forty_patients_with_any_scores_are_enumerated() -> None:
    scores = np.random.default_rng(1).normal(size=40)
    found = derive_subset_p(scores, 20, float(np.sort(scores)[:20].sum()))
    assert found.lower == pytest.approx(1 / math.comb(40, 20))
    assert found.upper == pytest.approx(1)


def test_hundreds_of_ranks_are_enumerated() -> None:
    chance = derive_subset_distribution(np.arange(400), 100)
    assert chance is not None
    values = np.arange(len(chance))
    mean = float(values @ chance)
    assert mean == pytest.approx(100 * 300 / 2)  # of Mann and Whitney's U
    assert float((values - mean) ** 2 @ chance) == pytest.approx(100 * 300 * 401 / 12)


def test_too_many_are_drawn_with_a_seed_and_an_error() -> None:
    scores = np.random.default_rng(1).normal(size=300)
    first, again = (derive_subset_p(scores, 150, 3.0, seed=4, draws=500) for _ in range(2))
    assert first == again
    assert first.option == "Monte Carlo, 500 draws, seed 4"
    assert first.error[0].value > 0


def test_many_ties_are_drawn_by_block() -> None:
    scores = np.repeat([0.0, 1.0, 5.0], 1000)
    found = derive_subset_p(scores, 1500, 3000.0, draws=2000)
    assert found.two_sided == 1
    assert found.lower == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize(
    ("scores", "steps"),
    [
        ([1.5, 2.0, 3.0], [0, 1, 3]),
        ([-1 / 3, 2 / 3, 1.0], [0, 3, 4]),
        ([7.0, 7.0], [0, 0]),
        ([0.0, 1.0, math.pi], None),
    ],
)
def test_scores_become_multiples_of_a_unit(scores: list[float], steps: list[int] | None) -> None:
    found = derive_steps(np.array(scores))
    assert (found[0].tolist() if found else None) == steps


def test_equal_scores_have_p_1() -> None:
    scores: Floats = np.full(6, 2.0)
    found = derive_subset_p(scores, 2, 4.0)
    assert (found.two_sided, found.lower, found.upper) == (1, 1, 1)
