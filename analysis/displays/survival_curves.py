"""Kaplan-Meier curves of the arms with intervals, censoring marks, the log-rank test, and the numbers at risk below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis.displays.cells import format_p, format_statistic
from analysis.displays.fonts import measure_text
from analysis.displays.format import format_row
from analysis.displays.groups import Group, analysis_of, arms_of
from analysis.displays.model import Figure, Frames, Number, Text
from analysis.displays.notes import derive_notes, format_method
from analysis.displays.style import LINES, SMALL, darken
from analysis.displays.svg import POINTS_PER_CM
from analysis.results.table import Results
from analysis.study import EventTime, Study
from analysis.study.analyses import Survival
from analysis.study.displays import SurvivalCurves

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from analysis.displays.canvas import Canvas

PRODUCES = "figure"
FRAMES = ("curve",)

WIDTH, RIGHT, TOP, PLOT = 14.0, 0.4, 0.6, 6.4  # cm; PLOT is the height of the axes
LINE = 0.38  # cm from one line of numbers at risk to the next
VISIT_LETTER = {"months": "M", "days": "D"}
Records = Sequence[Mapping[str, Any]]


def draw(study: Study, block: SurvivalCurves, results: Results, frames: Frames) -> Figure:
    """The curves of all arms in one panel; ``frames`` holds ``<analysis>.curve`` with a record for each step.

    Raises ResultsError for a row that doesn't exist.
    """
    from analysis.displays.canvas import Canvas

    analysis = analysis_of(study, block, Survival)
    endpoint = next(one for one in study.event_times if one.id == analysis.event_time)
    arms = arms_of(study)
    left = max(1.3, 0.5 + max(measure_text(arm.label, SMALL) for arm in arms) / POINTS_PER_CM)
    canvas = Canvas(block.id, WIDTH, TOP + PLOT + 1.6 + LINE * len(arms))
    axes = canvas.axes(left, TOP, WIDTH - left - RIGHT, PLOT)
    for number, arm in enumerate(arms):
        _draw_curve(axes, [r for r in frames[f"{analysis.id}.curve"] if r["group"] == arm.id], arm, number)
    _dress(axes, analysis, endpoint)
    end = axes.get_xlim()[1]
    if len(arms) > 1:
        p = format_p(results, f"{analysis.id}.log-rank/{endpoint.id}/p.value")
        canvas.write(left + 0.25, TOP + PLOT - 0.35, ("Log-rank ", *p))
    _write_risk(canvas, (left, end), analysis, results, arms)
    if study.study.synthetic:
        canvas.stamp()
    alt = tuple(_alt(study, analysis, endpoint, results))
    svg, drawn = canvas.render(alt)
    notes = derive_notes(study, block, results, (drawn,), _notes(analysis, endpoint, results, arms))
    return Figure(block.id, (block.title,), alt, notes, svg, drawn, width=WIDTH)


def _draw_curve(axes: Axes, records: Records, arm: Group, number: int) -> None:
    """Steps in per cent, the interval as a pale band, and a tick where somebody's follow-up ends without the event."""
    time, estimate, low, high = (_column(records, name) for name in ("time", "estimate", "conf.low", "conf.high"))
    axes.fill_between(time, low, high, step="post", color=arm.color, alpha=0.13, linewidth=0)
    looks: dict[str, Any] = {
        "color": arm.color,
        "linestyle": LINES[number % len(LINES)],
        "linewidth": 1.4,
        "zorder": 3 + number,
    }
    axes.step(time, estimate, where="post", label=arm.label, **looks)
    ended = [at for at, record in enumerate(records) if float(record["n.censor"] or 0) > 0]
    marks: dict[str, Any] = {"color": darken(arm.color), "marker": "|", "markersize": 5.5, "linestyle": "none"}
    axes.plot([time[at] for at in ended], [estimate[at] for at in ended], zorder=10, **marks)


def _column(records: Records, name: str) -> list[float]:
    """A column as numbers, times as they are and survival in per cent; NaN where it is empty."""
    factor = 1.0 if name == "time" else 100.0
    return [factor * float("nan" if record[name] in ("", None) else record[name]) for record in records]


def _dress(axes: Axes, analysis: Survival, endpoint: EventTime) -> None:
    start = {"first-dose": "first dose", "consent": "consent"}[endpoint.origin]
    axes.set_xlabel(f"{endpoint.unit.capitalize()} from {start}", labelpad=2)
    axes.set_ylabel(f"{endpoint.label if endpoint.event == 'death' else 'Without event'} (%)")
    axes.set_xticks(analysis.at_risk, [f"{time:g}" for time in analysis.at_risk])
    axes.set_xlim(0, max(analysis.at_risk[-1], axes.dataLim.x1) * 1.01)
    axes.set_yticks(range(0, 101, 20))
    axes.set_ylim(0, 103)
    axes.grid(axis="y")
    axes.legend(loc="lower left", bbox_to_anchor=(0.015, 0.075), borderpad=0, labelspacing=0.35)


def _write_risk(
    canvas: Canvas, axis: tuple[float, float], analysis: Survival, results: Results, arms: tuple[Group, ...]
) -> None:
    """Patients still under observation, each number under its time; ``axis`` is where it begins (cm), its last time."""
    top, (left, end) = TOP + PLOT + 1.1, axis
    counts = results.find(analysis=analysis.id, context="n-risk", stat_name="n.risk")
    canvas.write(0.15, top, ("Number at risk",), fontweight="bold", fontsize=SMALL)
    for number, arm in enumerate(arms, 1):
        place = top + LINE * number
        canvas.write(left - 0.25, place, (arm.label,), ha="right", color=darken(arm.color), fontsize=SMALL)
        rows = [row for row in counts if row.group1_level == arm.id]
        for time, row in zip(analysis.at_risk, rows, strict=True):
            at = left + (WIDTH - left - RIGHT) * time / end
            canvas.write(at, place, (format_row(row, "i"),), ha="center", fontsize=SMALL)


def _notes(analysis: Survival, endpoint: EventTime, results: Results, arms: tuple[Group, ...]) -> tuple[Text, ...]:
    """What the lines, bands and ticks are, and the methods."""
    time = f"{VISIT_LETTER[endpoint.unit]}{analysis.landmarks[0]:g}"
    rows = {arm.label: results[f"{analysis.id}.landmark/{endpoint.id}/{time}/{arm.id}/estimate"] for arm in arms}
    level = f"{100 * analysis.conf_level:g}% confidence interval"
    told = f"Lines: {format_method(rows)}. Bands: {level}. Ticks: end of follow-up without the event."
    if len(arms) < 2:
        return ((told,),)
    test = results[f"{analysis.id}.log-rank/{endpoint.id}/p.value"]
    return ((f"{told} Test between the groups: {format_method({'': test})}.",),)


def _alt(study: Study, analysis: Survival, endpoint: EventTime, results: Results) -> Iterator[str | Number]:
    """The curves in words: events and survival at the last landmark in each arm, and the test."""
    last = analysis.landmarks[-1]
    yield f"Kaplan-Meier curves. {endpoint.label} at {last:g} {endpoint.unit}: "
    arms = arms_of(study)
    for number, arm in enumerate(arms):
        base = f"{analysis.id}.{{}}/{endpoint.id}{{}}/{arm.id}"
        place = base.format("landmark", f"/{VISIT_LETTER[endpoint.unit]}{last:g}")
        yield f"{'; ' if number else ''}{arm.label} "
        yield format_row(results[f"{place}/estimate"], "%1")
        yield "% (events: "
        yield format_statistic(results, base.format("events", ""), "n.event")
        yield " of "
        yield format_statistic(results, base.format("events", ""), "N")
        yield ")"
    if len(arms) > 1:
        yield ". Log-rank "
        yield from format_p(results, f"{analysis.id}.log-rank/{endpoint.id}/p.value")
    yield "."
