"""A display's texts written in one format, in reading order, every number with its id: what all writers begin with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from analysis.displays.model import Anchor, Display, Figure, Number, Text, derive_anchors

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SYMBOL = re.compile("(?<![\\w-])([Pn])(?=\u00a0|$| \\(%\\)|:)")
_STROKE = re.compile("(?<=[A-Za-z]{4})/(?=[A-Za-z]{4})")
_LETTERS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RIGHT_TO_LEFT = re.compile(f"[{_LETTERS}](?:[{_LETTERS} ]*[{_LETTERS}])?")
_REORDERING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """The text without characters that XML doesn't allow, and without orders to print it in another direction."""
    return _UNPRINTABLE.sub("\ufffd", _REORDERING.sub("", text))


def with_breaks(text: str) -> str:
    """The text with places where a line may end after a stroke between words, for programs that know none there."""
    return _STROKE.sub("/\u200b", text)


def set_direction(text: str) -> str:
    """The text with a mark after all that runs from right to left, so that numbers after it keep their place."""
    return _RIGHT_TO_LEFT.sub("\\g<0>\u200e", text)


def split_symbols(text: str) -> Iterator[tuple[str, bool]]:
    """A text in parts, with whether each is the symbol of a statistic (P, n), which is printed in italics."""
    for number, part in enumerate(_SYMBOL.split(text)):
        if part:
            yield part, number % 2 == 1


@dataclass(frozen=True, slots=True)
class Parts:
    """The written texts of a display; a figure has a title and notes alone."""

    title: str
    spanners: tuple[str, ...]
    headings: tuple[str, ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[str, ...]


def render_parts(display: Display, string: Callable[[str], str], number: Callable[[Anchor], str]) -> Parts:
    """Every text of a display: plain pieces written by ``string``, numbers by ``number``."""
    anchors = iter(derive_anchors(display))

    def write(text: Text) -> str:
        return "".join(number(next(anchors)) if isinstance(p, Number) else string(printable(p)) for p in text)

    written = [write(text) for text in display.texts()]
    notes = tuple(written[len(written) - len(display.notes) :])
    if isinstance(display, Figure):
        return Parts(written[0], (), (), (), notes)
    columns, spanners = len(display.columns), len(tuple(display.spanners()))
    start = 1 + spanners + columns
    rows = [written[at : at + columns + 1] for at in range(start, len(written) - len(notes), columns + 1)]
    return Parts(
        title=written[0],
        spanners=tuple(written[1 : 1 + spanners]),
        headings=tuple(written[1 + spanners : start]),
        lines=tuple((row[0], tuple(row[1:])) for row in rows),
        notes=notes,
    )
