"""Liver safety: peaks of aminotransferases and bilirubin in multiples of the upper limit, and Hy's law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analysis.displays.cells import format_count_percent
from analysis.displays.groups import Group, analysis_of, columns_of, groups_of
from analysis.displays.model import Frames, Line, Table, Text
from analysis.displays.notes import derive_notes
from analysis.results.table import Results
from analysis.study import Study
from analysis.study.analyses import LiverSafety
from analysis.study.displays import LiverTable

PRODUCES = "table"
FRAMES = ()

QUADRANTS = {
    "both": "Both (Hy's law range)",
    "aminotransferase-only": "Aminotransferase only",
    "bilirubin-only": "Bilirubin only",
    "neither": "Neither",
    "unknown": "Not measured",
}


def tabulate(study: Study, block: LiverTable, results: Results, frames: Frames) -> Table:  # noqa: ARG001
    """N (%) of the group with a peak of so many times the upper limit, and in each quadrant of Hy's law."""
    analysis = analysis_of(study, block, LiverSafety)
    groups = groups_of(study)
    lines = tuple(_lines(study, analysis, results, groups))
    heading = "Highest value after the first dose"
    table = Table(block.id, (block.title,), heading, columns_of(results, analysis, groups), lines, ())
    told = "Hy's law range: aminotransferase at least 3, bilirubin above 2 times the upper limit of normal (ULN)."
    own: tuple[Text, ...] = ((f"n (%) of the group. {told}",),)
    return replace(table, notes=derive_notes(study, block, results, table.texts(), own))


def _lines(study: Study, analysis: LiverSafety, results: Results, groups: tuple[Group, ...]) -> Iterator[Line]:
    blank: tuple[Text, ...] = ((),) * len(groups)
    either = "-or-".join(analysis.aminotransferases)
    labels = {name: study.parameter(name).label for name in analysis.parameters}
    if len(analysis.aminotransferases) > 1:
        labels[either] = " or ".join(study.parameter(name).short or name for name in analysis.aminotransferases)
    for name in dict.fromkeys((*analysis.aminotransferases, either, analysis.bilirubin)):
        multiples = analysis.bilirubin_multiples if name == analysis.bilirubin else analysis.multiples
        yield Line((labels[name],), blank, group=True)
        for multiple in multiples:
            base = f"{analysis.id}.peak/{name}/{multiple:g}x"
            if f"{base}/{groups[0].id}/n" in results:
                cells = tuple(format_count_percent(results, f"{base}/{group.id}") for group in groups)
                reached = "Above" if name == analysis.bilirubin else "At least"
                yield Line((f"{reached} {multiple:g} × ULN",), cells, indent=1)
    yield Line(("Aminotransferase ≥ 3 × ULN, bilirubin > 2 × ULN",), blank, group=True)
    for quadrant, label in QUADRANTS.items():
        bases = [f"{analysis.id}.hys-law/{quadrant}/{group.id}" for group in groups]
        if f"{bases[0]}/n" in results:
            yield Line((label,), tuple(format_count_percent(results, base) for base in bases), indent=1)
