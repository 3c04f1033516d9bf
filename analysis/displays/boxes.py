"""Boxes of wrapped text for diagrams: their size follows from the text as the typeface measures it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.displays.fonts import measure_text
from analysis.displays.model import Text, plain
from analysis.displays.parts import printable
from analysis.displays.style import INK
from analysis.displays.svg import Ledger

PADDING = 5.0  # points between a box and its text
LEADING = 1.28  # from one line of text to the next, in sizes of the type
BULLET = "•\u00a0"


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph in a box; one with a bullet hangs behind it."""

    text: Text
    bold: bool = False
    bullet: bool = False


@dataclass(frozen=True, slots=True)
class WrappedLine:
    """A line of a box and how far it is set in, in points."""

    text: Text
    indent: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A box at a place (points from the upper left corner); its lines begin ``above`` below its upper edge."""

    left: float
    top: float
    width: float
    height: float
    lines: tuple[WrappedLine, ...]
    size: float
    above: float = PADDING

    @property
    def center(self) -> float:
        """The middle from left to right."""
        return self.left + self.width / 2

    @property
    def middle(self) -> float:
        """The middle from top to bottom."""
        return self.top + self.height / 2

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width


def wrap_entries(entries: Sequence[Entry], width: float, size: float) -> tuple[WrappedLine, ...]:
    """The lines of paragraphs in a box of this width, padding included."""
    hang = measure_text(BULLET, size)
    lines: list[WrappedLine] = []
    for entry in entries:
        indent = hang if entry.bullet else 0.0
        for number, text in enumerate(wrap_text(entry.text, width - 2 * PADDING - indent, size, entry.bold)):
            first = entry.bullet and number == 0
            lines.append(WrappedLine((BULLET, *text) if first else text, 0.0 if first else indent, entry.bold))
    return tuple(lines)


def height_of(lines: Sequence[WrappedLine], size: float) -> float:
    """The height of a box with these lines."""
    return len(lines) * size * LEADING + 2 * PADDING - size * (LEADING - 1)


def wrap_text(text: Text, width: float, size: float, bold: bool = False) -> Iterator[Text]:
    """A text in lines no wider than ``width``; a word that is wider itself is parted."""
    line: Text = ()
    for word in _words(text, width, size, bold):
        longer = (*line, " ", *word) if line else word
        if line and measure_text(plain(longer), size, bold) > width:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def _words(text: Text, width: float, size: float, bold: bool) -> Iterator[Text]:
    word: Text = ()
    for piece in text:
        if not isinstance(piece, str):
            word = (*word, piece)
            continue
        first, *others = printable(piece).split(" ")
        word = (*word, first)
        for other in others:
            yield from _parted(word, width, size, bold)
            word = (other,)
    yield from _parted(word, width, size, bold)


def _parted(word: Text, width: float, size: float, bold: bool) -> Iterator[Text]:
    """A word as it is, or in as many characters a line as fit; numbers are never parted."""
    kept = tuple(piece for piece in word if piece != "")
    if not kept:
        return
    if measure_text(plain(kept), size, bold) <= width or not all(isinstance(piece, str) for piece in kept):
        yield kept
        return
    part = ""
    for character in plain(kept):
        if part and measure_text(part + character, size, bold) > width:
            yield (part,)
            part = ""
        part += character
    yield (part,)


def render_box(box: Box, ledger: Ledger) -> Iterator[str]:
    """A box as SVG."""
    yield (
        f'<rect x="{box.left:.2f}" y="{box.top:.2f}" width="{box.width:.2f}" height="{box.height:.2f}" rx="1.5" '
        f'fill="#ffffff" stroke="{INK}" stroke-width="0.7"/>'
    )
    first = box.top + box.above + 0.9 * box.size
    for number, line in enumerate(box.lines):
        weight = ' font-weight="bold"' if line.bold else ""
        x, y = box.left + PADDING + line.indent, first + number * box.size * LEADING
        yield (
            f'<text x="{x:.2f}" y="{y:.2f}" font-size="{box.size:g}" fill="{INK}"{weight} xml:space="preserve">'
            f"{ledger.render(line.text)}</text>"
        )


def render_arrow(points: Sequence[tuple[float, float]], tip: bool = True) -> str:
    """A line through points, with a tip at its end."""
    path = " L ".join(f"{x:.2f} {y:.2f}" for x, y in points)
    line = f'<path d="M {path}" fill="none" stroke="{INK}" stroke-width="0.7"/>'
    if not tip:
        return line
    (x0, y0), (x, y) = points[-2:]
    length = abs(x - x0) + abs(y - y0)
    dx, dy = (x - x0) / length, (y - y0) / length
    corners = [(x, y), (x - 4.5 * dx + 2 * dy, y - 4.5 * dy + 2 * dx), (x - 4.5 * dx - 2 * dy, y - 4.5 * dy - 2 * dx)]
    outline = " L ".join(f"{a:.2f} {b:.2f}" for a, b in corners)
    return f'{line}<path d="M {outline} z" fill="{INK}"/>'
