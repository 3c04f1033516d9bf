"""Mid-ranks: tied values share the mean of the ranks they would take."""

from __future__ import annotations

import numpy as np

from analysis.methods.arguments import Floats, Integers


def derive_midranks(values: Floats) -> tuple[Floats, Integers]:
    """Ranks of ``values`` (shape (n,), no missing) from 1, and the number of values in each tie, by ascending value."""
    _, place, ties = np.unique(values, return_inverse=True, return_counts=True)
    highest = np.cumsum(ties)
    return (highest - (ties - 1) / 2)[place.ravel()], ties.astype(np.int64)
