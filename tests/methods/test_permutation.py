"""Permutation tests."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.methods.permutation import (
    estimate_label_permutation,
    estimate_mean_difference_permutation,
    estimate_sign_permutation,
)

VALUES = np.array([1.0, 2.0, 3.0, 7.0, 8.0, 9.5])


def spread_of_means(labels: NDArray[Any]) -> float:
    means = [VALUES[labels == level].mean() for level in np.unique(labels)]
    return float(max(means) - min(means))


def test_labels_of_few_patients_are_enumerated() -> None:
    result = estimate_label_permutation(["a", "a", "a", "b", "b", "b"], spread_of_means)
    assert result.p_value == 2 / 20
    assert result.options == ("exact, all 20 arrangements enumerated",)


def test_labels_of_many_are_drawn_with_a_seed() -> None:
    labels = ["a", "a", "a", "b", "b", "b"]
    first, again = (estimate_label_permutation(labels, spread_of_means, seed=2, draws=500, most=10) for _ in range(2))
    assert first == again
    assert first.p_value == pytest.approx(0.1, abs=0.05)
    assert first.options == ("Monte Carlo, 500 draws, seed 2",)


def test_statistic_that_can_not_be_computed_counts_as_extreme() -> None:
    result = estimate_label_permutation([1, 2], lambda labels: 1.0 if labels[0] == 1 else math.nan)
    assert result.p_value == 1


def test_signs_of_twenty_four_changes_are_complete() -> None:
    result = estimate_sign_permutation(np.ones(24))
    assert result.p_value == pytest.approx(2 / 2**24)


def test_signs_equal_plain_enumeration() -> None:
    change = np.array([0.4, -1.2, 2.2, 0.9, 1.7])
    signs = np.array(np.meshgrid(*[[-1, 1]] * 5)).reshape(5, -1)
    plain = float(np.mean(np.abs(change @ signs) >= abs(change.sum()) - 1e-12))
    assert estimate_sign_permutation(change).p_value == pytest.approx(plain)


def test_signs_of_many_changes_are_drawn() -> None:
    result = estimate_sign_permutation(np.linspace(-1, 1.5, 60), seed=4, draws=2000)
    assert result.options[1] == "Monte Carlo, 2,000 draws, seed 4"


def test_mean_difference_of_separated_groups() -> None:
    assert estimate_mean_difference_permutation(VALUES[3:], VALUES[:3]).p_value == pytest.approx(2 / 20)


def test_what_can_not_be_tested_says_why() -> None:
    assert estimate_sign_permutation([]).reason == "no pairs of values"
    assert estimate_mean_difference_permutation([], [1.0]).reason == "a group without values"
    assert estimate_label_permutation([1, 1], spread_of_means).reason == "fewer than two groups"
