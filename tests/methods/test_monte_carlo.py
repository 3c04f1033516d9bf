"""P values from random draws."""

from __future__ import annotations

import pytest

from analysis.errors import MethodError
from analysis.methods.monte_carlo import check_draws, derive_monte_carlo_p, format_monte_carlo


def test_p_is_never_0_and_has_its_error() -> None:
    p, (error,) = derive_monte_carlo_p(0, 99)
    assert p == 0.01
    assert error.value == pytest.approx((0.01 * 0.99 / 99) ** 0.5)


def test_words_for_the_footnote() -> None:
    assert format_monte_carlo(100_000, 7) == "Monte Carlo, 100,000 draws, seed 7"


def test_no_draws_is_a_wrong_call() -> None:
    with pytest.raises(MethodError, match="too few"):
        check_draws(0)
