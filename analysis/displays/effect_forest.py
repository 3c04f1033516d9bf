"""The forest of differences: the arms compared at one visit, a panel for each parameter in its own unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from analysis.displays.cells import NBSP, format_estimate, format_p
from analysis.displays.groups import Group, analysis_of, arms_of
from analysis.displays.model import Figure, Frames, Number, Text
from analysis.displays.notes import derive_notes, format_method
from analysis.displays.panels import Grid, letter_of
from analysis.displays.style import INK, QUIET, SMALL
from analysis.displays.ticks import set_ratio_axis
from analysis.results.table import Results
from analysis.study import Parameter, Study
from analysis.study.analyses import Mmrm
from analysis.study.displays import EffectForest

if TYPE_CHECKING:
    from analysis.displays.canvas import Canvas

PRODUCES = "figure"
FRAMES = ()

TREND = "Per doubling of dose"


@dataclass(frozen=True, slots=True)
class _Scope:
    analysis: Mmrm
    results: Results
    visit: str
    arms: tuple[Group, ...]

    def lines(self, parameter: Parameter) -> Iterator[tuple[str, str, str]]:
        """Label, base of the estimate that is drawn, base of its P value: each arm less each earlier one, the trend."""
        suffix, sign = ("-ratio", "/") if parameter.distribution == "log-normal" else ("", "−")
        place = f"{parameter.id}/{self.visit}"
        for reference, arm in combinations(self.arms, 2):
            label, pair = f"{arm.short} {sign} {reference.short}", f"{place}/{arm.id}/{reference.id}"
            yield label, f"{self.analysis.id}.difference{suffix}/{pair}", f"{self.analysis.id}.difference/{pair}"
        if f"{self.analysis.id}.dose-trend/{place}/estimate" in self.results:
            yield TREND, f"{self.analysis.id}.dose-trend{suffix}/{place}", f"{self.analysis.id}.dose-trend/{place}"


def draw(study: Study, block: EffectForest, results: Results, frames: Frames) -> Figure:  # noqa: ARG001
    """Difference with interval of each arm to each earlier one, and the change per doubling of the dose."""
    from analysis.displays.canvas import Canvas

    analysis = analysis_of(study, block, Mmrm)
    scope = _Scope(analysis, results, block.visit, arms_of(study))
    parameters = [study.parameter(name) for name in block.parameters]
    grid = Grid(len(parameters), min(2, len(parameters)), left=2.3, below=0.8, tall=2.3)
    canvas = Canvas(block.id, grid.width, grid.height)
    for number, parameter in enumerate(parameters):
        _draw_panel(canvas, grid, number, scope, parameter)
    canvas.write(0.1, 0.3, (f"{study.visit(block.visit).label}, change from baseline",), fontweight="bold")
    if study.study.synthetic:
        canvas.stamp()
    alt = tuple(_alt(scope, parameters, study.visit(block.visit).label))
    svg, drawn = canvas.render(alt)
    notes = derive_notes(study, block, results, (drawn, alt), _notes(scope, parameters))
    return Figure(block.id, (block.title,), alt, notes, svg, drawn, width=grid.width)


def _draw_panel(canvas: Canvas, grid: Grid, number: int, scope: _Scope, parameter: Parameter) -> None:
    """Points with intervals; at the right of each its numbers."""
    (left, top), (wide, tall) = grid.corner(number), grid.plot
    room = 3.1  # cm for the numbers
    axes = canvas.axes(left, top, wide - room, tall)
    lines = list(scope.lines(parameter))
    ratio = parameter.distribution == "log-normal"
    form = "x2" if ratio else f"+f{max(parameter.digits, 1)}"
    for at, (_, base, _) in enumerate(lines):
        estimate, low, high = (scope.results[f"{base}/{name}"].stat for name in ("estimate", "conf.low", "conf.high"))
        axes.plot([low, high], [at, at], color=INK, linewidth=0.9)
        axes.plot([estimate], [at], marker="s", markersize=3.4, color=INK)
        text = format_estimate(scope.results, base, form, form.removeprefix("+"))
        place = top + tall * (at + 0.5) / len(lines)
        canvas.write(left + wide - room + 0.15, place, text, fontsize=SMALL)
    axes.axvline(1.0 if ratio else 0.0, color=QUIET, linewidth=0.6)
    if ratio:
        set_ratio_axis(axes)
    axes.set_yticks(range(len(lines)), [label for label, _, _ in lines])
    axes.set_ylim(len(lines) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    unit = (
        "ratio" if ratio else "difference of logarithms" if parameter.distribution == "log-normal" else parameter.unit
    )
    title = f"{letter_of(number, grid.panels)}{parameter.label}{f' ({unit})' if unit else ''}"
    canvas.write(left - 2.2, top - 0.25, (title,), fontweight="bold")


def _notes(scope: _Scope, parameters: list[Parameter]) -> tuple[Text, ...]:
    rows = {
        parameter.short or parameter.label: scope.results[f"{plain}/estimate"]
        for parameter in parameters
        for _, _, plain in list(scope.lines(parameter))[:1]
    }
    level = f"{100 * scope.analysis.conf_level:g}%{NBSP}CI"
    told = f"Squares and lines: difference of LS mean changes with {level}; no difference at the vertical line."
    if any(parameter.distribution == "log-normal" for parameter in parameters):
        told += " Ratios: back-transformed differences of logarithms."
    return ((told,), (f"{format_method(rows)}.",) if rows else (told,))


def _alt(scope: _Scope, parameters: list[Parameter], visit: str) -> Iterator[str | Number]:
    """The comparison of the outermost arms."""
    yield f"Differences between the arms at {visit.lower()}. "
    for number, parameter in enumerate(parameters):
        lines = [line for line in scope.lines(parameter) if line[0] != TREND]
        for label, _, plain in lines[-1:]:
            yield f"{'; ' if number else ''}{parameter.label}, {label}: "
            yield from format_p(scope.results, f"{plain}/p.value")
    yield "."
