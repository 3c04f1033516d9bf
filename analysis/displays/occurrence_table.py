"""Subjects with records by class and term: adverse events, history, medication, deviations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from analysis.displays.cells import NBSP, format_count_percent, format_estimate, format_statistic
from analysis.displays.format import format_row
from analysis.displays.groups import Group, analysis_of, arms_of, groups_of, size_of
from analysis.displays.model import Column, Frames, Line, Number, Table, Text
from analysis.displays.notes import derive_notes
from analysis.displays.recorded import format_term
from analysis.errors import DisplayError, Fault
from analysis.results.table import ALL, Results, Row
from analysis.study import Study
from analysis.study.analyses import Breakdown, Occurrence
from analysis.study.displays import OccurrenceTable

PRODUCES = "table"
FRAMES = ()

RECORDS = {"ADAE": "Events", "ADMH": "Entries", "ADCM": "Entries", "ADDV": "Deviations"}
ANY = {"ADAE": "Any event", "ADMH": "Any history", "ADCM": "Any medication", "ADDV": "Any deviation"}


@dataclass(frozen=True, slots=True)
class _Scope:
    study: Study
    block: OccurrenceTable
    analysis: Occurrence
    results: Results
    by: Breakdown | None

    @property
    def groups(self) -> tuple[Group, ...]:
        return groups_of(self.study)

    @property
    def counts(self) -> bool:
        """Whether subjects are counted: a table of rates tells events and time at risk alone, and fits on a page."""
        return not self.block.rate or self.by is not None

    @property
    def pairs(self) -> tuple[tuple[Group, Group], ...]:
        """Each arm with each earlier one."""
        pairs = combinations(arms_of(self.study), 2)
        return tuple((later, earlier) for earlier, later in pairs) if self.block.difference else ()


def tabulate(study: Study, block: OccurrenceTable, results: Results, frames: Frames) -> Table:  # noqa: ARG001
    """Any record, then class by class its terms, the most frequent first; n (%) and the number of records by group.

    With ``rate`` the records and their rate by time at risk.

    ``by`` puts the worst level of each subject below each term; ``difference`` adds the differences between arms.
    Raises DisplayError where the analysis has no such breakdown.
    """
    analysis = analysis_of(study, block, Occurrence)
    scope = _Scope(study, block, analysis, results, _breakdown(block, analysis))
    lines = tuple(_lines(scope))
    columns = tuple(_columns(scope))
    wide = sum(column.width for column in columns) > 8
    heading = "Class and term" if len(analysis.levels) > 1 else "Term"
    table = Table(block.id, (block.title,), heading, columns, lines, (), stub_width=3.2, landscape=wide)
    return replace(table, notes=derive_notes(study, block, results, table.texts(), _notes(scope)))


def _breakdown(block: OccurrenceTable, analysis: Occurrence) -> Breakdown | None:
    if block.by is None:
        return None
    for one in analysis.by:
        if one.id == block.by:
            return one
    known = ", ".join(one.id for one in analysis.by) or "none"
    raise DisplayError(Fault(f"display {block.id}", f"{analysis.id} has no breakdown {block.by}", f"known: {known}"))


def _columns(scope: _Scope) -> Iterator[Column]:
    for group in scope.groups:
        spanner = (f"{group.label}\n", *size_of(scope.results, scope.analysis, group.id))
        if scope.counts:
            yield Column(("n (%)",), spanner=spanner)
        if scope.block.events:
            yield Column((RECORDS.get(scope.analysis.dataset, "Records"),), spanner=spanner, width=0.8)
        if scope.block.rate:
            yield Column((f"Rate\n({100 * scope.analysis.conf_level:g}%{NBSP}CI)",), spanner=spanner, width=1.7)
    for arm, reference in scope.pairs:
        label = f"{arm.short} − {reference.short}\n% ({100 * scope.analysis.conf_level:g}%{NBSP}CI)"
        yield Column((label,), spanner=("Difference",), width=1.9)


def _lines(scope: _Scope) -> Iterator[Line]:
    """Lines in the order of the results, in which classes and terms are sorted."""
    label = ANY.get(scope.analysis.dataset, "Any record")
    yield from _with_levels(scope, label, "any/records", 0)
    for row in scope.results.find(analysis=scope.analysis.id, group1_level=ALL, stat_name="n"):
        if row.context == "class" and _is_shown(scope, row):
            head = len(scope.analysis.levels) > 1
            yield from _with_levels(scope, row.variable, f"class/{row.variable}", 0, head)
        elif row.context == "term" and _is_shown(scope, row):
            yield from _with_levels(scope, row.variable_level, f"term/{row.variable}/{row.variable_level}", 1)


def _is_shown(scope: _Scope, row: Row) -> bool:
    whole = scope.results[row.id.removesuffix("n") + "N"].stat
    return 100 * row.stat >= scope.block.least * whole


def _with_levels(scope: _Scope, label: str, place: str, indent: int, head: bool = False) -> Iterator[Line]:
    """The line of a class or term, and below it those of its worst levels that somebody has."""
    context, _, name = place.partition("/")
    base = f"{scope.analysis.id}.{context}"
    cells: list[Text] = []
    for group in scope.groups:
        if scope.counts:
            cells.append(format_count_percent(scope.results, f"{base}/{name}/{group.id}"))
        if scope.block.events:
            cells.append((format_statistic(scope.results, f"{base}/{name}/{group.id}", "events"),))
        if scope.block.rate:
            cells.append(format_estimate(scope.results, f"{base}-rate/{name}/{group.id}", "f1"))
    for arm, reference in scope.pairs:
        row = f"{base}-difference/{name}/{arm.id}/{reference.id}"
        cells.append(format_estimate(scope.results, row, "%1"))
    yield Line((format_term(label),), tuple(cells), indent, group=head)
    if scope.by is not None:
        levels = scope.by.levels | {"MISSING": "Not recorded"}
        for level, shown in levels.items():
            yield from _level(scope, shown, (f"{base}-{scope.by.id}/{name}", level), indent + 1)


def _level(scope: _Scope, label: str, place: tuple[str, str], indent: int) -> Iterator[Line]:
    base, level = place
    if not scope.results[f"{base}/{scope.groups[-1].id}/{level}/n"].stat:
        return
    cells: list[Text] = []
    for group in scope.groups:
        cells.append(format_count_percent(scope.results, f"{base}/{group.id}/{level}"))
        cells += [()] * (scope.block.events + scope.block.rate)
    yield Line((label,), (*cells, *(() for _ in scope.pairs)), indent)


def _notes(scope: _Scope) -> tuple[Text, ...]:
    told = "n (%): patients with at least one record, and their per cent of the group; a patient counts once in a line."
    notes: list[Text] = [(told,)] if scope.counts else []
    if scope.by is not None:
        notes.append(("Below a line: patients by their worst level; levels that nobody has are left out.",))
    if scope.block.least:
        notes.append((f"Terms of at least {scope.block.least:g}% of all patients.",))
    if scope.block.rate:
        notes.append(tuple(_rate_note(scope)))
    if scope.pairs:
        arm, reference = scope.pairs[0]
        row = scope.results[f"{scope.analysis.id}.any-difference/records/{arm.id}/{reference.id}/estimate"]
        notes.append((f"Differences in percentage points: {row.method}; {row.options}.",))
    return tuple(notes)


def _rate_note(scope: _Scope) -> Iterator[str | Number]:
    """What the rates are, and the time at risk of each group."""
    base = f"{scope.analysis.id}.any-rate/records"
    row = scope.results[f"{base}/{scope.groups[-1].id}/estimate"]
    yield f"Rate: records {row.unit}. {row.method}; {row.options}. Patient-years: "
    for number, group in enumerate(scope.groups):
        yield f"{', ' if number else ''}{group.label} "
        yield format_row(scope.results[f"{base}/{group.id}/exposure"], "f1")
    yield "."
