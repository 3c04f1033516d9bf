"""The plot of Hy's law: each patient's peak aminotransferase against the peak bilirubin, in multiples of the limit."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING, Any

from analysis.displays.format import format_row
from analysis.displays.groups import Group, analysis_of, arms_of, sizes_of
from analysis.displays.legend import STAMPED, Legend, derive_legend
from analysis.displays.model import Figure, Frames, Number, Text
from analysis.displays.notes import derive_notes
from analysis.displays.panels import NARROW
from analysis.displays.style import MARKERS, QUIET, SMALL, darken
from analysis.results.table import ALL, Results
from analysis.study import Study
from analysis.study.analyses import LiverSafety
from analysis.study.displays import HysLaw

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from analysis.displays.canvas import Canvas

PRODUCES = "figure"
FRAMES = ("points",)

LEFT, TOP, PLOT, BELOW = 1.3, 1.0, 7.2, 1.1  # cm
#: Where the number of patients of a quadrant stands: fraction of the width, of the height, and what it is called.
CORNERS = {
    "neither": (0.02, 0.03, "neither"),
    "aminotransferase-only": (0.98, 0.03, "aminotransferase only"),
    "bilirubin-only": (0.02, 0.97, "bilirubin only"),
    "both": (0.98, 0.97, "both: Hy's law range"),
}


def draw(study: Study, block: HysLaw, results: Results, frames: Frames) -> Figure:
    """Logarithmic axes with lines at 3 and 2 times the upper limit; the patients of each quadrant are counted."""
    from analysis.displays.canvas import Canvas

    analysis = analysis_of(study, block, LiverSafety)
    arms = arms_of(study)
    legend = derive_legend([arm.label for arm in arms], NARROW - LEFT - STAMPED)
    top = TOP + legend.extra
    canvas = Canvas(block.id, NARROW, top + PLOT + BELOW)
    axes = canvas.axes(LEFT, top, NARROW - LEFT - 0.3, PLOT)
    _draw_points(axes, frames[f"{analysis.id}.points"], arms)
    _dress(axes, legend)
    _write_counts(canvas, top, analysis, results)
    if study.study.synthetic:
        canvas.stamp()
    alt = tuple(_alt(analysis, results))
    svg, drawn = canvas.render(alt)
    told = "Points: the highest values of a patient after the first dose, not always of the same day."
    own: tuple[Text, ...] = (sizes_of(results, analysis, arms), (told,), ("ULN: upper limit of normal.",))
    notes = derive_notes(study, block, results, (drawn, alt), own)
    return Figure(block.id, (block.title,), alt, notes, svg, drawn, width=NARROW)


def _draw_points(axes: Axes, points: Any, arms: tuple[Group, ...]) -> None:
    for number, arm in enumerate(arms):
        pairs = [_pair(point) for point in points if point["group"] == arm.id]
        shown = [(x, y) for x, y in pairs if isfinite(x) and isfinite(y)]
        axes.plot(
            [x for x, _ in shown], [y for _, y in shown], linestyle="none", marker=MARKERS[number % len(MARKERS)],
            color=arm.color, markeredgecolor=darken(arm.color), markeredgewidth=0.6, label=arm.label, markersize=4.5,
        )  # fmt: skip


def _pair(point: Any) -> tuple[float, float]:
    x, y = (
        float(point[name] if point[name] not in ("", None) else "nan") for name in ("aminotransferase", "bilirubin")
    )
    return x, y


def _dress(axes: Axes, legend: Legend) -> None:
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.axvline(3, color=QUIET, linewidth=0.7, linestyle=(0, (4, 2)))
    axes.axhline(2, color=QUIET, linewidth=0.7, linestyle=(0, (4, 2)))
    ticks = (0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 50, 100)
    for axis, least in ((axes.xaxis, 20.0), (axes.yaxis, 10.0)):
        low, high = axis.get_view_interval()
        axis.axes.set(**{f"{axis.axis_name}lim": (min(low, 0.2), max(high * 1.2, least))})
        low, high = axis.get_view_interval()
        inside = [tick for tick in ticks if low <= tick <= high]
        axis.set_ticks(inside, [f"{tick:g}" for tick in inside])
        axis.set_ticks([], minor=True)
    axes.set_xlabel("Highest aminotransferase (× ULN)", labelpad=2)
    axes.set_ylabel("Highest total bilirubin (× ULN)", labelpad=2)
    handles, _ = axes.get_legend_handles_labels()
    legend.draw(axes, handles, loc="lower left", bbox_to_anchor=(0, 1.0), borderpad=0, handletextpad=0.3)


def _write_counts(canvas: Canvas, top: float, analysis: LiverSafety, results: Results) -> None:
    for quadrant, (x, y, label) in CORNERS.items():
        n = format_row(results[f"{analysis.id}.hys-law/{quadrant}/{ALL}/n"], "i")
        place = LEFT + x * (NARROW - LEFT - 0.3), top + (1 - y) * PLOT
        canvas.write(*place, (f"{label}, n = ", n), ha="left" if x < 0.5 else "right", fontsize=SMALL, color=QUIET)


def _alt(analysis: LiverSafety, results: Results) -> Iterator[str | Number]:
    yield "Peak aminotransferase against peak bilirubin of each patient. Patients in the quadrants: "
    for number, (quadrant, (_, _, label)) in enumerate(CORNERS.items()):
        yield f"{'; ' if number else ''}{label} "
        yield format_row(results[f"{analysis.id}.hys-law/{quadrant}/{ALL}/n"], "i")
    yield "."
