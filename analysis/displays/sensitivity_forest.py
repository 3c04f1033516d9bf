"""The forest of sensitivity: the main changes at a visit under each approach, a panel for each parameter."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

from analysis.displays.approaches import Approaches, approaches_of
from analysis.displays.cells import NBSP
from analysis.displays.forest import Compared, draw_forest_panel
from analysis.displays.format import format_row
from analysis.displays.groups import analysis_of
from analysis.displays.model import Figure, Frames, Number, Text
from analysis.displays.notes import derive_notes
from analysis.displays.panels import Grid
from analysis.results.table import Results
from analysis.study import Parameter, Study
from analysis.study.analyses import Sensitivity
from analysis.study.displays import SensitivityForest
from analysis.study.wording import format_name

PRODUCES = "figure"
FRAMES = ()

ROW = 0.4  # cm from one line to the next


def draw(study: Study, block: SensitivityForest, results: Results, frames: Frames) -> Figure:  # noqa: ARG001
    """The pooled change with its interval: as planned, by other models and patients, with imputed values shifted."""
    from analysis.displays.canvas import Canvas

    analysis_of(study, block, Sensitivity)
    found = approaches_of(study, block, results)
    parameters = [study.parameter(name) for name in block.parameters]
    lines = {parameter.id: list(_lines(found, parameter, block.visit)) for parameter in parameters}
    longest = max(len(one) for one in lines.values())
    grid = Grid(len(parameters), 1, left=4.6, below=0.85, tall=ROW * longest, wide=15.0)
    spare = ROW * (longest - len(lines[parameters[-1].id]))  # the last panel may need less than the others
    canvas = Canvas(block.id, grid.width, grid.height - spare)
    for number, parameter in enumerate(parameters):
        draw_forest_panel(canvas, grid, number, ROW, parameter, (results, lines[parameter.id]))
    canvas.write(0.1, 0.3, (f"{study.visit(block.visit).label}, pooled change from baseline",), fontweight="bold")
    if study.study.synthetic:
        canvas.stamp()
    alt = tuple(_alt(found, parameters, lines, study.visit(block.visit).label))
    svg, drawn = canvas.render(alt)
    notes = derive_notes(study, block, results, (drawn, alt), _notes(found, parameters, block.visit))
    return Figure(block.id, (block.title,), alt, notes, svg, drawn, width=grid.width)


def _lines(found: Approaches, parameter: Parameter, visit: str) -> Iterator[Compared]:
    """The approaches and the shifts of imputed values."""
    ratio = parameter.distribution == "log-normal"
    for label, shown, _ in found.changes(parameter.id, visit, ratio):
        yield Compared(label, shown)
    for label, shown, _ in found.deltas(parameter.id, visit, ratio):
        yield Compared(label.replace("Imputed values shifted", "Imputed, shifted"), shown)


def _notes(found: Approaches, parameters: list[Parameter], visit: str) -> tuple[Text, ...]:
    told = f"Squares and lines: LS mean with 95%{NBSP}CI; no change at the vertical line."
    if any(parameter.distribution == "log-normal" for parameter in parameters):
        told += " Ratios: back-transformed changes of logarithms."
    shifted = "Imputed, shifted: missing values imputed at random, then moved by so many SD of the change."
    return ((told,), *found.methods([parameter.id for parameter in parameters], visit), (shifted,))


def _alt(
    found: Approaches, parameters: list[Parameter], lines: dict[str, list[Compared]], visit: str
) -> Iterator[str | Number]:
    """The least and the greatest estimate of each parameter."""
    yield f"Pooled changes at {format_name(visit)} by {max(len(one) for one in lines.values())} approaches. "
    for number, parameter in enumerate(parameters):
        shown = (found.results[f"{line.base}/estimate"] for line in lines[parameter.id])
        rows = sorted((row for row in shown if not isnan(row.stat)), key=lambda row: row.stat)
        form = "x2" if parameter.distribution == "log-normal" else f"+f{max(parameter.digits, 1)}"
        yield f"{'; ' if number else ''}{parameter.label} "
        if not rows:
            yield "not estimable"
            continue
        yield "from "
        yield format_row(rows[0], form)
        yield " to "
        yield format_row(rows[-1], form)
    yield "."
