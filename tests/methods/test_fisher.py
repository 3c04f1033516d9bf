"""Fisher's exact test; R's fisher.test in tests/reference."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from analysis.errors import MethodError
from analysis.methods.fisher import estimate_fisher


def test_tea_tasting() -> None:
    result = estimate_fisher([[3, 1], [1, 3]])
    assert result.p_value == pytest.approx(34 / 70)
    # the conditional likelihood's equation is the polynomial θ⁴ − 36 θ² − 32 θ − 3 = 0
    assert result.estimate == pytest.approx(max(np.roots([1, 0, -36, -32, -3]).real))


def plain_p(table: list[list[int]]) -> float:
    """Every table with the margins, by brute force over the first cells."""
    counts = np.array(table)
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)

    def chance(t: np.ndarray) -> float:
        return 1 / math.prod(math.factorial(int(x)) for x in t.ravel())

    chances = []
    for free in itertools.product(range(int(counts.max()) + 6), repeat=4):
        t = np.zeros((3, 3), dtype=int)
        t[:2, :2] = np.array(free).reshape(2, 2)
        t[:2, 2] = rows[:2] - t[:2, :2].sum(axis=1)
        t[2] = columns - t[:2].sum(axis=0)
        if (t >= 0).all():
            chances.append(chance(t))
    return sum(c for c in chances if c <= chance(counts) * (1 + 1e-7)) / sum(chances)


@pytest.mark.parametrize("table", [[[3, 0, 1], [1, 4, 0], [0, 2, 3]], [[2, 2, 2], [1, 3, 1], [4, 0, 0]]])
def test_network_equals_brute_force(table: list[list[int]]) -> None:
    assert estimate_fisher(table).p_value == pytest.approx(plain_p(table))


def test_order_of_rows_and_columns_does_not_matter() -> None:
    table = np.array([[3, 1, 0, 2], [0, 4, 3, 1], [2, 2, 6, 0]])
    p = estimate_fisher(table).p_value
    assert estimate_fisher(table[::-1, [2, 0, 3, 1]]).p_value == pytest.approx(p)
    assert estimate_fisher(table.T).p_value == pytest.approx(p)


def test_rows_of_zeros_are_left_out() -> None:
    assert estimate_fisher([[3, 1], [0, 0], [1, 3]]).p_value == pytest.approx(34 / 70)


def test_too_large_a_table_is_drawn_with_seed_and_error() -> None:
    table = np.random.default_rng(1).multinomial(4000, np.ones(64) / 64).reshape(8, 8)
    first, again = (estimate_fisher(table, seed=7, draws=500) for _ in range(2))
    assert first == again
    assert first.options[1] == "Monte Carlo, 500 draws, seed 7"
    assert first.more[0].name == "p.value.std.error"


def test_drawn_p_is_near_the_exact_one() -> None:
    table = np.array([[9, 4, 2], [4, 8, 8], [5, 3, 6]])
    exact, drawn = estimate_fisher(table), estimate_fisher(table, exact=False, draws=20_000)
    assert drawn.p_value == pytest.approx(exact.p_value, abs=4 * drawn.more[0].value)


def test_one_column_has_nothing_to_compare() -> None:
    result = estimate_fisher([[3, 0], [4, 0]])
    assert (result.p_value, result.reason) == (1.0, "fewer than two rows or columns with patients")


def test_fractions_are_a_wrong_call() -> None:
    with pytest.raises(MethodError, match="whole numbers"):
        estimate_fisher([[1.5, 2.0], [3.0, 4.0]])
