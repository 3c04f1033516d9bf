"""The swimmer plot: a bar for each patient from first dose to the end of follow-up, with what happened on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from analysis.displays.cells import format_statistic
from analysis.displays.fonts import measure_text
from analysis.displays.groups import Group, analysis_of, arms_of, groups_of, sizes_of
from analysis.displays.legend import STAMPED, Legend, derive_legend
from analysis.displays.model import Figure, Frames, Number, Text
from analysis.displays.notes import derive_notes
from analysis.displays.panels import WIDTH
from analysis.displays.style import INK, SMALL, darken
from analysis.displays.svg import POINTS_PER_CM
from analysis.results.table import Results
from analysis.study import Study
from analysis.study.analyses import Timeline
from analysis.study.displays import SwimmerPlot

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PRODUCES = "figure"
FRAMES = ("bars", "marks")

TOP, BELOW, RIGHT, STEP = 0.9, 1.0, 0.7, 0.3  # cm around the axes, and from one patient to the next
#: What each mark is called, and how it is drawn: marker, size, filled.
MARKS: dict[str, tuple[str, str, float, bool]] = {
    "dose": ("Dose", "|", 4.5, True),
    "serious-event": ("Serious event", "v", 4.0, True),
    "death": ("Death", "X", 4.6, True),
    "discontinued": ("Left the study", "s", 3.4, False),
    "completed": ("Completed", ">", 4.0, False),
}
DATASETS = {"dose": "ADEX", "serious-event": "ADAE"}


def draw(study: Study, block: SwimmerPlot, results: Results, frames: Frames) -> Figure:
    """Patients arm by arm, the longest first; days from the first dose on the axis."""
    from analysis.displays.canvas import Canvas

    analysis = analysis_of(study, block, Timeline)
    bars, marks = (frames[f"{analysis.id}.{name}"] for name in FRAMES)
    patients = list(dict.fromkeys(str(bar["subject"]) for bar in bars))
    arms = {arm.id: arm for arm in arms_of(study)}
    names = [patient.removeprefix(f"{study.study.id}-") for patient in patients]
    left = max([measure_text(name, SMALL) for name in names], default=20) / POINTS_PER_CM + 0.4
    tall = max(STEP * len(patients), 1.5)
    shown = [mark for mark in MARKS if any(record["mark"] == mark for record in marks)]
    given = [arm.label for name, arm in arms.items() if any(bar["group"] == name for bar in bars)]
    legend = derive_legend([*(MARKS[mark][0] for mark in shown), *given], WIDTH - left - STAMPED, SMALL, 0.75)
    canvas = Canvas(block.id, WIDTH, TOP + legend.extra + tall + BELOW)
    axes = canvas.axes(left, TOP + legend.extra, WIDTH - left - RIGHT, tall)
    _draw_bars(axes, bars, patients, arms)
    for mark in shown:
        _draw_marks(axes, mark, [record for record in marks if record["mark"] == mark], patients)
    _dress(axes, names, legend)
    _name_arms(axes, [str(next(bar["group"] for bar in bars if bar["subject"] == p)) for p in patients], arms)
    if study.study.synthetic:
        canvas.stamp()
    alt = tuple(_alt(study, analysis, results))
    svg, drawn = canvas.render(alt)
    bars_told = "Wide bars: treatment; narrow bars: time in the study."
    own: tuple[Text, ...] = (sizes_of(results, analysis, arms_of(study)), (bars_told,))
    told = {DATASETS[mark] for mark in shown if mark in DATASETS}
    notes = derive_notes(study, block, results, (drawn, alt), own, told)
    return Figure(block.id, (block.title,), alt, notes, svg, drawn, width=WIDTH)


def _draw_bars(axes: Axes, bars: Any, patients: list[str], arms: Mapping[str, Group]) -> None:
    labelled: set[str] = set()
    for bar in bars:
        arm, at = arms[bar["group"]], patients.index(bar["subject"])
        start, end = float(bar["start"]), float(bar["end"])
        treated = bar["segment"] == "treatment"
        label = arm.label if not treated and arm.id not in labelled else None
        labelled |= set() if treated else {arm.id}
        axes.barh(
            at, max(end - start, 1.0), left=start, height=0.78 if treated else 0.42, label=label,
            color=darken(arm.color) if treated else arm.color, alpha=0.9 if treated else 0.55, linewidth=0,
        )  # fmt: skip


def _draw_marks(axes: Axes, mark: str, records: Any, patients: list[str]) -> None:
    label, marker, size, filled = MARKS[mark]
    places = [patients.index(str(record["subject"])) for record in records]
    days = [float(record["day"]) for record in records]
    axes.plot(
        days, places, linestyle="none", marker=marker, markersize=size, color=INK, label=label, zorder=6,
        markerfacecolor=INK if filled else "white", markeredgewidth=0.7, clip_on=False,
    )  # fmt: skip


def _name_arms(axes: Axes, groups: list[str], arms: Mapping[str, Group]) -> None:
    """The arm's name beside its patients, where there is room for it: colors alone are not told apart in grey."""
    for name, arm in arms.items():
        places = [at for at, group in enumerate(groups) if group == name]
        label = next((one for one in (arm.label, arm.short) if _fits(one, len(places))), "")
        if label:
            axes.text(
                1.012, sum(places) / len(places), label, rotation=90, transform=axes.get_yaxis_transform(),
                ha="left", va="center", fontsize=SMALL, color=darken(arm.color),
            )  # fmt: skip


def _fits(label: str, patients: int) -> bool:
    return measure_text(label, SMALL) / POINTS_PER_CM < STEP * patients


def _dress(axes: Axes, names: list[str], legend: Legend) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(max(len(names), 1) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(0, None)
    axes.set_xlabel("Study day", labelpad=2)
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    handles, _ = axes.get_legend_handles_labels()
    legend.draw(
        axes, handles, loc="lower left", bbox_to_anchor=(-0.02, 1.0), borderpad=0.2, columnspacing=1.0,
        handlelength=1.4, handletextpad=0.4, fontsize=SMALL,
    )  # fmt: skip


def _alt(study: Study, analysis: Timeline, results: Results) -> Iterator[str | Number]:
    yield "Time in the study by patient. Median days: "
    for number, group in enumerate(groups_of(study)):
        yield f"{'; ' if number else ''}{group.label} "
        yield format_statistic(results, f"{analysis.id}.summary/study-days/{group.id}", "median", 0)
    yield "."
