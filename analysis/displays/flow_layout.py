"""The geometry of a participant flow: from what its boxes say to where they stand. No two boxes touch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analysis.displays.boxes import PADDING, Box, Entry, height_of, render_arrow, render_box, wrap_entries
from analysis.displays.fonts import measure_text
from analysis.displays.model import plain
from analysis.displays.style import INK
from analysis.displays.svg import POINTS_PER_CM, Ledger

WIDTH = 17 * POINTS_PER_CM
MARGIN, HEAD = 2.0, 20.0  # points around the drawing; above it, for the mark of synthetic data
STRIP = 15.0  # width of the names of the stages, at the left
GAP, BETWEEN = 16.0, 11.0  # from a box to the one below, and to the one beside
SHADE = "#e6ecf2"

Entries = Sequence[Entry]


@dataclass(frozen=True, slots=True)
class FlowText:
    """What the boxes say: before the arms (``assessed``, ``excluded``, ``enrolled``), then in rows, arm by arm.

    ``stages`` names the first part and each row.
    """

    assessed: Entries
    excluded: Entries
    enrolled: Entries
    rows: tuple[tuple[Entries, ...], ...]
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlowLayout:
    """Every box at its place, the names of the stages with their upper and lower edges, and the height of it all."""

    assessed: Box
    excluded: Box
    enrolled: Box
    rows: tuple[tuple[Box, ...], ...]
    stages: tuple[tuple[str, float, float], ...]
    height: float

    def boxes(self) -> tuple[Box, ...]:
        """All boxes in reading order."""
        return (self.assessed, self.excluded, self.enrolled, *(box for row in self.rows for box in row))


def derive_layout(text: FlowText) -> FlowLayout:
    """Places for all boxes: the arms beside each other, every row as high as its highest box needs."""
    arms = len(text.rows[0])
    size = 7.2 if arms <= 4 else 6.4
    left = MARGIN + STRIP + 8
    whole = WIDTH - left - MARGIN
    axis = left + whole / 2
    assessed = _heading(text.assessed, axis, HEAD, size)
    excluded = _box(text.excluded, (axis + 14, assessed.bottom + GAP), 0.42 * whole, size)
    enrolled = _heading(text.enrolled, axis, excluded.bottom + GAP, size)
    top, rows = enrolled.bottom + 1.5 * GAP, []
    for entries, stage in zip(text.rows, text.stages[1:], strict=True):
        row = _row(entries, (left, top), whole, size, _length(stage, size))
        rows.append(row)
        top = row[0].bottom + GAP
    edges = [(HEAD, enrolled.bottom), *((row[0].top, row[0].bottom) for row in rows)]
    stages = tuple((name, *edge) for name, edge in zip(text.stages, edges, strict=True))
    return FlowLayout(assessed, excluded, enrolled, tuple(rows), stages, top - GAP + MARGIN)


def _heading(entries: Entries, axis: float, top: float, size: float) -> Box:
    """A box just wide enough for its line, in the middle of the drawing."""
    width = max(measure_text(plain(entry.text), size, entry.bold) for entry in entries) + 2 * PADDING + 1
    return _box(entries, (axis - width / 2, top), width, size)


def _box(entries: Entries, corner: tuple[float, float], width: float, size: float) -> Box:
    lines = wrap_entries(entries, width, size)
    return Box(*corner, width, height_of(lines, size), lines, size)


def _row(
    row: Sequence[Entries], corner: tuple[float, float], whole: float, size: float, least: float
) -> tuple[Box, ...]:
    """Boxes of equal height beside each other, their first lines level; a single one doesn't take the whole width."""
    between = BETWEEN if len(row) <= 4 else 6.0
    width = min((whole - (len(row) - 1) * between) / len(row), 0.42 * whole)
    start = corner[0] + (whole - len(row) * width - (len(row) - 1) * between) / 2
    boxes = [_box(entries, (start + n * (width + between), corner[1]), width, size) for n, entries in enumerate(row)]
    needed = max(box.height for box in boxes)
    height = max(least, needed)
    return tuple(replace(box, height=height, above=PADDING + (height - needed) / 2) for box in boxes)


def _length(stage: str, size: float) -> float:
    return measure_text(stage, size, bold=True) + 8


def render_layout(layout: FlowLayout, ledger: Ledger) -> Iterator[str]:
    """The diagram as SVG: stages, arrows, boxes with their numbers in reading order."""
    yield from (_render_stage(*stage, layout.assessed.size) for stage in layout.stages)
    yield from _render_arrows(layout)
    for box in layout.boxes():
        yield from render_box(box, ledger)


def _render_stage(name: str, top: float, bottom: float, size: float) -> str:
    x, y = MARGIN + STRIP / 2 + 0.35 * size, (top + bottom) / 2
    return (
        f'<rect x="{MARGIN}" y="{top:.2f}" width="{STRIP}" height="{bottom - top:.2f}" rx="1.5" fill="{SHADE}"/>'
        f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:g}" font-weight="bold" fill="{INK}" text-anchor="middle" '
        f'transform="rotate(-90 {x:.2f} {y:.2f})">{name}</text>'
    )


def _render_arrows(layout: FlowLayout) -> Iterator[str]:
    axis, fork = layout.assessed.center, layout.enrolled.bottom + 0.75 * GAP
    yield render_arrow([(axis, layout.assessed.bottom), (axis, layout.enrolled.top)])
    yield render_arrow([(axis, layout.excluded.middle), (layout.excluded.left, layout.excluded.middle)])
    first = layout.rows[0]
    yield render_arrow([(axis, layout.enrolled.bottom), (axis, fork)], tip=False)
    if len(first) > 1:
        yield render_arrow([(first[0].center, fork), (first[-1].center, fork)], tip=False)
    for box in first:
        yield render_arrow([(box.center, fork), (box.center, box.top)])
    for upper, lower in zip(layout.rows, layout.rows[1:], strict=False):
        for above, below in zip(upper, lower, strict=True):
            yield render_arrow([(above.center, above.bottom), (below.center, below.top)])
