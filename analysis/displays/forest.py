"""A panel of a forest: estimates with intervals one below the other, and their numbers at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.displays.cells import format_estimate
from analysis.displays.panels import Grid, letter_of
from analysis.displays.style import INK, QUIET, SMALL
from analysis.displays.ticks import set_ratio_axis
from analysis.results.table import Results
from analysis.study import Parameter

if TYPE_CHECKING:
    from analysis.displays.canvas import Canvas

ROOM = 3.1  # cm for the numbers


@dataclass(frozen=True, slots=True)
class Compared:
    """A line of a panel: what it is called, and the start of the ids of estimate, conf.low and conf.high."""

    label: str
    base: str


def draw_forest_panel(
    canvas: Canvas, grid: Grid, number: int, row: float, parameter: Parameter, found: tuple[Results, Sequence[Compared]]
) -> None:
    """The ``number``-th panel: changes or differences in the parameter's unit, ratios where it is log-normal.

    The vertical line stands at no difference. ``row`` is the height of a line in cm; ``found`` holds the results and
    the lines from above.
    """
    results, lines = found
    (left, top), wide, tall = grid.corner(number), grid.plot[0], row * max(len(lines), 1)
    axes = canvas.axes(left, top, wide - ROOM, tall)
    ratio = parameter.distribution == "log-normal"
    form = "x2" if ratio else f"+f{max(parameter.digits, 1)}"
    for at, line in enumerate(lines):
        estimate, low, high = (results[f"{line.base}/{name}"].stat for name in ("estimate", "conf.low", "conf.high"))
        axes.plot([low, high], [at, at], color=INK, linewidth=0.9)
        axes.plot([estimate], [at], marker="s", markersize=3.4, color=INK)
        text = format_estimate(results, line.base, form, form.removeprefix("+"))
        canvas.write(left + wide - ROOM + 0.15, top + tall * (at + 0.5) / len(lines), text, fontsize=SMALL)
    axes.axvline(1.0 if ratio else 0.0, color=QUIET, linewidth=0.6)
    if ratio:
        set_ratio_axis(axes)
    axes.set_yticks(range(len(lines)), [line.label for line in lines])
    axes.set_ylim(max(len(lines), 1) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    unit = "ratio" if ratio else parameter.unit
    title = f"{letter_of(number, grid.panels)}{parameter.label}{f' ({unit})' if unit else ''}"
    canvas.write(left - grid.left + 0.1, top - 0.25, (title,), fontweight="bold")
