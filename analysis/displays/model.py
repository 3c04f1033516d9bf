"""What a display is before it is written: text in which every number knows its results row.

A text is a tuple of pieces: a plain string, or a ``Number`` bound to a row. The same display is written as HTML, Word,
Typst and CSV; verification finds each number again by its id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

#: What displays need beyond single results, by ``<analysis>.<frame>``: each a sequence of records.
Frames = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number: its text, the results row it prints, and the form (see format.py) of the printing."""

    text: str
    row: str
    form: str


Text = tuple["str | Number", ...]


def plain(text: Text) -> str:
    """The characters a reader sees."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in text)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading (with the group's n), how cells stand in it, and the spanner above it, if any.

    Neighbours with the same spanner share it.
    """

    heading: Text
    align: Literal["left", "center", "decimal"] = "decimal"
    spanner: Text = ()
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
    """A table that stands alone: title, columns, lines and notes (population with n, model, dataset, data date)."""

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
        for spanner, _ in self.spanners():
            yield spanner
        for column in self.columns:
            yield column.heading
        for line in self.lines:
            yield line.stub
            yield from line.cells
        yield from self.notes

    def spanners(self) -> Iterator[tuple[Text, int]]:
        """The upper heading from left to right: each spanner (empty where none) and how many columns it spans."""
        for spanner, columns in groupby(self.columns, key=lambda column: column.spanner):
            yield spanner, len(tuple(columns))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that stands alone: title, notes, alternative text, and its drawing as SVG.

    ``drawn`` are the numbers printed inside the drawing, in which each is marked by its id; ``text`` is the drawing
    told in lines of text, where it can be.
    """

    id: str
    title: Text
    alt: Text
    notes: tuple[Text, ...]
    svg: str
    drawn: tuple[Number, ...] = ()
    text: str = ""
    width: float = 17.0  # cm

    def texts(self) -> Iterator[Text]:
        """Every text in reading order; the drawing's numbers stand for the drawing."""
        yield self.title
        yield self.drawn
        yield from self.notes


@dataclass(frozen=True, slots=True)
class Anchor:
    """A number at its place: the id under which HTML (id), Word (bookmark) and SVG (id) hold it."""

    id: str
    number: Number


Display = Table | Figure


def number_id(place: str, position: int) -> str:
    """The id of the position-th number of a place (display or document): letters, digits, underscores, at most 40."""
    return f"n_{place.replace('-', '_')}_{position}"


def derive_anchors(display: Display) -> tuple[Anchor, ...]:
    """Every number of a display with its id, in reading order, counted from 1."""
    numbers = [piece for text in display.texts() for piece in text if isinstance(piece, Number)]
    return tuple(Anchor(number_id(display.id, n), number) for n, number in enumerate(numbers, 1))
