"""The efficacy table: baseline, and at each visit the change by the repeated-measures model, all arms pooled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from analysis.displays.cells import format_estimate, format_mean_sd, format_median_quartiles, format_statistic
from analysis.displays.format import format_row
from analysis.displays.groups import analysis_of
from analysis.displays.model import Column, Frames, Line, Table, Text
from analysis.displays.notes import derive_notes, format_method
from analysis.displays.registry import Profile, profile_of
from analysis.results.table import ALL, Results
from analysis.study import Parameter, Study
from analysis.study.analyses import Change, Mmrm
from analysis.study.displays import EfficacyTable

PRODUCES = "table"
FRAMES = ()


@dataclass(frozen=True, slots=True)
class _Scope:
    study: Study
    change: Change
    model: Mmrm
    results: Results
    profile: Profile


def tabulate(study: Study, block: EfficacyTable, results: Results, frames: Frames) -> Table:  # noqa: ARG001
    """For each parameter the baseline, then by visit n, value, LS mean change (a ratio where log-normal), P."""
    change, model = analysis_of(study, block, Change), analysis_of(study, block, Mmrm)
    scope = _Scope(study, change, model, results, profile_of(study, block))
    parameters = [study.parameter(name) for name in block.parameters]
    lines = tuple(line for parameter in parameters for line in _lines(scope, block, parameter))
    table = Table(block.id, (block.title,), "Parameter and visit", _columns(scope, parameters), lines, ())
    notes = _notes(scope, block, parameters)
    return replace(table, notes=derive_notes(study, block, results, table.texts(), notes))


def _columns(scope: _Scope, parameters: list[Parameter]) -> tuple[Column, ...]:
    level = f"{100 * scope.model.conf_level:g}% CI"
    kinds = {parameter.distribution: None for parameter in parameters}
    called = {"normal": "Change from baseline", "log-normal": "Ratio to baseline"}
    heading = " or ".join(called[kind] for kind in called if kind in kinds)
    values = {"normal": scope.profile.mean_sd, "log-normal": "median (Q1,\u00a0Q3)"}
    value = " or ".join(values[kind] for kind in values if kind in kinds)
    return (
        Column(("n",), width=0.5),
        Column((f"Value\n{value}",), width=1.6),
        Column((f"{heading.replace(' or R', ' or r')}\n({level})",), width=2.0),
        Column(("P",), width=0.8),
        Column(("Holm P",), width=0.8),
    )


def _lines(scope: _Scope, block: EfficacyTable, parameter: Parameter) -> Iterator[Line]:
    unit = f", {parameter.unit}" if parameter.unit else ""
    skewed = parameter.distribution == "log-normal"
    yield Line((f"{parameter.label}{unit}{' (ratio)' if skewed else ''}",), ((),) * 5, group=True)
    first = next((visit for visit in scope.study.visits if visit.baseline), None)
    if first is not None:
        base = f"{scope.change.id}.value/{parameter.id}/{first.id}/{ALL}"
        yield Line((first.label,), (*_value(scope, base, parameter), (), (), ()), indent=1)
    for name in block.visits:
        base = f"{scope.change.id}.value/{parameter.id}/{name}/{ALL}"
        cells = (*_value(scope, base, parameter), *_estimates(scope, parameter, name))
        yield Line((scope.study.visit(name).label,), cells, indent=1)


def _value(scope: _Scope, base: str, parameter: Parameter) -> tuple[Text, Text]:
    n = format_statistic(scope.results, base, "n")
    if parameter.distribution == "log-normal":
        return (n,), format_median_quartiles(scope.results, base, parameter.digits)
    return (n,), format_mean_sd(scope.results, base, parameter.digits, scope.profile)


def _estimates(scope: _Scope, parameter: Parameter, visit: str) -> tuple[Text, Text, Text]:
    """LS mean change, or the ratio it is on the logarithmic scale, with P raw and adjusted."""
    place = f"{parameter.id}/{visit}/{ALL}"
    if parameter.distribution == "log-normal":
        change = format_estimate(scope.results, f"{scope.model.id}.ls-ratio/{place}", "x2")
    else:
        digits = max(parameter.digits, 1)
        change = format_estimate(scope.results, f"{scope.model.id}.ls-mean/{place}", f"+f{digits}", f"f{digits}")
    raw, adjusted = (
        (format_row(scope.results[f"{scope.model.id}.ls-mean/{place}/{name}"], "p"),)
        for name in ("p.value", "p.adjusted")
    )
    return change, raw, adjusted


def _notes(scope: _Scope, block: EfficacyTable, parameters: list[Parameter]) -> tuple[Text, ...]:
    """The model with the options used for each parameter, and what the two P values are."""
    place = f"{block.visits[0]}/{ALL}/estimate"
    rows = {p.short or p.label: scope.results[f"{scope.model.id}.ls-mean/{p.id}/{place}"] for p in parameters}
    skewed = any(parameter.distribution == "log-normal" for parameter in parameters)
    visits = len(scope.model.visits)
    ratio = " Ratios are back-transformed from changes of logarithms; 1.00 is no change." if skewed else ""
    return (
        (f"Change: least-squares mean over all arms with equal weights. {format_method(rows)}.{ratio}",),
        (f"P: two-sided, against no change. Holm P: adjusted within the {visits} visits of a parameter.",),
    )
