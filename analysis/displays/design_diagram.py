"""The design of the trial: periods above, a bar for each arm, and the visits below, in the order of their days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.displays.boxes import wrap_text
from analysis.displays.cells import format_n
from analysis.displays.format import format_row
from analysis.displays.groups import analysis_of
from analysis.displays.model import Figure, Frames, Number, Text, plain
from analysis.displays.notes import derive_notes
from analysis.displays.panels import WIDTH
from analysis.displays.style import FAINT, INK, QUIET, SMALL, TEXT, darken
from analysis.displays.svg import POINTS_PER_CM
from analysis.results.table import Results
from analysis.study import Arm, Study, Visit
from analysis.study.analyses import Flow
from analysis.study.displays import DesignDiagram
from analysis.study.metadata import Period

if TYPE_CHECKING:
    from analysis.displays.canvas import Canvas

PRODUCES = "figure"
FRAMES = ()

LABELS, BEFORE, AFTER = 3.4, 2.2, 1.9  # cm: the arms' names, and the time before the first and after the last visit
TOP, BAND, ROW, BAR = 0.6, 0.75, 1.0, 0.66  # cm: above all, the periods, from one arm to the next, a bar
TICK, LINE = 0.45, 0.29  # cm: below the arms, and from one line of text to the next


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where study days stand, in cm: visits at equal distance, days between them in proportion."""

    days: tuple[int, ...]
    places: tuple[float, ...]

    def at(self, day: int) -> float:
        """The place of a day: at the edge before the first visit, right behind the last one after it."""
        if day < self.days[0]:
            return LABELS
        return WIDTH - AFTER + 0.25 if day > self.days[-1] else float(np.interp(day, self.days, self.places))


def draw(study: Study, block: DesignDiagram, results: Results, frames: Frames) -> Figure:  # noqa: ARG001
    """Periods, arms with their treatment and the number of patients who entered them, and visits with their days."""
    from analysis.displays.canvas import Canvas

    analysis = analysis_of(study, block, Flow)
    counts = {arm.id: format_row(results[f"{analysis.id}.counts/enrolled/{arm.id}/n"], "i") for arm in study.arms}
    periods, scale = study.protocol.design.periods, _derive_scale(study)
    top = TOP + (BAND if periods else 0.0)
    bottom = top + ROW * len(study.arms)
    lines = max((len(_name_visit(visit, scale)) for visit in study.visits), default=0)
    canvas = Canvas(block.id, WIDTH, bottom + TICK + lines * LINE)
    sheet = canvas.axes(0, 0, WIDTH, canvas.height)
    sheet.set(xlim=(0, WIDTH), ylim=(canvas.height, 0))
    sheet.axis("off")
    _draw_periods(canvas, periods, scale, (TOP, bottom))
    _draw_visits(canvas, study, scale, (top, bottom))
    for number, arm in enumerate(study.arms):
        _draw_arm(canvas, arm, counts[arm.id], scale, top + ROW * (number + 0.5))
    if study.study.synthetic:
        canvas.stamp()
    alt = tuple(_alt(study, counts))
    svg, drawn = canvas.render(alt)
    own: tuple[Text, ...] = (("n: patients who entered the group. Visits stand at equal distances.",),)
    notes = derive_notes(study, block, results, (drawn, alt), own)
    return Figure(block.id, (block.title,), alt, notes, svg, drawn, width=WIDTH)


def _derive_scale(study: Study) -> _Scale:
    days = tuple(sorted({visit.day for visit in study.visits})) or (1,)
    return _Scale(days, tuple(np.linspace(LABELS + BEFORE, WIDTH - AFTER, len(days))))


def _draw_periods(canvas: Canvas, periods: Sequence[Period], scale: _Scale, ends: tuple[float, float]) -> None:
    """A band for each period, up to the beginning of the next one."""
    sheet = canvas.figure.axes[0]
    for number, period in enumerate(periods):
        left = scale.at(period.first)
        following = periods[number + 1].first if number + 1 < len(periods) else None
        last = period.last if following is None else following
        right = WIDTH - 0.2 if last is None else max(scale.at(last), left + 0.2)
        if right - left < 0.5:
            continue  # too narrow for a word; the table of periods has it
        sheet.fill_between([left, right - 0.06], ends[0], ends[0] + BAND - 0.12, color=FAINT, linewidth=0)
        if number:
            sheet.plot([left - 0.03] * 2, ends, color=FAINT, linewidth=0.8)
        _write(canvas, period.label, ((left + right) / 2, ends[0] + (BAND - 0.12) / 2), right - left - 0.1, INK)


def _draw_visits(canvas: Canvas, study: Study, scale: _Scale, ends: tuple[float, float]) -> None:
    """A line for each visit down through the arms, with its label and day."""
    sheet = canvas.figure.axes[0]
    foot = ends[1] + TICK - 0.3
    sheet.plot([scale.at(scale.days[0]), scale.at(scale.days[-1])], [foot, foot], color=INK, linewidth=0.6)
    for visit in sorted(study.visits, key=lambda visit: visit.day):
        at = scale.at(visit.day)
        sheet.plot([at, at], [ends[0], foot], color=QUIET, linewidth=0.5, linestyle=(0, (2, 2)), zorder=0)
        for number, line in enumerate(_name_visit(visit, scale)):
            sheet.text(at, foot + 0.2 + LINE * number, line, ha="center", va="center", fontsize=SMALL)


def _name_visit(visit: Visit, scale: _Scale) -> list[str]:
    """The visit's label in lines as wide as its place, and its day where the label does not tell it."""
    room = (scale.places[1] - scale.places[0]) if len(scale.places) > 1 else BEFORE
    day = [] if str(visit.day) in visit.label else [f"day {visit.day}"]
    return [*_wrap(visit.label, max(room - 0.15, 0.5))[:3], *day]


def _draw_arm(canvas: Canvas, arm: Arm, count: Number, scale: _Scale, middle: float) -> None:
    """The arm's name and size, a line from before the first visit, and a bar with what is given."""
    sheet, color = canvas.figure.axes[0], darken(arm.color)
    left, right = scale.at(scale.days[0]), WIDTH - AFTER + 0.15
    lines = _wrap(arm.label, LABELS - 0.3)[:2]
    for number, line in enumerate(lines):
        at = middle + LINE * (number - len(lines) / 2)
        sheet.text(0.1, at, line, ha="left", va="center", fontsize=TEXT, fontweight="bold", color=color)
    canvas.write(0.1, middle + LINE * len(lines) / 2, format_n(count), ha="left", fontsize=SMALL, color=QUIET)
    sheet.plot([LABELS, left], [middle, middle], color=color, linewidth=1.2)
    sheet.fill_between([left, right], middle - BAR / 2, middle + BAR / 2, color=color, linewidth=0)
    sheet.plot([right, WIDTH - 0.2], [middle, middle], color=color, linewidth=1.2)
    _write(canvas, arm.dose_text or arm.label, ((left + right) / 2, middle), right - left - 0.2, "white")


def _write(canvas: Canvas, text: str, place: tuple[float, float], width: float, color: str) -> None:
    """At most two lines of text in the middle of a box."""
    lines = _wrap(text, width)[:2]
    for number, line in enumerate(lines):
        at = place[1] + LINE * (number - (len(lines) - 1) / 2)
        canvas.figure.axes[0].text(place[0], at, line, ha="center", va="center", fontsize=SMALL, color=color)


def _wrap(text: str, width: float) -> list[str]:
    return [plain(line) for line in wrap_text((text,), width * POINTS_PER_CM, SMALL)]


def _alt(study: Study, counts: dict[str, Number]) -> Iterator[str | Number]:
    """The diagram in sentences."""
    yield "Design of the trial."
    for period in study.protocol.design.periods:
        yield f" {period.label}: from day {period.first} {'on' if period.last is None else f'to {period.last}'}."
    for arm in study.arms:
        yield f" {arm.label}{f', {arm.dose_text}' if arm.dose_text else ''}, patients: "
        yield counts[arm.id]
        yield "."
    yield f" Visits: {', '.join(f'{visit.label} (day {visit.day})' for visit in study.visits)}."
