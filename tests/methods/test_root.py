"""Roots by bisection."""

from __future__ import annotations

import math

import pytest

from analysis.methods.root import derive_root


def test_root_of_a_falling_and_a_rising_function() -> None:
    assert derive_root(lambda x: 2 - x * x, 0, 10) == pytest.approx(math.sqrt(2), rel=1e-15)
    assert derive_root(lambda x: x * x - 2, 0, 10) == pytest.approx(math.sqrt(2), rel=1e-15)


def test_root_at_an_end() -> None:
    assert derive_root(lambda x: x, 0, 1) == 0
    assert derive_root(lambda x: x - 1, 0, 1) == 1


def test_no_change_of_sign_has_no_root() -> None:
    assert math.isnan(derive_root(lambda x: x + 1, 0, 1))
