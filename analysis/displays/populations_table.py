"""The table of populations: who belongs to each, of all enrolled."""

from __future__ import annotations

from dataclasses import replace

from analysis.displays.cells import format_count_percent
from analysis.displays.groups import analysis_of, columns_of, groups_of
from analysis.displays.model import Frames, Line, Table, Text
from analysis.displays.notes import derive_notes
from analysis.results.table import Results
from analysis.study import Population, Study
from analysis.study.analyses import Flow
from analysis.study.displays import PopulationsTable

PRODUCES = "table"
FRAMES = ()


def tabulate(study: Study, block: PopulationsTable, results: Results, frames: Frames) -> Table:  # noqa: ARG001
    """Members and per cent of each population of study.yaml, by group."""
    analysis = analysis_of(study, block, Flow)
    groups = groups_of(study)
    lines = tuple(
        Line((one.label,), tuple(_cell(results, analysis, one, group.id) for group in groups))
        for one in study.populations
    )
    table = Table(block.id, (block.title,), "Population", columns_of(results, analysis, groups), lines, ())
    rules = "; ".join(f"{one.label}: {RULES[one.rule].format(one.min_doses)}" for one in study.populations)
    own: tuple[Text, ...] = ((f"{rules}.",), ("n (%): of the enrolled; screened: of all screened.",))
    return replace(table, notes=derive_notes(study, block, results, table.texts(), own))


RULES = {
    "screened": "assessed for eligibility",
    "enrolled": "allocated to a group",
    "treated": "at least one dose",
    "treated-with-value": "at least one dose and a value after it",
    "per-protocol": "at least {} doses and no major deviation",
}


def _cell(results: Results, analysis: Flow, population: Population, group: str) -> Text:
    return format_count_percent(results, f"{analysis.id}.membership/{population.id}/{group}")
