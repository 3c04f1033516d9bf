"""Value and change described by visit: n, mean and SD, median and quartiles, range, for each group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from analysis.displays.cells import NBSP, format_mean_sd, format_median_quartiles, format_statistic
from analysis.displays.format import format_row
from analysis.displays.groups import Group, analysis_of, groups_of, sizes_of
from analysis.displays.model import Column, Frames, Line, Table, Text
from analysis.displays.notes import derive_notes
from analysis.displays.registry import Profile, profile_of
from analysis.results.table import Results
from analysis.study import Parameter, Study, Visit
from analysis.study.analyses import Change
from analysis.study.displays import ChangeTable

PRODUCES = "table"
FRAMES = ()


@dataclass(frozen=True, slots=True)
class _Scope:
    analysis: Change
    results: Results
    profile: Profile
    groups: tuple[Group, ...]


def tabulate(study: Study, block: ChangeTable, results: Results, frames: Frames) -> Table:  # noqa: ARG001
    """For each parameter a group of lines for each visit, with a line for each group of patients."""
    analysis = analysis_of(study, block, Change)
    scope = _Scope(analysis, results, profile_of(study, block), groups_of(study))
    first = tuple(visit for visit in study.visits if visit.baseline)
    visits = (*first, *(study.visit(name) for name in block.visits))
    parameters = [study.parameter(name) for name in block.parameters]
    lines = tuple(line for parameter in parameters for line in _lines(scope, parameter, visits))
    table = Table(
        block.id, (block.title,), "Parameter, visit, group", _columns(scope.profile), lines, (), landscape=True
    )
    own = (sizes_of(results, analysis, scope.groups),)
    return replace(table, notes=derive_notes(study, block, results, table.texts(), own))


def _columns(profile: Profile) -> tuple[Column, ...]:
    headings = (("n", 0.6), (profile.heading, 1.3), (f"Median (Q1,{NBSP}Q3)", 1.6), ("Minimum, maximum", 1.3))
    return tuple(
        Column((heading,), spanner=(spanner,), width=width)
        for spanner in ("Value", "Change from baseline")
        for heading, width in headings
    )


def _lines(scope: _Scope, parameter: Parameter, visits: tuple[Visit, ...]) -> Iterator[Line]:
    blank: tuple[Text, ...] = ((),) * 8
    unit = f", {parameter.unit}" if parameter.unit else ""
    yield Line((f"{parameter.label}{unit}",), blank, group=True)
    for visit in visits:
        if len(scope.groups) > 1:
            yield Line((visit.label,), blank, indent=1, group=True)
        for group in scope.groups:
            place = f"{parameter.id}/{visit.id}/{group.id}"
            value = _description(scope, f"{scope.analysis.id}.value/{place}", parameter.digits)
            change = blank[:4]
            if not visit.baseline:
                change = _description(scope, f"{scope.analysis.id}.change/{place}", parameter.digits)
            several = len(scope.groups) > 1
            yield Line((group.label if several else visit.label,), (*value, *change), indent=2 if several else 1)


def _description(scope: _Scope, base: str, digits: int) -> tuple[Text, ...]:
    least, most = (format_row(scope.results[f"{base}/{name}"], f"f{digits}") for name in ("min", "max"))
    return (
        (format_statistic(scope.results, base, "n"),),
        format_mean_sd(scope.results, base, digits, scope.profile),
        format_median_quartiles(scope.results, base, digits),
        (least, f",{NBSP}", most),
    )
