"""Where a table may break over two pages: which lines stay with the line below them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from analysis.displays.model import Table

WHOLE_TABLE = 25  # lines of a table that is never parted
WHOLE_GROUP = 12  # lines of a group that is never parted, its heading included
LAST = 3  # lines that stand together at the end, with the notes


def derive_ties(table: Table) -> tuple[bool, ...]:
    """For each line whether it stays on the page of the next one.

    A short table and a short group are never parted; in a long group the heading stays with its first line. No
    page holds the last line alone.
    """
    count = len(table.lines)
    if count <= WHOLE_TABLE:
        return (True,) * (count - 1) + (False,) * bool(count)
    ties = [False] * count
    for start, line in enumerate(table.lines):
        if line.group:
            end = _end(table, start)
            short = end - start <= WHOLE_GROUP
            ties[start : end - 1] = [short or tied for tied in ties[start : end - 1]]
            ties[start] = start < count - 1
    ties[count - LAST : count - 1] = [True] * (LAST - 1)
    return tuple(ties)


def derive_repeated(table: Table, ties: Sequence[bool]) -> frozenset[int]:
    """The headings that a page repeats on which their group goes on: those of groups that may be parted.

    A heading that has numbers of its own stands once, so that nobody counts them twice.
    """
    return frozenset(
        start
        for start, line in enumerate(table.lines)
        if line.group and not any(line.cells) and not all(ties[start : _end(table, start) - 1])
    )


def derive_ended(table: Table, repeated: Collection[int]) -> dict[int, int]:
    """For each line below a group with a repeated heading, unless it is such a heading: that group's indentation.

    Of several groups that end there, the outermost: its header takes those within it away.
    """
    ends: dict[int, int] = {}
    for start in sorted(repeated, reverse=True):
        end = _end(table, start)
        if end < len(table.lines) and end not in repeated:
            ends[end] = table.lines[start].indent
    return ends


def derive_carried(table: Table, repeated: Collection[int], first: int) -> list[int]:
    """The repeated headings whose groups go on where a page begins with the line ``first``, the outermost first."""
    return [start for start in sorted(repeated) if start < first < _end(table, start)]


def _end(table: Table, start: int) -> int:
    """The first line after a group: one that is no further indented than the group's heading."""
    end = start + 1
    while end < len(table.lines) and table.lines[end].indent > table.lines[start].indent:
        end += 1
    return end


def derive_pages(ties: Sequence[bool], heights: Sequence[float], room: float) -> Iterator[range]:
    """The lines of each page that has so much room, in the unit of ``heights``; lines that are tied stay together.

    What is tied but higher than a page is parted where the page ends.
    """
    start = used = 0
    filled = 0.0
    while start < len(heights):
        end, block = _block(ties, heights, start + used)
        if used and filled + block > room:
            yield range(start, start + used)
            start, used, filled = start + used, 0, 0.0
        elif block > room:
            fitting = _fitting(heights, start, room)
            yield range(start, start + fitting)
            start += fitting
        else:
            used, filled = end - start, filled + block
        if used and start + used == len(heights):
            yield range(start, len(heights))
            return


def _block(ties: Sequence[bool], heights: Sequence[float], first: int) -> tuple[int, float]:
    """The end of the lines that are tied to ``first``, and their height."""
    end = first
    while end < len(ties) - 1 and ties[end]:
        end += 1
    return end + 1, sum(heights[first : end + 1])


def _fitting(heights: Sequence[float], first: int, room: float) -> int:
    """How many lines from ``first`` on fit on a page; at least one."""
    count, filled = 1, heights[first]
    while first + count < len(heights) and filled + heights[first + count] <= room:
        filled += heights[first + count]
        count += 1
    return count
