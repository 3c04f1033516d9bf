"""The table of multiplicity: raw and adjusted P values of the pooled changes, all parameters by all visits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from analysis.displays.format import format_row
from analysis.displays.groups import analysis_of
from analysis.displays.model import Column, Frames, Line, Table, Text
from analysis.displays.notes import derive_notes, format_method
from analysis.results.table import ALL, Results, Row
from analysis.study import Study
from analysis.study.analyses import Mmrm
from analysis.study.displays import MultiplicityTable

PRODUCES = "table"
FRAMES = ()

VALUES = {"p.value": "P", "p.adjusted": "Holm P", "p.fdr": "FDR P"}


def tabulate(study: Study, block: MultiplicityTable, results: Results, frames: Frames) -> Table:  # noqa: ARG001
    """For each visit the raw P, that of Holm within the parameter, that of Benjamini-Hochberg over parameters."""
    analysis = analysis_of(study, block, Mmrm)
    columns = tuple(
        Column((heading,), spanner=(study.visit(visit).label,)) for visit in block.visits for heading in VALUES.values()
    )
    lines = tuple(
        Line((study.parameter(name).label,), tuple(_cells(results, analysis, name, block.visits)))
        for name in block.parameters
    )
    wide = len(columns) > 9
    table = Table(block.id, (block.title,), "Parameter", columns, lines, (), stub_width=2.6, landscape=wide)
    parameters = [study.parameter(name) for name in block.parameters]
    place = f"{block.visits[0]}/{ALL}/p.value"
    rows = {p.short or p.label: results[f"{analysis.id}.ls-mean/{p.id}/{place}"] for p in parameters}
    return replace(table, notes=derive_notes(study, block, results, table.texts(), _notes(analysis, rows)))


def _cells(results: Results, analysis: Mmrm, parameter: str, visits: tuple[str, ...]) -> Iterator[Text]:
    for visit in visits:
        base = f"{analysis.id}.ls-mean/{parameter}/{visit}/{ALL}"
        for name in VALUES:
            yield (format_row(results[f"{base}/{name}"], "p"),) if f"{base}/{name}" in results else ()


def _notes(analysis: Mmrm, rows: Mapping[str, Row]) -> tuple[Text, ...]:
    return (
        (f"{format_method(rows)}.",),
        ("P: two-sided, not adjusted, of the pooled change from baseline in the repeated-measures model.",),
        (f"Holm P: within the {len(analysis.visits)} visits of a parameter.",),
        ("FDR P: Benjamini-Hochberg over the parameters at a visit, derived parameters not counted twice.",),
    )
