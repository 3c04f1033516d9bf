"""The overview of adverse events: categories in lines; patients, per cent and events of each group in columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analysis.displays.cells import NBSP, format_count_percent, format_statistic
from analysis.displays.format import format_row
from analysis.displays.groups import Group, analysis_of, groups_of, size_of
from analysis.displays.model import Column, Frames, Line, Table, Text
from analysis.displays.notes import derive_notes
from analysis.results.table import ALL, Results
from analysis.study import Study
from analysis.study.analyses import AdverseEvents
from analysis.study.displays import EventsOverview

PRODUCES = "table"
FRAMES = ()

CATEGORIES = {
    "any": "Any event",
    "related": "Related to treatment",
    "grade-3-plus": "Grade 3 or higher",
    "serious": "Serious",
    "withdrawal": "Leading to withdrawal",
    "fatal": "Fatal",
}


def tabulate(study: Study, block: EventsOverview, results: Results, frames: Frames) -> Table:  # noqa: ARG001
    """Patients with at least one event (n, %) and events by category and group; over all also the interval."""
    analysis = analysis_of(study, block, AdverseEvents)
    groups = groups_of(study)
    columns = tuple(column for group in groups for column in _columns(results, analysis, group, group is groups[-1]))
    lines = tuple(_lines(results, analysis, groups))
    table = Table(block.id, (block.title,), "Category", columns, lines, (), stub_width=2.4)
    return replace(table, notes=derive_notes(study, block, results, table.texts(), _notes(study, analysis, results)))


def _columns(results: Results, analysis: AdverseEvents, group: Group, last: bool) -> Iterator[Column]:
    spanner = (f"{group.label}\n", *size_of(results, analysis, group.id))
    yield Column(("n (%)",), spanner=spanner)
    if last:
        yield Column((f"{100 * analysis.conf_level:g}%{NBSP}CI",), spanner=spanner, width=1.4)
    yield Column(("Events",), spanner=spanner, width=0.8)


def _lines(results: Results, analysis: AdverseEvents, groups: tuple[Group, ...]) -> Iterator[Line]:
    for category, label in CATEGORIES.items():
        base = f"{analysis.id}.overview/{category}"
        yield _line(results, base, label, groups, indent=0 if category == "any" else 1)
    special = results.find(analysis=analysis.id, context="special-interest", group1_level=ALL, stat_name="n")
    if special:
        yield Line(("Of special interest",), ((),) * (2 * len(groups) + 1), group=True)
    for row in special:
        yield _line(results, f"{analysis.id}.special-interest/{row.variable}", row.variable, groups, indent=1)


def _line(results: Results, base: str, label: str, groups: tuple[Group, ...], indent: int) -> Line:
    cells: list[Text] = []
    for group in groups:
        here = f"{base}/{group.id}"
        cells.append(format_count_percent(results, here))
        if group is groups[-1]:
            low, high = (format_row(results[f"{here}/{limit}"], "%1") for limit in ("conf.low", "conf.high"))
            cells.append((low, " to ", high))
        cells.append((format_statistic(results, here, "events"),))
    return Line((label,), tuple(cells), indent=indent)


def _notes(study: Study, analysis: AdverseEvents, results: Results) -> tuple[Text, ...]:
    row = results[f"{analysis.id}.overview/any/{ALL}/conf.low"]
    until = f" and up to day {study.safety.last_day}" if study.safety else ""
    return (
        ("n (%): patients with at least one event, and their per cent of the group; a patient counts once in a line.",),
        (f"Treatment-emergent: begun or worsened on or after the first dose{until}.",),
        (f"{100 * analysis.conf_level:g}% CI of the per cent: {row.method}.",),
    )
