"""P values from seeded random draws, never without their own error."""

from __future__ import annotations

import math

from analysis.errors import MethodError
from analysis.methods.result import Statistic

DRAWS = 100_000


def check_draws(draws: int) -> None:
    """MethodError unless at least one draw is asked for."""
    if draws < 1:
        raise MethodError(f"{draws} random draws are too few")


def derive_monte_carlo_p(extreme: int, draws: int) -> tuple[float, tuple[Statistic, ...]]:
    """P = (extreme + 1) / (draws + 1), valid for any number of draws, and its standard error.

    Davison and Hinkley, Bootstrap Methods, 1997, section 4.2; the same as R's simulate.p.value.
    """
    p = (extreme + 1) / (draws + 1)
    error = math.sqrt(p * (1 - p) / draws)
    return p, (Statistic("p.value.std.error", "Monte Carlo standard error of P", error),)


def format_monte_carlo(draws: int, seed: int) -> str:
    """The footnote's words."""
    return f"Monte Carlo, {draws:,} draws, seed {seed}"
