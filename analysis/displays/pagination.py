"""Where a table may break over two pages: which lines stay with the line below them."""

from __future__ import annotations

from analysis.displays.model import Table

WHOLE_TABLE = 25  # lines of a table that is never parted
WHOLE_GROUP = 8  # lines of a group that is never parted, its heading included


def derive_ties(table: Table) -> tuple[bool, ...]:
    """For each line whether it stays on the page of the next one.

    A short table and a short group are never parted; in a long group the heading stays with its first line.
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
    return tuple(ties)


def _end(table: Table, start: int) -> int:
    """The first line after a group: one that is no further indented than the group's heading."""
    end = start + 1
    while end < len(table.lines) and table.lines[end].indent > table.lines[start].indent:
        end += 1
    return end
