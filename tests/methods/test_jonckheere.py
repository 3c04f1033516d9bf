"""Jonckheere-Terpstra test; enumerations by R in tests/reference."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import MethodError
from analysis.methods.jonckheere import derive_jonckheere_distribution, estimate_jonckheere

VALUES, GROUP = [1, 2, 2, 3, 4, 5], ["low", "low", "medium", "medium", "high", "high"]
ORDER = ("low", "medium", "high")


def test_order_of_the_groups_is_the_callers() -> None:
    rise, fall = estimate_jonckheere(VALUES, GROUP, ORDER), estimate_jonckheere(VALUES, GROUP, ORDER[::-1])
    assert rise.statistic == 11.5  # of 12 pairs one ties
    assert fall.statistic == 0.5
    assert rise.p_value == pytest.approx(fall.p_value)


def test_both_ways_to_the_exact_distribution_agree() -> None:
    no_ties = derive_jonckheere_distribution((3, 2, 4), (1,) * 9)
    # two values tied within one group's worth of room leave the mean where it was
    one_tie = derive_jonckheere_distribution((3, 2, 4), (1, 1, 2, 1, 1, 1, 1, 1))
    assert no_ties is not None
    assert one_tie is not None
    assert no_ties @ np.arange(len(no_ties)) == pytest.approx(one_tie @ np.arange(len(one_tie)))
    assert one_tie.sum() == pytest.approx(1)


def test_two_groups_are_the_rank_sum_test() -> None:
    from analysis.methods.wilcoxon_rank_sum import estimate_rank_sum

    jonckheere = estimate_jonckheere([1, 3, 5, 2, 4, 6, 7], [1, 1, 1, 2, 2, 2, 2])
    assert jonckheere.p_value == pytest.approx(estimate_rank_sum([2, 4, 6, 7], [1, 3, 5]).p_value)


def test_too_many_arrangements_are_drawn_with_a_seed() -> None:
    values, group = np.arange(300) % 7, np.arange(300) % 5
    first, again = (estimate_jonckheere(values, group, seed=3, draws=300) for _ in range(2))
    assert first == again
    assert first.options[1] == "Monte Carlo, 300 draws, seed 3"


def test_order_must_name_every_group() -> None:
    with pytest.raises(MethodError, match="high"):
        estimate_jonckheere(VALUES, GROUP, ("low", "medium"))


def test_what_can_not_be_tested_says_why() -> None:
    assert estimate_jonckheere([1, 2], [1, 1]).reason == "fewer than two groups"
    assert estimate_jonckheere([2, 2], [1, 2]).reason == "all values are equal"
