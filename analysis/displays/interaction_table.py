"""The interaction table: whether the course depends on the group, for many parameters in one view."""

from __future__ import annotations

from dataclasses import replace

from analysis.displays.cells import NBSP
from analysis.displays.format import format_row
from analysis.displays.groups import analysis_of
from analysis.displays.model import Column, Frames, Line, Table, Text
from analysis.displays.notes import derive_notes, format_method
from analysis.results.table import Results
from analysis.study import Study
from analysis.study.analyses import Mmrm
from analysis.study.displays import InteractionTable

PRODUCES = "table"
FRAMES = ()

TERMS = {"group-by-visit": "Group by visit", "group": "Group", "visit": "Visit"}


def tabulate(study: Study, block: InteractionTable, results: Results, frames: Frames) -> Table:  # noqa: ARG001
    """F with its degrees of freedom and P of each term, a line for each parameter."""
    analysis = analysis_of(study, block, Mmrm)
    shown = {
        term: label
        for term, label in TERMS.items()
        if any(f"{analysis.id}.type-3/{name}/{term}/statistic" in results for name in block.parameters)
    }
    columns = tuple(
        Column((heading,), spanner=(label,), width=width)
        for label in shown.values()
        for heading, width in (("F (df)", 1.4), ("P", 0.8))
    )
    lines = tuple(
        Line((study.parameter(name).label,), tuple(c for t in shown for c in _cells(results, analysis, name, t)))
        for name in block.parameters
    )
    rows = {
        study.parameter(name).short or study.parameter(name).label: results[
            f"{analysis.id}.type-3/{name}/{t}/statistic"
        ]
        for name in block.parameters
        for t in list(shown)[:1]
        if f"{analysis.id}.type-3/{name}/{t}/statistic" in results
    }
    table = Table(block.id, (block.title,), "Parameter", columns, lines, (), stub_width=2.2)
    own: tuple[Text, ...] = (
        ("Tests of type III. A large P is no proof of equal courses.",),
        (f"{format_method(rows)}.",),
    )
    return replace(table, notes=derive_notes(study, block, results, table.texts(), own if rows else own[:1]))


def _cells(results: Results, analysis: Mmrm, parameter: str, term: str) -> tuple[Text, Text]:
    base = f"{analysis.id}.type-3/{parameter}/{term}"
    if f"{base}/statistic" not in results:
        return (), ()
    df, df2 = format_row(results[f"{base}/parameter"], "f0"), format_row(results[f"{base}/parameter2"], "f1")
    f = format_row(results[f"{base}/statistic"], "f2")
    return (f, " (", df, f",{NBSP}", df2, ")"), (format_row(results[f"{base}/p.value"], "p"),)
