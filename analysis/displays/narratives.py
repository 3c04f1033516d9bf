"""Narratives of deaths and serious events, patient by patient, composed from the datasets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from analysis.displays.cells import format_n
from analysis.displays.format import format_row
from analysis.displays.groups import analysis_of, groups_of
from analysis.displays.listing_table import EMPTY
from analysis.displays.model import Column, Frames, Line, Table, Text
from analysis.displays.narrative_text import (
    DEATH,
    Record,
    Records,
    format_dosing,
    format_event,
    format_history,
    format_laboratory,
    format_medication,
    format_others,
    format_outcome,
    format_person,
)
from analysis.displays.notes import derive_notes
from analysis.results.table import ALL, Results
from analysis.study import Study
from analysis.study.analyses import Narratives as Analysis
from analysis.study.displays import Narratives

PRODUCES = "table"
FRAMES = ("subjects", "events", "history", "medication", "doses", "laboratory")
DATASETS = {"events": "ADAE", "history": "ADMH", "medication": "ADCM", "doses": "ADEX", "laboratory": "ADLB"}
REASONS = {DEATH: "death", "serious-event": "serious adverse event"}


@dataclass(frozen=True, slots=True)
class _Scope:
    study: Study
    frames: Mapping[str, Records]

    def of(self, frame: str, subject: Record) -> Records:
        """The patient's records in a frame."""
        return [one for one in self.frames[frame] if one["subject"] == subject["subject"]]


def tabulate(study: Study, block: Narratives, results: Results, frames: Frames) -> Table:
    """For each patient a heading with the reasons, then the parts of the narrative; one line where there is nobody."""
    analysis = analysis_of(study, block, Analysis)
    scope = _Scope(study, {name: frames[f"{analysis.id}.{name}"] for name in FRAMES})
    lines = tuple(line for subject in scope.frames["subjects"] for line in _lines(scope, subject))
    columns = (Column(("Narrative",), "left", width=6.2),)
    table = Table(block.id, (block.title,), "Patient", columns, lines, (), stub_width=1.6)
    if not lines:
        table = replace(table, columns=(), lines=(Line((EMPTY,), ()),))
    told = {dataset for frame, dataset in DATASETS.items() if scope.frames[frame]}
    own = _notes(study, analysis, results)
    return replace(table, notes=derive_notes(study, block, results, table.texts(), own, told))


def _lines(scope: _Scope, subject: Record) -> Iterator[Line]:
    name = str(subject["subject"]).removeprefix(f"{scope.study.study.id}-")
    arm = {group.id: group.label for group in groups_of(scope.study)}.get(str(subject["group"]), "unknown")
    reasons = ", ".join(REASONS.get(one, one) for one in str(subject["reasons"]).split("; "))
    yield Line((f"Patient {name}, {arm}: {reasons}",), ((),), group=True)
    for label, text in _parts(scope, subject, arm):
        yield Line((label,), ((text,),), indent=1)


def _parts(scope: _Scope, subject: Record, arm: str) -> Iterator[tuple[str, str]]:
    events, laboratory = scope.of("events", subject), scope.of("laboratory", subject)
    yield "Patient", format_person(subject, arm)
    yield "History", format_history(scope.of("history", subject))
    yield "Medication", format_medication(scope.of("medication", subject))
    yield "Treatment", format_dosing(scope.of("doses", subject))
    for event in events:
        if event["serious"] == "Y":
            yield "Serious event", format_event(event)
            around = [one for one in laboratory if one["event"] == event["number"]]
            if around:
                yield "Laboratory around it", format_laboratory(scope.study, around)
    last = [one for one in laboratory if one["event"] == DEATH]
    if last:
        yield "Laboratory before death", format_laboratory(scope.study, last)
    yield "Other events", format_others([event for event in events if event["serious"] != "Y"])
    yield "Outcome", format_outcome(subject)


def _notes(study: Study, analysis: Analysis, results: Results) -> tuple[Text, ...]:
    counts = {name: format_row(results[f"{analysis.id}.subjects/{name}/{ALL}/n"], "i") for name in ("any", *REASONS)}
    told: Text = ("Patients told about ", *format_n(counts["any"]), ": died ", *format_n(counts[DEATH]))
    told = (*told, ", had a serious adverse event ", *format_n(counts["serious-event"]), ".")
    recorded = (
        "Composed from the records of each patient; days are study days. Laboratory: the last value before, the first "
        f"during and the first after. Patients are named without {study.study.id}- before their number."
    )
    return told, (recorded,)
