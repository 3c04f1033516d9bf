"""Inputs of the reference cases: CSV files as columns of numbers, or of text where they aren't numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.methods.result import Statistic

HERE = Path(__file__).resolve().parent


@cache
def read_columns(name: str) -> dict[str, NDArray[Any]]:
    """The columns of tests/reference/<name>.csv; NA is missing (NaN or None)."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {key: _derive_column([row[key] for row in rows]) for key in (rows[0] if rows else ())}


def _derive_column(values: list[str]) -> NDArray[Any]:
    try:
        return np.array([float("nan") if value in ("NA", "") else float(value) for value in values])
    except ValueError:
        return np.array([None if value == "NA" else value for value in values], dtype=object)


def derive_quantities(rows: Iterable[Statistic]) -> dict[str, float]:
    """The values of a result's rows by name."""
    return {row.name: row.value for row in rows}
