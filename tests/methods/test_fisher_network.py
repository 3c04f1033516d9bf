"""The network algorithm; its P values are checked in test_fisher.py and tests/reference/fisher."""

from __future__ import annotations

import time

import numpy as np
import pytest

from analysis.methods.fisher_network import derive_network_p


def test_all_tables_together_have_probability_1() -> None:
    # the likeliest table of its margins
    assert derive_network_p(np.array([[2, 2, 2], [2, 2, 2]])) == pytest.approx(1)


def test_five_by_three_with_a_hundred_patients_is_quick() -> None:
    table = np.array([[9, 4, 2], [4, 8, 8], [5, 3, 16], [9, 8, 5], [8, 3, 8]])
    start = time.perf_counter()
    assert derive_network_p(table) is not None
    assert time.perf_counter() - start < 10  # the promised 2 s, with room for a busy machine


def test_too_large_a_table_is_refused() -> None:
    assert derive_network_p(np.full((8, 8), 60)) is None
