"""The disposition table: the participant flow in lines, from screening to each analysis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analysis.displays.cells import format_count_percent
from analysis.displays.groups import analysis_of, columns_of, groups_of
from analysis.displays.model import Frames, Line, Table
from analysis.displays.notes import derive_notes
from analysis.results.table import ALL, Results
from analysis.study import Reason, Study
from analysis.study.analyses import Flow
from analysis.study.displays import DispositionTable

PRODUCES = "table"
FRAMES = ()

TREATMENT = {
    "treatment-completed": "Completed treatment",
    "treatment-discontinued": "Discontinued treatment",
    "treatment-ongoing": "On treatment",
    "treatment-unknown": "End of treatment unknown",
}


def tabulate(study: Study, block: DispositionTable, results: Results, frames: Frames) -> Table:  # noqa: ARG001
    """Subjects and per cent in each box of the flow; before enrolment over all only."""
    analysis = analysis_of(study, block, Flow)
    groups = [group.id for group in groups_of(study)]
    lines = tuple(_lines(study, analysis, results, groups))
    columns = columns_of(results, analysis, groups_of(study))
    table = Table(block.id, (block.title,), "Status", columns, lines, ())
    note = "n (%): of all screened for screened, excluded and enrolled, else of the enrolled."
    return replace(table, notes=derive_notes(study, block, results, table.texts(), ((note,),)))


def _lines(study: Study, analysis: Flow, results: Results, groups: list[str]) -> Iterator[Line]:
    def line(label: str, box: str, indent: int = 0) -> Line:
        bases = (f"{analysis.id}.counts/{box}/{group}" for group in groups)
        cells = (format_count_percent(results, base) if f"{base}/n" in results else () for base in bases)
        return Line((label,), tuple(cells), indent)

    def reasons(box: str, listed: tuple[Reason, ...]) -> Iterator[Line]:
        for reason in listed:
            yield line(reason.label, f"{box}/{reason.id}", 1)

    yield line("Screened", "screened")
    yield line("Excluded", "excluded")
    yield from reasons("excluded", study.disposition.exclusions)
    yield line("Enrolled", "enrolled")
    yield line("Not treated", "not-treated")
    yield line("Treated", "treated")
    for box, label in TREATMENT.items():
        if f"{analysis.id}.counts/{box}/{ALL}/n" in results and results[f"{analysis.id}.counts/{box}/{ALL}/n"].stat:
            yield line(label, box, 1)
    yield line("Completed the study", "completed")
    yield line("Lost or discontinued", "discontinued")
    yield from reasons("discontinued", study.disposition.discontinuations)
    yield Line(("Analysed" if study.study.language == "en-GB" else "Analyzed",), ((),) * len(groups), group=True)
    for name in analysis.analysed:
        yield line(f"{study.population(name).label} population", f"analysed/{name}", 1)
