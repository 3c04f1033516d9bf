"""Columns of numbers that stand decimal under decimal, in any format: how much space each cell needs on its sides.

Cells are aligned with the cells of their column that are put together alike (``6 (75.0)`` with ``12 (8.3)``, but not
with ``50.3 ± 9.1``); each such set stands in the middle of its column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.displays.model import Table, plain

#: Widths in digits of what stands beside digits in numbers; other characters count as a digit.
_WIDTHS = {" ": 0.5, "\u00a0": 0.5, ".": 0.5, ",": 0.5, "(": 0.6, ")": 0.6, "[": 0.5, "]": 0.5, "−": 1.05, "+": 1.05}
_NUMBER = re.compile(r"(?:[<>] )?[−+]?(?:\d+|NE\b|∞)")
_DECIMALS = re.compile(r"\.\d+")
_SUFFIX = re.compile(r"\u00a0\[\d+\]$")


@dataclass(frozen=True, slots=True)
class Space:
    """Where a cell's text stands when centered: space to add left and right of it, and the whole set's two halves.

    In widths of a digit. ``alone`` says that the cell is one number, which a decimal tab can align.
    """

    left: float = 0.0
    right: float = 0.0
    before: float = 0.0
    after: float = 0.0
    alone: bool = False


def align_cells(table: Table) -> tuple[tuple[Space, ...], ...]:
    """The space of each cell of each line; none in columns that aren't decimal and for text that is no number."""
    texts = [[plain(cell) for cell in line.cells] for line in table.lines]
    columns = [
        _align([row[number] for row in texts]) if column.align == "decimal" else [Space()] * len(texts)
        for number, column in enumerate(table.columns)
    ]
    return tuple(tuple(column[line] for column in columns) for line in range(len(texts)))


def _align(cells: list[str]) -> list[Space]:
    shapes = [_shape(cell) for cell in cells]
    halves = [_halves(cell) for cell in cells]
    before: dict[str, float] = {}
    after: dict[str, float] = {}
    for shape, (left, right) in zip(shapes, halves, strict=True):
        before[shape] = max(before.get(shape, 0.0), left)
        after[shape] = max(after.get(shape, 0.0), right)
    return [
        Space(round(before[shape] - left, 2), round(after[shape] - right, 2), before[shape], after[shape], shape == "#")
        if shape
        else Space()
        for shape, (left, right) in zip(shapes, halves, strict=True)
    ]


def _shape(cell: str) -> str:
    """How a cell is put together, each number as #; empty where it doesn't begin with a number."""
    if not _NUMBER.match(cell):
        return ""
    return _NUMBER.sub(lambda n: "NE" if n[0] == "NE" else "#", _DECIMALS.sub("", _SUFFIX.sub("", cell)))


def _halves(cell: str) -> tuple[float, float]:
    """The widths before and after the end of the first whole number."""
    match = _NUMBER.match(cell)
    end = match.end() if match else len(cell)
    return _width(cell[:end]), _width(cell[end:])


def _width(text: str) -> float:
    return round(sum(_WIDTHS.get(character, 1.0) for character in text), 2)
