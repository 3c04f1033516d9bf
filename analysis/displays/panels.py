"""Where small multiples stand: panels of equal size in rows, with room around each for titles, ticks and counts."""

from __future__ import annotations

from dataclasses import dataclass

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

    @property
    def width(self) -> float:
        """The width of the drawing in cm."""
        return NARROW if self.columns == 1 else WIDTH

    @property
    def plot(self) -> tuple[float, float]:
        """Width and height of a panel's axes in cm."""
        wide = self.width / self.columns - self.left - 0.25
        return wide, self.tall or {1: 5.5, 2: 4.6}.get(self.columns, 3.5)

    @property
    def height(self) -> float:
        """The height of the drawing in cm."""
        rows = -(-self.panels // self.columns)
        return TOP + rows * (self.above + self.plot[1] + self.below)

    def corner(self, number: int) -> tuple[float, float]:
        """The upper left corner of a panel's axes, in cm from that of the drawing."""
        row, column = divmod(number, self.columns)
        tall = self.above + self.plot[1] + self.below
        return column * self.width / self.columns + self.left, TOP + row * tall + self.above


def letter_of(number: int, panels: int) -> str:
    """A, B, C ... before the title of a panel, where there are several."""
    return f"{chr(ord('A') + number)}\u00a0\u00a0\u00a0" if panels > 1 else ""
