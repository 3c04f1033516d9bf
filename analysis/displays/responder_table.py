"""The responder table: patients who reach each limit at each visit, with exact intervals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analysis.displays.cells import NBSP, format_estimate
from analysis.displays.format import format_row
from analysis.displays.groups import Group, analysis_of, columns_of, groups_of
from analysis.displays.model import Frames, Line, Table, Text
from analysis.displays.notes import derive_notes
from analysis.results.table import Results
from analysis.study import Study
from analysis.study.analyses import Responders
from analysis.study.displays import ResponderTable

PRODUCES = "table"
FRAMES = ()


def tabulate(study: Study, block: ResponderTable, results: Results, frames: Frames) -> Table:  # noqa: ARG001
    """N of N (%) with the interval of the per cent; patients without a value count as not reaching the limit."""
    analysis = analysis_of(study, block, Responders)
    groups = groups_of(study)
    lines = tuple(_lines(study, analysis, results, groups))
    table = Table(block.id, (block.title,), "Criterion and visit", columns_of(results, analysis, groups), lines, ())
    first = analysis.criteria[0]
    row = results[f"{analysis.id}.responder/{first.parameter}/{first.id}/ANY/{groups[0].id}/n"]
    level = f"{100 * analysis.conf_level:g}%{NBSP}CI"
    own: tuple[Text, ...] = (
        (f"Cells: n/N (%), {level} of the per cent. {row.method}.",),
        ("N: all patients of the group; one without a value at a visit counts as not reaching the limit.",),
        *_compared(study, analysis, results, f"{first.parameter}/{first.id}/ANY"),
    )
    return replace(table, notes=derive_notes(study, block, results, table.texts(), own))


def _compared(study: Study, analysis: Responders, results: Results, place: str) -> Iterator[Text]:
    if analysis.compare and len(study.arms) > 1:
        reference, other = study.arms[:2]
        row = results[f"{analysis.id}.responder-difference/{place}/{other.id}/{reference.id}/estimate"]
        how = row.options.rsplit("; ", 1)[-1]
        yield (f"Differences: percentage points ({100 * analysis.conf_level:g}%{NBSP}CI); {how}.",)


def _lines(study: Study, analysis: Responders, results: Results, groups: tuple[Group, ...]) -> Iterator[Line]:
    visits = {name: study.visit(name).label for name in analysis.visits} | {"ANY": "At any visit"}
    if not analysis.visits:
        for criterion in analysis.criteria:
            base = f"{analysis.id}.responder/{criterion.parameter}/{criterion.id}/ANY"
            yield Line((criterion.label,), tuple(_cell(results, f"{base}/{group.id}") for group in groups))
        return
    for criterion in analysis.criteria:
        yield Line((criterion.label,), ((),) * len(groups), group=True)
        for visit, label in visits.items():
            base = f"{analysis.id}.responder/{criterion.parameter}/{criterion.id}/{visit}"
            if f"{base}/{groups[0].id}/n" in results:
                cells = tuple(_cell(results, f"{base}/{group.id}") for group in groups)
                yield Line((label,), cells, indent=1)
                if analysis.compare:
                    yield Line(
                        ("Difference from the first group",), tuple(_differences(study, results, base)), indent=2
                    )


def _differences(study: Study, results: Results, base: str) -> Iterator[Text]:
    """Each arm against the first, in percentage points; nothing for that one and for all together."""
    reference, *others = study.arms
    stem = base.replace(".responder/", ".responder-difference/", 1)
    yield ()
    yield from (format_estimate(results, f"{stem}/{arm.id}/{reference.id}", "%1") for arm in others)
    if others:
        yield ()


def _cell(results: Results, base: str) -> Text:
    n, whole = (format_row(results[f"{base}/{name}"], "i") for name in ("n", "N"))
    share, low, high = (format_row(results[f"{base}/{name}"], "%1") for name in ("p", "conf.low", "conf.high"))
    return (n, "/", whole, " (", share, f")\n{NBSP}", low, f"{NBSP}to{NBSP}", high)
