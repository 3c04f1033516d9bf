"""The scales of the RAND 36-Item Health Survey 1.0, from its items as they were answered.

The scoring is RAND's own; SF-36 weights pain and general health in another way. Item 2 (change of health) belongs to no
scale.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SCALES = {
    "PF": tuple(range(3, 13)),
    "RP": (13, 14, 15, 16),
    "RE": (17, 18, 19),
    "VT": (23, 27, 29, 31),
    "MH": (24, 25, 26, 28, 30),
    "SF": (20, 32),
    "BP": (21, 22),
    "GH": (1, 33, 34, 35, 36),
}
#: Points of the answers 1, 2, 3 ... of each group of items.
_POINTS: dict[tuple[int, ...], tuple[float, ...]] = {
    (1, 2, 20, 22, 34, 36): (100, 75, 50, 25, 0),
    tuple(range(3, 13)): (0, 50, 100),
    tuple(range(13, 20)): (0, 100),
    (21, 23, 26, 27, 30): (100, 80, 60, 40, 20, 0),
    (24, 25, 28, 29, 31): (0, 20, 40, 60, 80, 100),
    (32, 33, 35): (0, 25, 50, 75, 100),
}
POINTS = {item: points for items, points in _POINTS.items() for item in items}


def derive_points(item: int, answers: Floats) -> Floats:
    """0 to 100 points for the answers to an item; NaN for a missing answer, and for one that the item doesn't have."""
    table = np.array([np.nan, *POINTS[item]])
    known = np.isin(answers, np.arange(1, len(table)))
    points: Floats = table[np.where(known, answers, 0).astype(int)]
    return points


def derive_scale(answers: Mapping[int, Floats]) -> Floats:
    """The mean of a scale's items in points, of those that were answered; NaN where none was."""
    points = np.array([derive_points(item, values) for item, values in answers.items()])
    answered = (~np.isnan(points)).sum(axis=0)
    total = np.nansum(points, axis=0)
    return np.where(answered > 0, total / np.maximum(answered, 1), np.nan)
