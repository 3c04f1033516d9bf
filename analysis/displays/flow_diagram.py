"""The CONSORT flow diagram: from assessment to each analysis, every count proven to add up before it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.displays.boxes import Entry
from analysis.displays.cells import format_n
from analysis.displays.flow_layout import WIDTH, FlowText, derive_layout, render_layout
from analysis.displays.format import format_row
from analysis.displays.groups import analysis_of
from analysis.displays.model import Figure, Frames, Number, Text, plain
from analysis.displays.notes import derive_notes
from analysis.displays.svg import POINTS_PER_CM, Ledger, render_stamp, render_svg
from analysis.errors import DisplayError, Fault
from analysis.results.table import ALL, Results
from analysis.study import Arm, Study
from analysis.study.analyses import Flow
from analysis.study.displays import FlowDiagram
from analysis.study.wording import format_name

PRODUCES = "figure"
FRAMES = ()

STAGES = {
    "en-US": ("Enrollment", "Allocation", "Follow-up", "Analysis"),
    "en-GB": ("Enrolment", "Allocation", "Follow-up", "Analysis"),
}
ANALYSED = {"en-US": "Analyzed", "en-GB": "Analysed"}


@dataclass(frozen=True, slots=True)
class _Counts:
    study: Study
    analysis: Flow
    results: Results

    def number(self, box: str, group: str) -> Number:
        return format_row(self.results[f"{self.analysis.id}.counts/{box}/{group}/n"], "i")

    def value(self, box: str, group: str) -> int:
        return round(self.results[f"{self.analysis.id}.counts/{box}/{group}/n"].stat)

    def stands(self, box: str) -> bool:
        """Whether anybody stands in a box that is shown only then."""
        names = [f"{self.analysis.id}.counts/{box}/{arm.id}/n" for arm in self.study.arms]
        return any(name in self.results and self.results[name].stat > 0 for name in names)

    def entry(self, label: str, box: str, group: str, *, bold: bool = False, bullet: bool = False) -> Entry:
        return Entry((f"{label} ", *format_n(self.number(box, group))), bold, bullet)


def draw(study: Study, block: FlowDiagram, results: Results, frames: Frames) -> Figure:  # noqa: ARG001
    """The flow of any number of arms; reasons that nobody had are shown with n = 0.

    Raises DisplayError where the boxes don't add up.
    """
    analysis = analysis_of(study, block, Flow)
    counts = _Counts(study, analysis, results)
    check_sums(counts)
    text = _texts(counts)
    layout, ledger = derive_layout(text), Ledger(block.id)
    body = [*render_layout(layout, ledger), *([render_stamp(WIDTH)] if study.study.synthetic else [])]
    alt = tuple(_alt(counts))
    svg = render_svg((WIDTH, layout.height), plain(alt), body)
    drawn = tuple(ledger.numbers)
    notes = derive_notes(study, block, results, (drawn,), (("n: number of patients.",),))
    return Figure(block.id, (block.title,), alt, notes, svg, drawn, _lines(text, study), WIDTH / POINTS_PER_CM)


def check_sums(counts: _Counts) -> None:
    """DisplayError with every box that is not the sum of its parts."""
    faults = []
    for total, parts in _sums(counts):
        found = counts.value(*total)
        got = [counts.value(*part) for part in parts]
        if found != sum(got):
            told = " + ".join(f"{n} {box} ({group})" for n, (box, group) in zip(got, parts, strict=True)) or "nothing"
            faults.append(
                Fault(f"{counts.analysis.id}, {total[0]} ({total[1]})", f"{found} is not {told}", "correct the results")
            )
    if faults:
        raise DisplayError(faults)


def _sums(counts: _Counts) -> Iterator[tuple[tuple[str, str], list[tuple[str, str]]]]:
    """A box and those that it must be the sum of, each as (box, group)."""
    exclusions = [(f"excluded/{reason.id}", ALL) for reason in counts.study.disposition.exclusions]
    yield ("screened", ALL), [("excluded", ALL), ("enrolled", ALL)]
    yield ("excluded", ALL), exclusions
    arms = [arm.id for arm in counts.study.arms]
    yield ("enrolled", ALL), [("enrolled", arm) for arm in arms]
    for arm in arms:
        yield ("enrolled", arm), [("treated", arm), ("not-treated", arm)]
        going = [("ongoing", arm)] if counts.stands("ongoing") else []
        yield ("treated", arm), [("completed", arm), ("discontinued", arm), *going]
        reasons = counts.study.disposition.discontinuations
        yield ("discontinued", arm), [(f"discontinued/{reason.id}", arm) for reason in reasons]
        for name in counts.analysis.analysed:
            yield ("enrolled", arm), [(f"analysed/{name}", arm), (f"not-analysed/{name}", arm)]


def _texts(counts: _Counts) -> FlowText:
    study = counts.study
    reasons = (
        counts.entry(reason.label, f"excluded/{reason.id}", ALL, bullet=True) for reason in study.disposition.exclusions
    )
    rows = (_allocation, _follow_up, _analysis)
    return FlowText(
        assessed=[counts.entry("Assessed for eligibility", "screened", ALL, bold=True)],
        excluded=[counts.entry("Excluded", "excluded", ALL, bold=True), *reasons],
        enrolled=[counts.entry("Enrolled", "enrolled", ALL, bold=True)],
        rows=tuple(tuple(list(row(counts, arm)) for arm in study.arms) for row in rows),
        stages=STAGES[study.study.language],
    )


def _allocation(counts: _Counts, arm: Arm) -> Iterator[Entry]:
    yield counts.entry(arm.label, "enrolled", arm.id, bold=True)
    if arm.dose_text:
        yield Entry((arm.dose_text,))
    yield counts.entry("Received allocated treatment", "treated", arm.id, bullet=True)
    yield counts.entry("Did not receive it", "not-treated", arm.id, bullet=True)


def _follow_up(counts: _Counts, arm: Arm) -> Iterator[Entry]:
    yield counts.entry("Completed follow-up", "completed", arm.id, bold=True)
    yield counts.entry("Lost or discontinued", "discontinued", arm.id, bold=True)
    for reason in counts.study.disposition.discontinuations:
        yield counts.entry(reason.label, f"discontinued/{reason.id}", arm.id, bullet=True)
    if counts.stands("ongoing"):
        yield counts.entry("No end of follow-up recorded", "ongoing", arm.id, bold=True)


def _analysis(counts: _Counts, arm: Arm) -> Iterator[Entry]:
    word = ANALYSED[counts.study.study.language]
    for name in counts.analysis.analysed:
        label = counts.study.population(name).label
        yield counts.entry(f"{word}, {format_name(label)}", f"analysed/{name}", arm.id, bold=True)
        yield counts.entry("Not in this analysis", f"not-analysed/{name}", arm.id, bullet=True)


def _alt(counts: _Counts) -> Iterator[str | Number]:
    """Who was assessed, excluded and enrolled, and how each arm went on."""
    yield from ("Flow of participants. Assessed ", counts.number("screened", ALL))
    yield from (", excluded ", counts.number("excluded", ALL), ", enrolled ", counts.number("enrolled", ALL), ". ")
    for number, arm in enumerate(counts.study.arms):
        yield from (f"{'; ' if number else ''}{arm.label}: enrolled ", counts.number("enrolled", arm.id))
        yield from (", treated ", counts.number("treated", arm.id))
        yield from (", completed ", counts.number("completed", arm.id))
    yield "."


def _lines(text: FlowText, study: Study) -> str:
    """The diagram in lines of text, for screen readers: stage by stage, arm by arm."""
    first = ((text.assessed, text.excluded, text.enrolled), *text.rows)
    lines = []
    for stage, boxes in zip(text.stages, first, strict=True):
        lines.append(stage.upper())
        for number, box in enumerate(boxes):
            if stage != text.stages[0]:
                lines.append(f"  {study.arms[number].label}")
            lines += [f"  {'  ' if stage != text.stages[0] else ''}{_line(entry)}" for entry in box]
    return "\n".join(lines).replace("\u00a0", " ")


def _line(entry: Entry) -> str:
    shown: Text = ("- ", *entry.text) if entry.bullet else entry.text
    return plain(shown)
