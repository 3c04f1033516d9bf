"""Where small multiples stand: panels of equal size in rows, with room around each for titles, ticks and counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.displays.boxes import wrap_text
from analysis.displays.model import plain
from analysis.displays.style import TEXT
from analysis.displays.svg import POINTS_PER_CM

WIDTH, NARROW = 17.0, 11.5  # cm: a drawing with several panels beside each other, and with one
TOP = 0.75  # cm above all panels, for the legend


@dataclass(frozen=True, slots=True)
class Grid:
    """So many panels in so many columns; ``left``, ``above`` and ``below`` are cm around the axes of each."""

    panels: int
    columns: int
    left: float = 1.0
    above: float = 0.55
    below: float = 0.85
    tall: float = 0.0  # of the axes; by the number of columns where 0
    wide: float = 0.0  # of the drawing; by the number of columns where 0
    top: float = TOP

    @property
    def width(self) -> float:
        """The width of the drawing in cm."""
        return self.wide or (NARROW if self.columns == 1 else WIDTH)

    @property
    def plot(self) -> tuple[float, float]:
        """Width and height of a panel's axes in cm."""
        wide = self.width / self.columns - self.left - 0.25
        return wide, self.tall or {1: 5.5, 2: 4.6}.get(self.columns, 3.5)

    @property
    def height(self) -> float:
        """The height of the drawing in cm."""
        rows = -(-self.panels // self.columns)
        return self.top + rows * (self.above + self.plot[1] + self.below)

    def corner(self, number: int) -> tuple[float, float]:
        """The upper left corner of a panel's axes, in cm from that of the drawing."""
        row, column = divmod(number, self.columns)
        tall = self.above + self.plot[1] + self.below
        return column * self.width / self.columns + self.left, self.top + row * tall + self.above


def place_title(grid: Grid) -> float:
    """Where the title of a panel begins, as a fraction of its axes' width: before them, and never off the drawing."""
    return max(-0.1, (0.1 - grid.left) / grid.plot[0])


def letter_of(number: int, panels: int) -> str:
    """A, B, C ... before the title of a panel, where there are several."""
    return f"{chr(ord('A') + number)}\u00a0\u00a0\u00a0" if panels > 1 else ""


def wrap_titles(grid: Grid, titles: Sequence[str]) -> tuple[Grid, list[str]]:
    """Titles with a letter each, in as many lines as the panels are narrow, and the grid with room for them."""
    room = 1.1 * grid.plot[0] * POINTS_PER_CM  # a title begins a tenth of the axes' width before them
    lettered = [f"{letter_of(number, grid.panels)}{title}" for number, title in enumerate(titles)]
    wrapped = [[plain(line) for line in wrap_text((title,), room, TEXT, bold=True)] for title in lettered]
    most = max((len(lines) for lines in wrapped), default=1)
    return replace(grid, above=grid.above + 0.32 * (most - 1)), ["\n".join(lines) for lines in wrapped]
