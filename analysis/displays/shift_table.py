"""The shift table: patients by category at baseline (lines) and later (columns), for each group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from analysis.displays.cells import format_count_percent
from analysis.displays.groups import Group, analysis_of, groups_of, sizes_of
from analysis.displays.model import Column, Frames, Line, Table, Text
from analysis.displays.notes import derive_notes
from analysis.results.table import Results
from analysis.study import Parameter, Study
from analysis.study.analyses import Shift
from analysis.study.displays import ShiftTable
from analysis.study.wording import format_name

PRODUCES = "table"
FRAMES = ()

RANGE = {"LOW": "Low", "NORMAL": "Normal", "HIGH": "High"}
GRADES = {str(grade): f"Grade {grade}" for grade in range(5)}
EXTREMES = {
    "range": {"LOWEST": "Lowest value", "HIGHEST": "Highest value", "LAST": "Last value"},
    "grade": {"LOWEST": "Lowest grade", "HIGHEST": "Worst grade", "LAST": "Last grade"},
    "class": {"LOWEST": "Lowest class", "HIGHEST": "Highest class", "LAST": "Last class"},
}
CONTEXTS = {"shift": "", "shift-low": ", low", "shift-high": ", high"}


@dataclass(frozen=True, slots=True)
class _Scope:
    study: Study
    analysis: Shift
    results: Results
    groups: tuple[Group, ...]

    @property
    def levels(self) -> dict[str, str]:
        """The categories, then those without a value."""
        own = {"range": RANGE, "grade": GRADES, "class": self.analysis.levels}[self.analysis.by]
        return own | {"MISSING": "Missing"}


def tabulate(study: Study, block: ShiftTable, results: Results, frames: Frames) -> Table:  # noqa: ARG001
    """N (%) of the group; categories that nobody of the group had at baseline are left out."""
    analysis = analysis_of(study, block, Shift)
    scope = _Scope(study, analysis, results, groups_of(study))
    columns = tuple(Column((label,), spanner=("Later",)) for label in (*scope.levels.values(), "Total"))
    lines = tuple(line for name in block.parameters or analysis.parameters for line in _lines(scope, block, name))
    heading = "Parameter, group, baseline"
    table = Table(block.id, (block.title,), heading, columns, lines, (), landscape=len(columns) > 6)
    basis = {
        "range": "Categories by the reference range of each record.",
        "grade": "Grades of CTCAE 5.0; low and high apart where both are graded.",
        "class": "",
    }[analysis.by]
    own = (sizes_of(results, analysis, scope.groups), (f"n (%) of the group. {basis}".rstrip(),))
    return replace(table, notes=derive_notes(study, block, results, table.texts(), own))


def _lines(scope: _Scope, block: ShiftTable, name: str) -> Iterator[Line]:
    """A parameter at each time asked for, in each direction of its grades."""
    blank: tuple[Text, ...] = ((),) * (len(scope.levels) + 1)
    parameter = scope.study.parameter(name)
    times = block.at or (*scope.analysis.visits, *scope.analysis.endpoints)
    for context, direction in CONTEXTS.items():
        for time in times:
            start = f"{scope.analysis.id}.{context}/{name}"
            if f"{start}/MISSING-to-TOTAL/{time}/{scope.groups[-1].id}/n" not in scope.results:
                continue
            yield Line((f"{_title(parameter)}{direction}: {_time(scope, time)}",), blank, group=True)
            for group in scope.groups:
                yield Line((group.label,), blank, indent=1, group=True)
                yield from _group(scope, start, f"{time}/{group.id}")


def _title(parameter: Parameter) -> str:
    return f"{parameter.label}, {parameter.unit}" if parameter.unit else parameter.label


def _time(scope: _Scope, time: str) -> str:
    extremes = EXTREMES[scope.analysis.by]
    return extremes[time].lower() if time in extremes else format_name(scope.study.visit(time).label)


def _group(scope: _Scope, start: str, place: str) -> Iterator[Line]:
    for level, label in scope.levels.items():
        if scope.results[f"{start}/{level}-to-TOTAL/{place}/n"].stat:
            cells = (format_count_percent(scope.results, f"{start}/{level}-to-{to}/{place}") for to in scope.levels)
            total = format_count_percent(scope.results, f"{start}/{level}-to-TOTAL/{place}")
            yield Line((label,), (*cells, total), indent=2)
