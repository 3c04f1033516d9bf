"""What is too big for its place is parted: words wider than their column, and lines that belong together on no page.

typst would print such a word over what stands beside it, and cut what may not be parted where the page ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from analysis.displays.boxes import wrap_text
from analysis.displays.fonts import measure_text
from analysis.displays.model import Column, Line, Table, Text, plain
from analysis.displays.widths import PADDING, SIZE

INDENT, LEADING = 1.2 * SIZE, 1.16  # points a step; from one row of text to the next, in sizes of the type
BREAK = "\u200b"  # a place, without width, where a line may end
UPRIGHT_ROOM, ACROSS_ROOM = 620.0, 370.0
_WORD = re.compile(r"[^\s\u00a0/-]+")
_PLACES = re.compile(r"(?<=\D)(?=.)|(?<=.)(?=\D)")  # never between two digits


def derive_breakable(table: Table, widths: Sequence[float]) -> Table:
    """The table with places where words may be parted, in those that don't fit their column; numbers stay whole.

    ``widths``: of the stub and of each column, in points.
    """
    first, *others = (width - PADDING for width in widths)
    lines = tuple(_line(line, first, others) for line in table.lines)
    return replace(table, lines=lines, columns=tuple(_columns(table, others)))


def room_of(table: Table) -> float:
    """The height in points that lines have on a page, below caption and header."""
    return ACROSS_ROOM if table.landscape else UPRIGHT_ROOM


def derive_loosened(table: Table, ties: Sequence[bool], heights: Sequence[float]) -> tuple[bool, ...]:
    """Which lines stay with the next one, without those blocks that are higher than a page: there headings do alone.

    ``heights``: of each line, in points.
    """
    loosened, start = list(ties), 0
    while start < len(ties):
        end = ties.index(False, start)
        if sum(heights[start : end + 1]) > room_of(table):
            loosened[start:end] = [line.group for line in table.lines[start:end]]
        start = end + 1
    return tuple(loosened)


def height_of(line: Line, widths: Sequence[float], around: tuple[float, float]) -> float:
    """The height of a line in columns of these widths; ``around`` is kept free by a heading, and by others. Points."""
    texts = (line.stub, *line.cells)
    whole = [sum(widths)] if line.group and not any(line.cells) else widths
    indents = (INDENT * line.indent, *(0.0 for _ in line.cells))
    rows = (
        rows_of(plain(text), width - indent - PADDING)
        for text, width, indent in zip(texts, whole, indents, strict=False)
    )
    heading, other = around
    return max(rows) * SIZE * LEADING + (heading if line.group else other)


def rows_of(text: str, width: float) -> int:
    """In how many rows a text stands in a cell of this width, in points."""
    if len(text) * SIZE * 0.95 < width and "\n" not in text:
        return 1
    return sum(max(1, len(list(wrap_text((part,), width, SIZE)))) for part in text.split("\n"))


def _line(line: Line, first: float, widths: list[float]) -> Line:
    alone = line.group and not any(line.cells)
    room = first + sum(widths) if alone else first - INDENT * line.indent
    cells = tuple(_text(cell, width) for cell, width in zip(line.cells, widths, strict=True))
    return replace(line, stub=_text(line.stub, room), cells=cells)


def _columns(table: Table, widths: list[float]) -> Iterator[Column]:
    start = 0
    for spanner, count in table.spanners():
        whole = sum(widths[start : start + count])
        for column, width in zip(table.columns[start : start + count], widths[start:], strict=False):
            yield replace(column, heading=_text(column.heading, width), spanner=_text(spanner, whole))
        start += count


def _text(text: Text, width: float) -> Text:
    if sum(len(piece) for piece in text if isinstance(piece, str)) * SIZE < width:
        return text
    return tuple(_string(piece, width) if isinstance(piece, str) else piece for piece in text)


@cache
def _string(text: str, width: float) -> str:
    return _WORD.sub(lambda match: _part(match[0], width), text)


def _part(word: str, width: float) -> str:
    return _PLACES.sub(BREAK, word) if measure_text(word, SIZE) > width else word
