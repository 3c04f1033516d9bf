"""Shift panels: each patient's lowest, highest or last value against the baseline, with the reference range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import isfinite, nan
from typing import TYPE_CHECKING, Any

from analysis.displays.groups import Group, analysis_of, arms_of, sizes_of
from analysis.displays.legend import STAMPED, derive_legend
from analysis.displays.model import Figure, Frames, Number, Text
from analysis.displays.notes import derive_notes
from analysis.displays.panels import Grid, place_title, wrap_titles
from analysis.displays.style import FAINT, MARKERS, QUIET, SMALL, darken
from analysis.displays.ticks import set_value_ticks
from analysis.results.table import Results
from analysis.study import Parameter, Study
from analysis.study.analyses import Shift
from analysis.study.displays import ShiftPanel

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PRODUCES = "figure"
FRAMES = ("pairs",)

Records = Sequence[Mapping[str, Any]]


def draw(study: Study, block: ShiftPanel, results: Results, frames: Frames) -> Figure:
    """A point for each patient; on the diagonal nothing has changed; grey lines are limits of the reference range."""
    from analysis.displays.canvas import Canvas

    analysis = analysis_of(study, block, Shift)
    arms = arms_of(study)
    grid = Grid(len(block.parameters), min(block.columns, len(block.parameters)), below=1.15)
    grid, titles = wrap_titles(grid, [_title(study.parameter(name)) for name in block.parameters])
    legend = derive_legend([arm.label for arm in arms], grid.width - STAMPED)
    grid = replace(grid, top=grid.top + legend.extra)
    canvas = Canvas(block.id, grid.width, grid.height)
    for number, name in enumerate(block.parameters):
        axes = canvas.axes(*grid.corner(number), *grid.plot)
        records = [r for r in frames[f"{analysis.id}.pairs"] if r["parameter"] == name]
        _draw_panel(axes, study.parameter(name), records, (arms, block.extreme))
        axes.set_title(titles[number], x=place_title(grid))
    handles, _ = canvas.figure.axes[0].get_legend_handles_labels()
    place = (0.1 / canvas.width, 1 - 0.05 / canvas.height)
    legend.draw(canvas.figure, handles, loc="upper left", bbox_to_anchor=place, borderpad=0.2)
    if study.study.synthetic:
        canvas.stamp()
    alt = tuple(_alt(study, block, analysis, results))
    svg, drawn = canvas.render(alt)
    told = "Points: patients; diagonal: no change; grey lines: limits of the reference range."
    own: tuple[Text, ...] = (sizes_of(results, analysis, arms), (told,))
    behind = {row.dataset for name in block.parameters for row in results.find(analysis=analysis.id, variable=name)}
    notes = derive_notes(study, block, results, (drawn, alt), own, behind)
    return Figure(block.id, (block.title,), alt, notes, svg, drawn, width=grid.width)


def _title(parameter: Parameter) -> str:
    return f"{parameter.label} ({parameter.unit})" if parameter.unit else parameter.label


def _draw_panel(axes: Axes, parameter: Parameter, records: Records, how: tuple[tuple[Group, ...], str]) -> None:
    arms, extreme = how
    pairs = {arm.id: [_pair(r, extreme) for r in records if r["group"] == arm.id] for arm in arms}
    values = [value for pair in pairs.values() for xy in pair for value in xy if isfinite(value)]
    for limit in sorted({_number(r[name]) for r in records for name in ("limit.low", "limit.high")}):
        if isfinite(limit):
            axes.axhline(limit, color=FAINT, linewidth=0.8, zorder=1)
            axes.axvline(limit, color=FAINT, linewidth=0.8, zorder=1)
    for number, arm in enumerate(arms):
        shown = [(x, y) for x, y in pairs[arm.id] if isfinite(x) and isfinite(y)]
        axes.plot(
            [x for x, _ in shown], [y for _, y in shown], linestyle="none", marker=MARKERS[number % len(MARKERS)],
            color=arm.color, markeredgecolor=darken(arm.color), markeredgewidth=0.5, label=arm.label, zorder=3,
        )  # fmt: skip
    if parameter.distribution == "log-normal" and values and min(values) > 0:
        axes.set_xscale("log")
        axes.set_yscale("log")
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = (high - low) * 0.06 or 0.5
    limits = (low / 1.15, high * 1.15) if axes.get_xscale() == "log" else (low - room, high + room)
    axes.plot(limits, limits, color=QUIET, linewidth=0.6, zorder=2)
    axes.set_xlim(limits)
    axes.set_ylim(limits)
    set_value_ticks(axes, values)
    axes.set_xticks(axes.get_yticks(), [label.get_text() for label in axes.get_yticklabels()])
    axes.minorticks_off()
    axes.set_xlabel("Baseline", fontsize=SMALL, labelpad=1)
    axes.set_ylabel(f"{extreme.capitalize()} value", fontsize=SMALL, labelpad=1)


def _pair(record: Mapping[str, Any], extreme: str) -> tuple[float, float]:
    return _number(record["baseline"]), _number(record[extreme])


def _number(value: Any) -> float:
    return nan if value in ("", None) else float(value)


def _alt(study: Study, block: ShiftPanel, analysis: Shift, results: Results) -> Iterator[str | Number]:
    names = ", ".join(study.parameter(name).label for name in block.parameters)
    yield f"{block.extreme.capitalize()} value after the first dose against the baseline of each patient, for {names}. "
    yield from sizes_of(results, analysis, arms_of(study))
