"""The baseline table: characteristics in lines, groups in columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from analysis.displays.cells import (
    NBSP,
    format_count_percent,
    format_mean_sd,
    format_median_quartiles,
    format_statistic,
)
from analysis.displays.groups import Group, analysis_of, columns_of, groups_of
from analysis.displays.model import Frames, Line, Table, Text, plain
from analysis.displays.notes import derive_notes
from analysis.displays.registry import Profile, profile_of
from analysis.results.table import Results
from analysis.study import Study
from analysis.study.analyses import Baseline, Characteristic
from analysis.study.displays import BaselineTable

PRODUCES = "table"
FRAMES = ()

FEWER = "[n]"


@dataclass(frozen=True, slots=True)
class _Scope:
    study: Study
    analysis: Baseline
    results: Results
    profile: Profile
    groups: tuple[Group, ...]


def tabulate(study: Study, block: BaselineTable, results: Results, frames: Frames) -> Table:  # noqa: ARG001
    """Mean and SD (median and quartiles where log-normal) or count and per cent of each characteristic, by group.

    The number of values stands in the cell where some have none. Raises ResultsError for a row that doesn't exist.
    """
    analysis = analysis_of(study, block, Baseline)
    scope = _Scope(study, analysis, results, profile_of(study, block), groups_of(study))
    lines = tuple(line for item in analysis.characteristics for line in _lines(scope, item))
    columns = columns_of(results, analysis, scope.groups)
    table = Table(block.id, (block.title,), "Characteristic", columns, lines, ())
    return replace(table, notes=derive_notes(study, block, results, table.texts(), _notes(lines, len(study.arms))))


def _notes(lines: tuple[Line, ...], arms: int) -> tuple[Text, ...]:
    told = ["Groups are described, not tested against each other."] if arms > 1 else []
    if any("[" in plain(cell) for line in lines for cell in line.cells):
        told.append("In square brackets: patients with a value, where not all have one.")
    return ((" ".join(told),),) if told else ()


def _lines(scope: _Scope, item: Characteristic) -> Iterator[Line]:
    """A characteristic: one line, or a heading and a line for each level."""
    if item.type == "continuous":
        yield _summary_line(scope, item)
        return
    variable = item.variable or item.parameter or ""
    base = f"{scope.analysis.id}.tabulate/{variable}"
    yield Line((f"{_label(scope.study, item)}, n (%)",), tuple(() for _ in scope.groups), group=True)
    for level, label in _levels(scope, item, variable).items():
        cells = (format_count_percent(scope.results, f"{base}/{level}/{group.id}") for group in scope.groups)
        yield Line((label,), tuple(cells), indent=1)


def _levels(scope: _Scope, item: Characteristic, variable: str) -> dict[str, str]:
    rows = scope.results.find(analysis=scope.analysis.id, context="tabulate", variable=variable)
    return item.levels or {row.variable_level: row.variable_level for row in rows}


def _summary_line(scope: _Scope, item: Characteristic) -> Line:
    parameter = scope.study.parameter(item.parameter) if item.parameter else None
    skewed = parameter is not None and parameter.distribution == "log-normal"
    digits = parameter.digits if parameter else item.digits
    called = "median (Q1,\u00a0Q3)" if skewed else scope.profile.mean_sd
    cells = tuple(_summary(scope, item, group, (digits, skewed)) for group in scope.groups)
    return Line((f"{_label(scope.study, item)}, {called}",), cells)


def _summary(scope: _Scope, item: Characteristic, group: Group, how: tuple[int, bool]) -> Text:
    digits, skewed = how
    base = f"{scope.analysis.id}.summary/{item.variable or item.parameter}/{group.id}"
    if skewed:
        text = format_median_quartiles(scope.results, base, digits)
    else:
        text = format_mean_sd(scope.results, base, digits, scope.profile)
    size = scope.results[f"{scope.analysis.id}.population/{scope.analysis.population}/{group.id}/N"]
    if scope.results[f"{base}/n"].stat < size.stat:
        return (*text, f"{NBSP}[", format_statistic(scope.results, base, "n"), "]")
    return text


def _label(study: Study, item: Characteristic) -> str:
    """The label of study.yaml; of a parameter its own, with its unit."""
    if item.label or item.parameter is None:
        return item.label or item.variable or ""
    parameter = study.parameter(item.parameter)
    return f"{parameter.label}, {parameter.unit}" if parameter.unit else parameter.label
