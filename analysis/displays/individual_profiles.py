"""Individual profiles: the course of each patient, a panel for each arm, with the arm's mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.displays.boxes import wrap_text
from analysis.displays.cells import format_n, format_statistic
from analysis.displays.groups import Group, analysis_of, arms_of, size_of
from analysis.displays.model import Figure, Frames, Number, Text
from analysis.displays.notes import derive_notes
from analysis.displays.panels import Grid, letter_of
from analysis.displays.style import SMALL, TEXT, darken
from analysis.displays.svg import POINTS_PER_CM
from analysis.displays.ticks import set_value_ticks
from analysis.results.table import Results
from analysis.study import Parameter, Study, Visit
from analysis.study.analyses import Change
from analysis.study.displays import IndividualProfiles
from analysis.study.wording import format_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes


PRODUCES = "figure"
FRAMES = ("values",)

TITLE = 0.32  # cm from one line of a title to the next


@dataclass(frozen=True, slots=True)
class _Scope:
    analysis: Change
    results: Results
    parameter: Parameter
    visits: tuple[Visit, ...]

    def mean(self, visit: Visit, group: str) -> float:
        """The mean of an arm at a visit; geometric where log-normal."""
        context = "geometric" if self.parameter.distribution == "log-normal" else "value"
        return self.results[f"{self.analysis.id}.{context}/{self.parameter.id}/{visit.id}/{group}/mean"].stat


def draw(study: Study, block: IndividualProfiles, results: Results, frames: Frames) -> Figure:
    """A thin line for each patient, a thick one for the mean; the same axis in all panels."""
    from analysis.displays.canvas import Canvas

    analysis = analysis_of(study, block, Change)
    first = tuple(visit for visit in study.visits if visit.baseline)
    visits = (*first, *(study.visit(name) for name in analysis.visits))
    scope = _Scope(analysis, results, study.parameter(block.parameter), visits)
    arms = arms_of(study)
    grid = Grid(len(arms), min(3, len(arms)), below=1.2)
    titles = [_title_lines(grid, number, arm, size_of(results, analysis, arm.id)) for number, arm in enumerate(arms)]
    grid = replace(grid, above=grid.above + TITLE * (max(len(lines) for lines in titles) - 1))
    canvas = Canvas(block.id, grid.width, grid.height)
    panels: list[Axes] = []
    everything: list[float] = []
    for number, arm in enumerate(arms):
        axes = canvas.axes(*grid.corner(number), *grid.plot)
        courses = _courses(frames[f"{analysis.id}.values"], scope, arm)
        _draw_panel(axes, scope, arm, courses)
        for line, text in enumerate(reversed(titles[number])):
            left, top = grid.corner(number)
            canvas.write(left, top - 0.25 - TITLE * line, text, fontweight="bold")
        panels.append(axes)
        everything += [value for course in courses.values() for _, value in course]
    _share(panels, everything)
    if study.study.synthetic:
        canvas.stamp()
    unit = f" ({scope.parameter.unit})" if scope.parameter.unit else ""
    canvas.write(0.1, 0.3, (f"{scope.parameter.label}{unit}",), fontweight="bold")
    alt = tuple(_alt(scope, arms))
    svg, drawn = canvas.render(alt)
    kind = "geometric mean" if scope.parameter.distribution == "log-normal" else "mean"
    own: tuple[Text, ...] = ((f"Thin lines: single patients. Thick line: {kind}. Visits stand at equal distances.",),)
    notes = derive_notes(study, block, results, (drawn, alt), own)
    return Figure(block.id, (block.title,), alt, notes, svg, drawn, width=grid.width)


def _courses(values: Any, scope: _Scope, arm: Group) -> Mapping[str, list[tuple[int, float]]]:
    """Each patient's values as (place of the visit, value)."""
    place = {visit.id: at for at, visit in enumerate(scope.visits)}
    found: dict[str, list[tuple[int, float]]] = {}
    for record in values:
        if (record["parameter"], record["group"]) == (scope.parameter.id, arm.id) and record["visit"] in place:
            found.setdefault(record["subject"], []).append((place[record["visit"]], float(record["value"])))
    return found


def _draw_panel(axes: Axes, scope: _Scope, arm: Group, courses: Mapping[str, list[tuple[int, float]]]) -> None:
    for course in courses.values():
        places, values = [at for at, _ in course], [value for _, value in course]
        axes.plot(
            places, values, color=arm.color, linewidth=0.7, alpha=0.6, marker="o", markersize=1.8, markeredgewidth=0
        )
    means = [scope.mean(visit, arm.id) for visit in scope.visits]
    axes.plot(range(len(means)), means, color=darken(arm.color), linewidth=1.8, zorder=5)
    if scope.parameter.distribution == "log-normal":
        axes.set_yscale("log")
    axes.grid(axis="y")
    axes.set_xlim(-0.3, len(scope.visits) - 0.7)
    axes.set_xticks(range(len(scope.visits)), [str(visit.day) for visit in scope.visits])
    axes.set_xlabel("Study day", fontsize=SMALL, labelpad=1)


def _title_lines(grid: Grid, number: int, arm: Group, size: Text) -> list[Text]:
    """Letter, label and number of patients of an arm in lines no wider than its panel."""
    title = (f"{letter_of(number, grid.panels)}{arm.label} ", *size)
    return list(wrap_text(title, grid.plot[0] * POINTS_PER_CM, TEXT, bold=True))


def _share(panels: list[Axes], values: list[float]) -> None:
    """One range of values, and the same ticks, for all panels."""
    limits = [axes.get_ylim() for axes in panels]
    for axes in panels:
        axes.set_ylim(min(low for low, _ in limits), max(high for _, high in limits))
        set_value_ticks(axes, values)


def _alt(scope: _Scope, arms: tuple[Group, ...]) -> Iterator[str | Number]:
    first, last = scope.visits[0], scope.visits[-1]
    yield f"{scope.parameter.label} of each patient by visit. "
    for number, arm in enumerate(arms):
        base = f"{scope.analysis.id}.value/{scope.parameter.id}/{{}}/{arm.id}"
        yield f"{'; ' if number else ''}{arm.label}: median "
        yield format_statistic(scope.results, base.format(first.id), "median", scope.parameter.digits)
        yield f" at {format_name(first.label)} and "
        yield format_statistic(scope.results, base.format(last.id), "median", scope.parameter.digits)
        yield f" at {format_name(last.label)} "
        yield from format_n(format_statistic(scope.results, base.format(last.id), "n"))
    yield "."
