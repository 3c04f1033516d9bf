"""The sensitivity table: each main change under other models, other patients and other values for what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analysis.displays.approaches import Approaches, approaches_of
from analysis.displays.cells import NBSP, format_estimate
from analysis.displays.format import format_row
from analysis.displays.groups import analysis_of
from analysis.displays.model import Column, Frames, Line, Table, Text
from analysis.displays.notes import derive_notes
from analysis.results.table import ALL, Results
from analysis.study import Parameter, Study
from analysis.study.analyses import Sensitivity
from analysis.study.displays import SensitivityTable
from analysis.study.model import find_compared

PRODUCES = "table"
FRAMES = ()


def tabulate(study: Study, block: SensitivityTable, results: Results, frames: Frames) -> Table:  # noqa: ARG001
    """For each parameter and visit the change by each approach; then what holds for all visits of the parameter."""
    analysis_of(study, block, Sensitivity)
    found = approaches_of(study, block, results)
    lines: list[Line] = []
    for name in block.parameters:
        parameter = study.parameter(name)
        ratio = parameter.distribution == "log-normal"
        unit = "ratio to baseline" if ratio else f"change{f', {parameter.unit}' if parameter.unit else ''}"
        lines.append(Line((f"{parameter.label}, {unit}",), ((), ()), group=True))
        for visit in block.visits:
            lines.append(Line((study.visit(visit).label,), ((), ()), indent=1, group=True))
            lines += _visit_lines(found, parameter, visit)
        lines += _parameter_lines(found, parameter)
    columns = (Column((f"Estimate (95%{NBSP}CI)",), width=1.6), Column(("P",), width=0.9))
    table = Table(block.id, (block.title,), "Parameter, visit, approach", columns, tuple(lines), ())
    return replace(table, notes=derive_notes(study, block, results, table.texts(), tuple(_notes(found, block))))


def _visit_lines(found: Approaches, parameter: Parameter, visit: str) -> Iterator[Line]:
    results, ratio = found.results, parameter.distribution == "log-normal"
    form = "x2" if ratio else f"+f{max(parameter.digits, 1)}"
    compared = tuple(found.differences(parameter.id, visit, ratio))
    changes = (*(compared or found.changes(parameter.id, visit, ratio)), *found.deltas(parameter.id, visit, ratio))
    for label, shown, base in changes:
        estimate = format_estimate(results, shown, form, form.removeprefix("+"))
        yield Line((label,), (estimate, (format_row(results[f"{base}/p.value"], "p"),)), indent=2)
    base_of = found.find("leave-one-out", f"{parameter.id}/{visit}/{ALL}")
    if base_of is not None:
        shown = base_of.replace(".leave-one-out/", ".leave-one-out-ratio/") if ratio else base_of
        estimates = _range(results, shown, ("estimate.min", "estimate.max"), form)
        yield Line(
            ("Each patient left out, range",), (estimates, _range(results, base_of, ("p.min", "p.max"), "p")), indent=2
        )


def _range(results: Results, base: str, names: tuple[str, str], form: str) -> Text:
    low, high = (format_row(results[f"{base}/{name}"], form) for name in names)
    return (low, f" to{NBSP}", high)


def _parameter_lines(found: Approaches, parameter: Parameter) -> Iterator[Line]:
    base = found.find("interaction-permutation", parameter.id)
    if base is not None:
        p = format_row(found.results[f"{base}/p.value"], "p")
        yield Line(("Dose by visit, by permutation",), ((), (p,)), indent=1)
    base = found.find("regression-to-the-mean", parameter.id)
    if base is not None:
        ratio = parameter.distribution == "log-normal"
        shown = base.replace(".regression-to-the-mean/", ".regression-to-the-mean-ratio/") if ratio else base
        bound = format_row(found.results[f"{shown}/estimate"], "x2" if ratio else f"+f{max(parameter.digits, 1)}")
        yield Line(("Change expected from regression to the mean, at most",), ((bound,), ()), indent=1)


def _notes(found: Approaches, block: SensitivityTable) -> Iterator[Text]:
    """The method behind each approach."""
    about = "Pooled changes, least-squares means with equal weights of the arms"
    if find_compared(found.study.arms):
        about = "Differences of least-squares means of the change between the groups"
    yield (f"{about}. P: two-sided, not adjusted.",)
    yield from found.methods(block.parameters, block.visits[0])
    if any(found.study.parameter(name).distribution == "log-normal" for name in block.parameters):
        yield ("Ratios are back-transformed from changes of logarithms, those of shifted values and ranges, too.",)
    if any(analysis.deltas for analysis in found.analyses):
        yield ("Imputed values shifted: missing values imputed at random, then moved by so many SD of the change.",)
