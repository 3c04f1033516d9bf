"""How wide the columns of a printed table are: by their shares, but so that no word and no number has to be broken.

Measured in Liberation Sans, the widest of the typefaces in which tables are printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.displays.alignment import Space, align_cells
from analysis.displays.fonts import measure_text
from analysis.displays.model import Line, Table, plain

#: Points: widths of the text on a page, upright and across (A4 with margins of 2 cm), type, and space in a cell.
UPRIGHT, ACROSS = 481.9, 728.5
SIZE, PADDING, DIGIT = 8.5, 7.5, 4.75
#: A heading is kept on a line up to this width; a column of text gives way to numbers down to this share.
HEADING, SHARE = 70.0, 0.55
_BREAK = re.compile(r"[ \n]|(?<=[A-Za-z]{4})/(?=[A-Za-z]{4})|(?<=[A-Za-z])-")  # where a line may end; dates stay whole


def derive_widths(table: Table) -> list[float]:
    """The width of the stub and of each column in points; together the width of the page."""
    shares = [table.stub_width, *(column.width for column in table.columns)]
    whole = ACROSS if table.landscape else UPRIGHT
    widths = [whole * share / sum(shares) for share in shares]
    least, wanted = _needs(table)
    widths = _widened(widths, least, least)
    texts = [True, *(column.align == "left" for column in table.columns)]
    floors = [SHARE * width if text else 0.0 for width, text in zip(widths, texts, strict=True)]
    return _widened(widths, wanted, [max(pair) for pair in zip(floors, least, strict=True)])


def derive_orientation(table: Table) -> Table:
    """The table across the page where its numbers would have to be broken on an upright one."""
    least, wanted = _needs(table)
    shares = table.stub_width + sum(column.width for column in table.columns)
    stub = max(least[0], SHARE * UPRIGHT * table.stub_width / shares)
    needed = stub + sum(map(max, zip(least[1:], wanted[1:], strict=True)))
    return replace(table, landscape=True) if needed > UPRIGHT else table


def _needs(table: Table) -> tuple[list[float], list[float]]:
    """For each column the width of its longest word, and that in which its numbers and headings stand on one line."""
    spaces = align_cells(table)
    least = [_longest(table.stub_heading, {(plain(line.stub), 12.0 * line.indent) for line in table.lines}, bold=True)]
    wanted = [least[0]]
    for at, column in enumerate(table.columns):
        heading = plain(column.heading)
        cells = {(plain(line.cells[at]), _beside(space[at])) for line, space in _rows(table, spaces)}
        least.append(_longest(heading, cells))
        headed = min(max(measure_text(part, SIZE, bold=True) for part in heading.split("\n")), HEADING)
        headed = headed if column.align == "decimal" else 0.0  # above text, it may stand on several
        numbers = cells if column.align == "decimal" else ()
        lines = (measure_text(part, SIZE) + beside for text, beside in numbers for part in text.split("\n"))
        wanted.append(max(headed, max(lines, default=0.0)) + PADDING)
    return least, _under_spanners(table, wanted)


def _rows(table: Table, spaces: Sequence[tuple[Space, ...]]) -> Iterator[tuple[Line, tuple[Space, ...]]]:
    return ((line, space) for line, space in zip(table.lines, spaces, strict=True) if line.cells)


def _beside(space: Space) -> float:
    """What stands beside a cell's text; a single number has a blank on each side."""
    return (space.left + space.right + space.alone) * DIGIT


def _longest(heading: str, cells: set[tuple[str, float]], *, bold: bool = False) -> float:
    headed = (measure_text(word, SIZE, bold=True) for word in _BREAK.split(heading))
    words = {(word, beside) for text, beside in cells for word in _BREAK.split(text)}
    return max(*headed, *(measure_text(word, SIZE, bold=bold) + beside for word, beside in words), 0.0) + PADDING


def _under_spanners(table: Table, wanted: list[float]) -> list[float]:
    """What the columns want, and together at least as much as the spanner above them."""
    start = 1
    for spanner, count in table.spanners():
        longest = max(measure_text(line, SIZE, bold=True) for line in plain(spanner).split("\n"))
        own = wanted[start : start + count]
        missing = max(longest + PADDING - sum(own), 0.0)
        wanted[start : start + count] = [width + missing / count for width in own]
        start += count
    return wanted


def _widened(widths: list[float], targets: Sequence[float], floors: Sequence[float]) -> list[float]:
    """Widths up to their targets, as far as others can spare it without going below target and floor."""
    triples = list(zip(widths, targets, floors, strict=True))
    lacking = [max(target - width, 0.0) for width, target, _ in triples]
    spare = [max(width - max(target, floor), 0.0) for width, target, floor in triples]
    moved = min(sum(lacking), sum(spare))
    if not moved:
        return widths
    give, take = moved / sum(lacking), moved / sum(spare)
    return [width + lack * give - left * take for width, lack, left in zip(widths, lacking, spare, strict=True)]
