"""The forest of differences: the arms compared at one visit, a panel for each parameter in its own unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from analysis.displays.cells import NBSP, format_p
from analysis.displays.fonts import measure_text
from analysis.displays.forest import Compared, draw_forest_panel
from analysis.displays.groups import Group, analysis_of, arms_of
from analysis.displays.legend import wrap_label
from analysis.displays.model import Figure, Frames, Number, Text
from analysis.displays.notes import derive_notes, format_method
from analysis.displays.panels import WIDTH, Grid
from analysis.displays.style import SMALL
from analysis.displays.svg import POINTS_PER_CM
from analysis.results.table import Results
from analysis.study import Parameter, Study
from analysis.study.analyses import Mmrm
from analysis.study.displays import EffectForest
from analysis.study.wording import format_name

PRODUCES = "figure"
FRAMES = ()

ROW = 0.55  # cm from one line to the next
NAMES, MOST = 2.15, 6.0  # cm: what names may take beside each of two panels, and beside one
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
    grid, row = _grid(scope, parameters)
    canvas = Canvas(block.id, grid.width, grid.height)
    for number, parameter in enumerate(parameters):
        lines = [
            Compared(wrap_label(label, grid.left - 0.15, SMALL), base) for label, base, _ in scope.lines(parameter)
        ]
        draw_forest_panel(canvas, grid, number, row, parameter, (results, lines))
    canvas.write(0.1, 0.3, (f"{study.visit(block.visit).label}, change from baseline",), fontweight="bold")
    if study.study.synthetic:
        canvas.stamp()
    alt = tuple(_alt(scope, parameters, study.visit(block.visit).label))
    svg, drawn = canvas.render(alt)
    notes = derive_notes(study, block, results, (drawn, alt), _notes(scope, parameters))
    return Figure(block.id, (block.title,), alt, notes, svg, drawn, width=grid.width)


def _grid(scope: _Scope, parameters: list[Parameter]) -> tuple[Grid, float]:
    """Two panels in a row, or one where the arms have long names, and the height of a line."""
    labels = [[label for label, _, _ in scope.lines(parameter)] for parameter in parameters]
    widest = max((measure_text(label, SMALL) for own in labels for label in own), default=0.0) / POINTS_PER_CM
    columns, left = (min(2, len(parameters)), 2.3) if widest < NAMES else (1, min(widest + 0.35, MOST))
    most = max((wrap_label(label, left - 0.15, SMALL).count("\n") for own in labels for label in own), default=0)
    row, longest = ROW + 0.3 * max(most - 1, 0), max(1, *map(len, labels), 1)
    wide = 0.0 if widest < NAMES else WIDTH
    return Grid(len(parameters), columns, left=left, below=0.8, tall=row * longest, wide=wide), row


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
    yield f"Differences between the arms at {format_name(visit)}. "
    for number, parameter in enumerate(parameters):
        lines = [line for line in scope.lines(parameter) if line[0] != TREND]
        for label, _, plain in lines[-1:]:
            yield f"{'; ' if number else ''}{parameter.label}, {label}: "
            yield from format_p(scope.results, f"{plain}/p.value")
    yield "."
