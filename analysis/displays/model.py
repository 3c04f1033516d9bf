"""What a display is before it is written: text in which every number knows its results row.

A text is a tuple of pieces: a plain string, or a ``Number`` bound to a row. The same display is written as HTML, Word,
Typst and CSV; verification finds each number again by its id.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number: its text, the results row it prints, and the form (see format.py) that turns one into the other."""

    text: str
    row: str
    form: str


Text = tuple["str | Number", ...]


def plain(text: Text) -> str:
    """The characters a reader sees."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in text)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading (with the group's n), how cells stand in it, and the spanner above it, if any."""

    heading: Text
    align: Literal["left", "center", "right", "decimal"] = "decimal"
    spanner: str = ""
    width: float = 1.0  # relative


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: the stub (leftmost cell) and one text a column.

    ``group`` marks a row that heads the rows below it; ``indent`` counts steps.
    """

    stub: Text
    cells: tuple[Text, ...]
    indent: int = 0
    group: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table that stands alone: title, columns, lines and notes (population, n, model, options, dataset, data date)."""

    id: str
    title: Text
    stub_heading: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    notes: tuple[Text, ...]
    stub_width: float = 2.5
    landscape: bool = False

    def texts(self) -> Iterator[Text]:
        """Every text in reading order."""
        yield self.title
        for column in self.columns:
            yield column.heading
        for line in self.lines:
            yield line.stub
            yield from line.cells
        yield from self.notes


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that stands alone: title, notes, alternative text, and its drawing as files by format.

    ``drawn`` are the numbers printed inside the drawing, in which each is marked by its id.
    """

    id: str
    title: Text
    alt: Text
    notes: tuple[Text, ...]
    svg: str
    drawn: tuple[Number, ...] = ()
    width: float = 17.0  # cm


@dataclass(frozen=True, slots=True)
class Anchor:
    """A number at its place: the id under which HTML (id), Word (bookmark) and SVG (id) hold it."""

    id: str
    number: Number


def number_id(place: str, position: int) -> str:
    """The id of the position-th number of a place (display or document): letters, digits, underscores, at most 40."""
    return f"n_{place.replace('-', '_')}_{position}"
