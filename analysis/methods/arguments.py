"""What the methods accept: columns of equal length, complete cases, groups, a confidence level, a choice of options.

A wrong call (unequal lengths, an unknown option) is a ``MethodError``; data from which nothing can be estimated are
not: they give a Result with its reason.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import MethodError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def check_conf_level(conf_level: float) -> float:
    """The upper tail's cumulative probability, 0.975 for a level of 0.95. MethodError unless 0 < level < 1."""
    if not 0 < conf_level < 1:
        raise MethodError(f"a confidence level lies between 0 and 1, not at {conf_level}")
    return 1 - (1 - conf_level) / 2


def check_choice(name: str, value: object, choices: Collection[object]) -> None:
    """MethodError unless ``value`` is one of ``choices``."""
    if value not in choices:
        known = ", ".join(repr(choice) for choice in choices)
        raise MethodError(f"{name} is {value!r}; it must be one of {known}")


def derive_complete_cases(*columns: ArrayLike) -> tuple[NDArray[Any], ...]:
    """The columns (each of shape (n,)) without the rows in which any of them is missing (NaN, None, NaT).

    Numeric and boolean columns come back as float64, others as objects. MethodError when lengths differ.
    """
    arrays = [_derive_column(column) for column in columns]
    if len({len(array) for array in arrays}) > 1:
        raise MethodError(f"columns of different lengths: {', '.join(str(len(array)) for array in arrays)}")
    keep = ~np.any([_is_missing(array) for array in arrays], axis=0)
    return tuple(array[keep] for array in arrays)


def derive_levels(labels: NDArray[Any]) -> tuple[tuple[Any, ...], Integers]:
    """The sorted distinct labels (whole numbers as int) and, for each row, the index of its label."""
    levels, codes = np.unique(labels, return_inverse=True)
    names = (int(level) if isinstance(level, float) and level.is_integer() else level for level in levels.tolist())
    return tuple(names), codes.astype(np.int64).ravel()


def derive_event(event: NDArray[Any]) -> NDArray[np.bool_]:
    """Event indicators (True or 1: event, False or 0: censored) as booleans. MethodError for any other value."""
    if not np.isin(event, (0, 1)).all():
        raise MethodError("an event indicator is 1 (event) or 0 (censored), nothing else")
    return np.asarray(event, dtype=np.bool_)


def _derive_column(column: ArrayLike) -> NDArray[Any]:
    array = np.asarray(column)
    if array.ndim != 1:
        raise MethodError(f"a column has one dimension, not {array.ndim}")
    if array.dtype.kind in "biuf":
        return array.astype(np.float64)
    numbers = array.dtype.kind == "O" and all(value is None or isinstance(value, (int, float)) for value in array)
    return array.astype(np.float64) if numbers else array.astype(object)


def _is_missing(array: NDArray[Any]) -> NDArray[np.bool_]:
    if array.dtype.kind == "f":
        return np.asarray(np.isnan(array))
    missing: NDArray[np.bool_] = np.array([value is None or value != value for value in array], dtype=np.bool_)
    return missing
