"""The repeated-measures model in full: LS means by visit and group, differences between arms, tests of its terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from analysis.displays.cells import NBSP, format_estimate
from analysis.displays.format import format_row
from analysis.displays.groups import analysis_of, arms_of, groups_of
from analysis.displays.model import Column, Frames, Line, Table, Text
from analysis.displays.notes import derive_notes, format_method
from analysis.results.table import ALL, Results
from analysis.study import Parameter, Study
from analysis.study.analyses import Mmrm
from analysis.study.displays import ModelTable
from analysis.study.model import find_compared
from analysis.study.wording import format_name

PRODUCES = "table"
FRAMES = ()

TERMS = {
    "group": "Group",
    "visit": "Visit",
    "group-by-visit": "Group by visit",
    "baseline": "Baseline",
    "baseline-by-visit": "Baseline by visit",
}


@dataclass(frozen=True, slots=True)
class _Scope:
    study: Study
    analysis: Mmrm
    results: Results


def tabulate(study: Study, block: ModelTable, results: Results, frames: Frames) -> Table:  # noqa: ARG001
    """Change (of the natural logarithm, with its ratio, where log-normal) by visit: arms, all, pairs; then tests."""
    analysis = analysis_of(study, block, Mmrm)
    scope = _Scope(study, analysis, results)
    level = f"{100 * analysis.conf_level:g}%{NBSP}CI"
    columns: tuple[Column, ...] = (
        Column((f"Estimate ({level})",), width=1.9),
        Column(("SE",), width=0.7),
        Column((f"Ratio ({level})",), width=1.8),
        Column(("P",), width=0.8),
        Column(("Holm P",), width=0.8),
    )
    parameters = [study.parameter(name) for name in block.parameters]
    lines = tuple(line for parameter in parameters for line in _lines(scope, block, parameter))
    if not any(parameter.distribution == "log-normal" for parameter in parameters):
        columns = (*columns[:2], *columns[3:])
        lines = tuple(replace(line, cells=(*line.cells[:2], *line.cells[3:])) for line in lines)
    if find_compared(study.arms):  # only pooled changes have adjusted P values, and none is shown
        columns = columns[:-1]
        lines = tuple(replace(line, cells=line.cells[:-1]) for line in lines)
    table = Table(block.id, (block.title,), "Parameter, visit, group", columns, lines, ())
    return replace(table, notes=derive_notes(study, block, results, table.texts(), _notes(scope, parameters, block)))


def _lines(scope: _Scope, block: ModelTable, parameter: Parameter) -> Iterator[Line]:
    blank: tuple[Text, ...] = ((),) * 5
    unit = "natural logarithm" if parameter.distribution == "log-normal" else parameter.unit
    yield Line((f"{parameter.label}, change{f' ({unit})' if unit else ''}",), blank, group=True)
    for visit in block.visits:
        yield Line((scope.study.visit(visit).label,), blank, indent=1, group=True)
        for group in (arms_of if find_compared(scope.study.arms) else groups_of)(scope.study):
            yield _line(scope, parameter, (group.label, f"ls-mean/{parameter.id}/{visit}/{group.id}"))
        for reference, arm in combinations(arms_of(scope.study), 2):
            place = f"difference/{parameter.id}/{visit}/{arm.id}/{reference.id}"
            yield _line(scope, parameter, (f"{arm.label} − {format_name(reference.label)}", place))
    yield Line(("Tests of the terms, type III",), blank, indent=1, group=True)
    for term, label in TERMS.items():
        base = f"{scope.analysis.id}.type-3/{parameter.id}/{term}"
        if f"{base}/statistic" in scope.results:
            yield Line((label,), (_test(scope, base), (), (), _number(scope, f"{base}/p.value", "p"), ()), indent=2)


def _line(scope: _Scope, parameter: Parameter, named: tuple[str, str]) -> Line:
    label, place = named
    base, digits = f"{scope.analysis.id}.{place}", max(parameter.digits, 1)
    if parameter.distribution == "log-normal":
        digits = 2
    ratio = f"{scope.analysis.id}.{place.replace('ls-mean/', 'ls-ratio/').replace('difference/', 'difference-ratio/')}"
    cells: tuple[Text, ...] = (
        format_estimate(scope.results, base, f"+f{digits}", f"f{digits}"),
        _number(scope, f"{base}/std.error", f"f{digits + 1}"),
        format_estimate(scope.results, ratio, "x2") if f"{ratio}/estimate" in scope.results else (),
        _number(scope, f"{base}/p.value", "p"),
        _number(scope, f"{base}/p.adjusted", "p") if f"{base}/p.adjusted" in scope.results else (),
    )
    return Line((label,), cells, indent=2)


def _number(scope: _Scope, row: str, form: str) -> Text:
    return (format_row(scope.results[row], form),)


def _test(scope: _Scope, base: str) -> Text:
    """``F(6, 21.5) = 1.80``."""
    df = format_row(scope.results[f"{base}/parameter"], "f0")
    df2 = format_row(scope.results[f"{base}/parameter2"], "f1")
    return ("F(", df, f",{NBSP}", df2, f"){NBSP}={NBSP}", format_row(scope.results[f"{base}/statistic"], "f2"))


def _notes(scope: _Scope, parameters: list[Parameter], block: ModelTable) -> tuple[Text, ...]:
    place = f"{block.visits[0]}/{ALL}/estimate"
    rows = {p.short or p.label: scope.results[f"{scope.analysis.id}.ls-mean/{p.id}/{place}"] for p in parameters}
    about: tuple[Text, ...] = (
        (f"Estimates: least-squares means and their differences. {format_method(rows)}.",),
        ("P: two-sided, against no change or no difference.",),
    )
    if find_compared(scope.study.arms):
        return (*about, ("P values are not adjusted for multiplicity.",))
    return (
        *about,
        (f"Holm P: of {format_name(scope.study.pooled_label)}, within the {len(scope.analysis.visits)} visits.",),
        ("All other P values are not adjusted for multiplicity.",),
    )
