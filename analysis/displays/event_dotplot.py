"""Adverse events by term: the per cent of each arm as dots, and beside them the difference of the outermost arms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.displays.cells import NBSP, format_statistic
from analysis.displays.fonts import measure_text
from analysis.displays.groups import Group, analysis_of, arms_of, sizes_of
from analysis.displays.legend import STAMPED, derive_legend, wrap_label
from analysis.displays.model import Figure, Frames, Number, Text
from analysis.displays.notes import derive_notes
from analysis.displays.panels import WIDTH
from analysis.displays.style import INK, MARKERS, QUIET, TEXT, darken
from analysis.displays.svg import POINTS_PER_CM
from analysis.results.table import ALL, Results, Row
from analysis.study import Study
from analysis.study.analyses import Occurrence
from analysis.study.displays import EventDotplot

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PRODUCES = "figure"
FRAMES = ()

TOP, BELOW, STEP = 1.2, 1.1, 0.42  # cm above and below the axes, and from one term to the next
LINE, NAME_ROOM = 0.3, 6.0  # cm: a further line of a term, and how wide terms may be


@dataclass(frozen=True, slots=True)
class _Scope:
    analysis: Occurrence
    results: Results
    arms: tuple[Group, ...]
    terms: tuple[Row, ...]
    count: int  # of all terms

    @property
    def places(self) -> list[str]:
        """The terms as parts of row ids, the most frequent first."""
        return [f"{row.variable}/{row.variable_level}" if row.context == "term" else row.variable for row in self.terms]

    def difference(self, place: str, statistic: str) -> float | None:
        """The difference of the last arm to the first; None where the analysis compares no arms."""
        context = f"{self.terms[0].context}-difference"
        row = f"{self.analysis.id}.{context}/{place}/{self.arms[-1].id}/{self.arms[0].id}/{statistic}"
        return 100 * self.results[row].stat if row in self.results else None


def draw(study: Study, block: EventDotplot, results: Results, frames: Frames) -> Figure:  # noqa: ARG001
    """The most frequent terms from above; without comparisons in the analysis the dots alone."""
    from analysis.displays.canvas import Canvas

    analysis = analysis_of(study, block, Occurrence)
    terms = _terms(analysis, results)
    scope = _Scope(analysis, results, arms_of(study), terms[: block.terms], len(terms))
    names = [row.variable_level or row.variable for row in scope.terms]
    wrapped = [wrap_label(name, NAME_ROOM) for name in names]
    most = max((name.count("\n") for name in wrapped), default=0)
    widths = [measure_text(line, TEXT) for name in wrapped for line in name.split("\n")]
    left = max(widths, default=60) / POINTS_PER_CM + 0.5
    compared = bool(scope.terms) and scope.difference(scope.places[0], "estimate") is not None
    tall, whole = max((STEP + LINE * most) * len(names), 1.5), WIDTH - left - 0.4
    legend = derive_legend([arm.label for arm in scope.arms], whole - STAMPED)
    told = wrap_label(f"{scope.arms[-1].short} − {scope.arms[0].short} (percentage points)", whole * 0.44)
    top = TOP + legend.extra
    canvas = Canvas(block.id, WIDTH, top + tall + BELOW + LINE * told.count("\n"))
    dots = canvas.axes(left, top, whole * (0.52 if compared else 1), tall)
    _draw_dots(dots, scope, wrapped)
    if compared:
        _draw_differences(canvas.axes(left + whole * 0.56, top, whole * 0.44, tall), scope, told)
    handles, _ = dots.get_legend_handles_labels()
    legend.draw(dots, handles, loc="lower left", bbox_to_anchor=(0, 1.0), borderpad=0, columnspacing=1.4)
    if study.study.synthetic:
        canvas.stamp()
    alt = tuple(_alt(scope, names))
    svg, drawn = canvas.render(alt)
    own = (sizes_of(results, analysis, scope.arms), *_notes(scope, compared))
    notes = derive_notes(study, block, results, (drawn, alt), own)
    return Figure(block.id, (block.title,), alt, notes, svg, drawn, width=WIDTH)


def _terms(analysis: Occurrence, results: Results) -> tuple[Row, ...]:
    """The terms (classes, where there are no terms), the most frequent first; order of equals as in the results."""
    rows = results.find(analysis=analysis.id, group1_level=ALL, stat_name="n")
    found = [row for row in rows if row.context == "term"] or [row for row in rows if row.context == "class"]
    return tuple(sorted(found, key=lambda row: -row.stat))


def _draw_dots(axes: Axes, scope: _Scope, names: list[str]) -> None:
    for number, arm in enumerate(scope.arms):
        shift = 0.18 * (number - (len(scope.arms) - 1) / 2)
        context = scope.terms[0].context if scope.terms else "term"
        shares = [100 * scope.results[f"{scope.analysis.id}.{context}/{p}/{arm.id}/p"].stat for p in scope.places]
        axes.plot(
            shares, [at + shift for at in range(len(names))], linestyle="none", marker=MARKERS[number % len(MARKERS)],
            color=arm.color, markeredgecolor=darken(arm.color), markeredgewidth=0.5, label=arm.label, clip_on=False,
        )  # fmt: skip
    _set_rows(axes, names)
    axes.set_xlim(0, None)
    axes.set_xlabel("Patients (%)", labelpad=2)


def _draw_differences(axes: Axes, scope: _Scope, told: str) -> None:
    axes.axvline(0, color=QUIET, linewidth=0.6)
    for at, place in enumerate(scope.places):
        estimate, low, high = (scope.difference(place, name) or 0.0 for name in ("estimate", "conf.low", "conf.high"))
        axes.plot([low, high], [at, at], color=INK, linewidth=0.8)
        axes.plot([estimate], [at], marker="o", color=INK, markersize=3)
    _set_rows(axes, [""] * len(scope.places))
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(told, labelpad=2)


def _set_rows(axes: Axes, names: list[str]) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(max(len(names), 1) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0, labelsize=TEXT, pad=6)
    axes.grid(axis="both")


def _notes(scope: _Scope, compared: bool) -> tuple[Text, ...]:
    told = "Dots: patients with at least one event of the term, in per cent of the arm, the most frequent term first"
    told += f"; {len(scope.terms)} of {scope.count} terms." if len(scope.terms) < scope.count else "."
    if not compared:
        return ((told,),)
    context = f"{scope.terms[0].context}-difference"
    row = scope.results[
        f"{scope.analysis.id}.{context}/{scope.places[0]}/{scope.arms[-1].id}/{scope.arms[0].id}/estimate"
    ]
    level = f"{100 * scope.analysis.conf_level:g}%{NBSP}CI"
    return ((told,), (f"Right: {row.method[:1].lower()}{row.method[1:]} with {level}; {row.options}.",))


def _alt(scope: _Scope, names: list[str]) -> Iterator[str | Number]:
    """The three most frequent terms."""
    yield f"Adverse events by term in {len(scope.arms)} arms. Most frequent over all: "
    for number, (name, row) in enumerate(zip(names[:3], scope.terms[:3], strict=True)):
        yield f"{', ' if number else ''}{name} in "
        yield format_statistic(scope.results, row.id.removesuffix("/n"), "n")
        yield " of "
        yield format_statistic(scope.results, row.id.removesuffix("/n"), "N")
    yield "." if names else "none."
