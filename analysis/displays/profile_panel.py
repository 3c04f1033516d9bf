"""Small multiples: a panel for each parameter, with the mean and its interval by visit and arm, and n below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.displays.cells import format_statistic
from analysis.displays.fonts import measure_text
from analysis.displays.groups import Group, analysis_of, arms_of
from analysis.displays.legend import STAMPED, derive_legend, wrap_label
from analysis.displays.model import Figure, Frames, Number, Text
from analysis.displays.notes import derive_notes
from analysis.displays.panels import Grid, place_title, wrap_titles
from analysis.displays.style import LINES, MARKERS, SMALL, darken
from analysis.displays.svg import POINTS_PER_CM
from analysis.displays.ticks import set_value_ticks
from analysis.results.table import ALL, Results
from analysis.study import Parameter, Study, Visit
from analysis.study.analyses import Change
from analysis.study.displays import ProfilePanel
from analysis.study.wording import format_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from analysis.displays.canvas import Canvas

PRODUCES = "figure"
FRAMES = ("values",)

LINE = 0.3  # cm from a line of patients counted to the next
DODGE = 0.22  # of the distance between visits
FEW = 12  # patients of an arm that are drawn one by one


@dataclass(frozen=True)
class _Scope:
    analysis: Change
    results: Results
    arms: tuple[Group, ...]
    visits: tuple[Visit, ...]
    values: Sequence[Mapping[str, Any]]

    def base(self, parameter: Parameter, visit: Visit, group: str, context: str = "value") -> str:
        return f"{self.analysis.id}.{context}/{parameter.id}/{visit.id}/{group}"

    def points(self, parameter: Parameter, arm: str) -> list[tuple[int, float]]:
        """Single values of an arm as (place of the visit, value); none where the arm has many patients."""
        place = {visit.id: at for at, visit in enumerate(self.visits)}
        mine = [r for r in self.values if (r["parameter"], r["group"]) == (parameter.id, arm) and r["visit"] in place]
        if len({record["subject"] for record in mine}) > FEW:
            return []
        return [(place[record["visit"]], float(record["value"])) for record in mine]

    def center(self, parameter: Parameter, visit: Visit, group: str) -> tuple[float, float, float]:
        """Mean and interval; geometric where log-normal; the interval is mean ± SD where results hold no other."""
        context = "geometric" if parameter.distribution == "log-normal" else "value"
        base = self.base(parameter, visit, group, context)
        mean = self.results[f"{base}/mean"].stat
        if f"{base}/conf.low" in self.results:
            return mean, self.results[f"{base}/conf.low"].stat, self.results[f"{base}/conf.high"].stat
        sd = self.results[f"{base}/sd"].stat
        return mean, mean - sd, mean + sd


def draw(study: Study, block: ProfilePanel, results: Results, frames: Frames) -> Figure:
    """Arm by arm at each visit, visits at equal distances; log-normal parameters on a logarithmic axis.

    ``frames`` holds ``<analysis>.values``: where an arm has few patients their values are drawn as faint points.
    """
    from analysis.displays.canvas import Canvas

    analysis = analysis_of(study, block, Change)
    first = tuple(visit for visit in study.visits if visit.baseline)
    visits = (*first, *(study.visit(name) for name in analysis.visits))
    scope = _Scope(analysis, results, arms_of(study), visits, frames[f"{analysis.id}.values"])
    parameters = [study.parameter(name) for name in block.parameters]
    grid, titles = wrap_titles(_grid(scope, block), [_title(parameter) for parameter in parameters])
    legend = derive_legend([arm.label for arm in scope.arms], grid.width - STAMPED)
    grid = replace(grid, top=grid.top + legend.extra)
    canvas = Canvas(block.id, grid.width, grid.height)
    for number, parameter in enumerate(parameters):
        axes = canvas.axes(*grid.corner(number), *grid.plot)
        _draw_panel(axes, scope, parameter)
        axes.set_title(titles[number], x=place_title(grid))
        _write_counts(canvas, grid, number, scope, parameter)
    handles, _ = canvas.figure.axes[0].get_legend_handles_labels()
    place = (0.1 / canvas.width, 1 - 0.05 / canvas.height)
    legend.draw(canvas.figure, handles, loc="upper left", bbox_to_anchor=place, borderpad=0.2)
    if study.study.synthetic:
        canvas.stamp()
    alt = tuple(_alt(scope, study, block))
    svg, drawn = canvas.render(alt)
    notes = derive_notes(study, block, results, (drawn, alt), _notes(scope, study, block))
    return Figure(block.id, (block.title,), alt, notes, svg, drawn, width=grid.width)


def _grid(scope: _Scope, block: ProfilePanel) -> Grid:
    """Panels with room at the left for what the arms are called, and below for a line or more of each."""
    columns = min(block.columns, len(block.parameters))
    lines = [line for arm in scope.arms for line in _name_lines(arm, columns)]
    left = max(1.0, max(measure_text(line, SMALL) for line in lines) / POINTS_PER_CM + 0.35)
    return Grid(len(block.parameters), columns, left, below=0.85 + LINE * (len(lines) + 0.6))


def _name_lines(arm: Group, columns: int) -> list[str]:
    """What an arm is called, in lines that leave more than half of a panel to its axes."""
    return wrap_label(arm.short, min(2.4, 6.0 / columns), SMALL).split("\n")


def _title(parameter: Parameter) -> str:
    return f"{parameter.label} ({parameter.unit})" if parameter.unit else parameter.label


def _draw_panel(axes: Axes, scope: _Scope, parameter: Parameter) -> None:
    lows, highs = [], []
    for number, arm in enumerate(scope.arms):
        values = [scope.center(parameter, visit, arm.id) for visit in scope.visits]
        shift = DODGE * (number - (len(scope.arms) - 1) / 2)
        places = [at + shift for at in range(len(values))]
        means = [mean for mean, _, _ in values]
        whiskers = [[mean - low for mean, low, _ in values], [high - mean for mean, _, high in values]]
        axes.errorbar(
            places, means, whiskers, label=arm.label, color=arm.color, elinewidth=0.8, capsize=0, linewidth=0.9,
            linestyle=LINES[number % len(LINES)], marker=MARKERS[number % len(MARKERS)],
            markeredgecolor=darken(arm.color), markeredgewidth=0.5,
        )  # fmt: skip
        points = scope.points(parameter, arm.id)
        looks: dict[str, Any] = {
            "marker": ".",
            "markersize": 2.8,
            "markeredgewidth": 0,
            "linestyle": "none",
            "zorder": 1,
        }
        axes.plot(
            [at + shift for at, _ in points], [value for _, value in points], color=arm.color, alpha=0.45, **looks
        )
        lows += [value for _, value in points]
        highs += [value for _, value in points]
        lows += [low for _, low, _ in values]
        highs += [high for _, _, high in values]
    if parameter.distribution == "log-normal":
        axes.set_yscale("log")
    set_value_ticks(axes, (*lows, *highs))
    axes.grid(axis="y")
    axes.set_xlim(-0.5, len(scope.visits) - 0.5)
    axes.set_xticks(range(len(scope.visits)), [str(visit.day) for visit in scope.visits])


def _write_counts(canvas: Canvas, grid: Grid, number: int, scope: _Scope, parameter: Parameter) -> None:
    """Patients with a value, each number under its visit."""
    (left, top), (wide, tall) = grid.corner(number), grid.plot
    top += tall + 0.85
    canvas.write(left + wide / 2, top - 0.32, ("Study day",), ha="center", fontsize=SMALL)
    row = 0
    for arm in scope.arms:
        place = top + LINE * (row + 0.25)
        for line, name in enumerate(_name_lines(arm, grid.columns)):
            looks: dict[str, Any] = {"ha": "right", "color": darken(arm.color), "fontsize": SMALL - 0.7}
            canvas.write(left - 0.2, place + LINE * line, (name,), **looks)
            row += 1
        for at, visit in enumerate(scope.visits):
            n = format_statistic(scope.results, scope.base(parameter, visit, arm.id), "n")
            where = left + wide * (at + 0.5) / len(scope.visits)
            canvas.write(where, place, (n,), ha="center", fontsize=SMALL - 0.7)


def _notes(scope: _Scope, study: Study, block: ProfilePanel) -> tuple[Text, ...]:
    """What points and bars are."""
    shown = [study.parameter(name) for name in block.parameters]
    skewed = [p.short or p.label for p in shown if p.distribution == "log-normal"]
    plain_ = [p.short or p.label for p in shown if p.distribution != "log-normal"]
    level = f"{100 * scope.analysis.conf_level:g}% confidence interval"
    arm, visit = scope.arms[0].id, scope.visits[0]
    told = []
    if plain_:
        other = next(p for p in shown if p.distribution != "log-normal")
        bars = level if f"{scope.base(other, visit, arm)}/conf.low" in scope.results else "standard deviation"
        told.append(f"mean and {bars} ({', '.join(plain_)})")
    if skewed:
        told.append(f"geometric mean and {level} on a logarithmic axis ({', '.join(skewed)})")
    single = any(scope.points(parameter, group.id) for parameter in shown for group in scope.arms)
    dots = " Faint dots: single patients." if single else ""
    return (
        (f"Points and bars: {'; '.join(told)}.{dots} Visits stand at equal distances.",),
        ("Below each panel: patients with a value.",),
    )


def _alt(scope: _Scope, study: Study, block: ProfilePanel) -> Iterator[str | Number]:
    """Where each parameter began and ended, all arms together."""
    first, last = scope.visits[0], scope.visits[-1]
    group = ALL if len(scope.arms) > 1 else scope.arms[0].id
    yield f"{len(block.parameters)} panels by visit for {', '.join(arm.label for arm in scope.arms)}. "
    yield f"Mean of all patients at {format_name(first.label)} and {format_name(last.label)}: "
    for number, name in enumerate(block.parameters):
        parameter = study.parameter(name)
        context = "geometric" if parameter.distribution == "log-normal" else "value"
        yield f"{'; ' if number else ''}{parameter.label} "
        yield format_statistic(scope.results, scope.base(parameter, first, group, context), "mean", parameter.digits)
        yield " and "
        yield format_statistic(scope.results, scope.base(parameter, last, group, context), "mean", parameter.digits)
        yield f" {parameter.unit}".rstrip()
    yield "."
