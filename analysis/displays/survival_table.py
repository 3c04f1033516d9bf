"""The survival table: events, survival at landmarks, median and follow-up by group, and the test between the arms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analysis.displays.cells import NBSP, format_estimate, format_p, format_statistic
from analysis.displays.format import format_row
from analysis.displays.groups import Group, analysis_of, columns_of, groups_of
from analysis.displays.model import Frames, Line, Table, Text
from analysis.displays.notes import derive_notes, format_method
from analysis.results.table import ALL, Results
from analysis.study import EventTime, Study
from analysis.study.analyses import Survival
from analysis.study.displays import SurvivalTable

PRODUCES = "table"
FRAMES = ()

EVENTS = {"death": "Deaths, n"}
VISIT_LETTER = {"months": "M", "days": "D"}


def tabulate(study: Study, block: SurvivalTable, results: Results, frames: Frames) -> Table:  # noqa: ARG001
    """Kaplan-Meier estimates with intervals by group; the log-rank test stands in the notes."""
    analysis = analysis_of(study, block, Survival)
    endpoint = next(one for one in study.event_times if one.id == analysis.event_time)
    groups = groups_of(study)
    columns = columns_of(results, analysis, groups)
    lines = tuple(_lines(results, analysis, endpoint, groups))
    table = Table(block.id, (block.title,), endpoint.label, columns, lines, (), stub_width=2.0)
    notes = _notes(study, analysis, endpoint, results)
    return replace(table, notes=derive_notes(study, block, results, table.texts(), notes))


def _lines(results: Results, analysis: Survival, endpoint: EventTime, groups: tuple[Group, ...]) -> Iterator[Line]:
    name, blank = f"{analysis.id}.{{}}/{endpoint.id}{{}}/{{}}", ((),) * len(groups)
    level = f"{100 * analysis.conf_level:g}% CI"
    for statistic, label in (("n.event", EVENTS[endpoint.event]), ("n.censor", "Censored, n")):
        bases = (name.format("events", "", group.id) for group in groups)
        yield Line((label,), tuple((format_statistic(results, base, statistic),) for base in bases))
    yield Line((f"Survival, % ({level})",), blank, group=True)
    for time in analysis.landmarks:
        visit = f"/{VISIT_LETTER[endpoint.unit]}{time:g}"
        bases = (name.format("landmark", visit, group.id) for group in groups)
        label = f"At {time:g}{NBSP}{endpoint.unit}"
        yield Line((label,), tuple(format_estimate(results, base, "%1") for base in bases), indent=1)
    bases = (name.format("median", "", group.id) for group in groups)
    yield Line((f"Median, {endpoint.unit} ({level})",), tuple(format_estimate(results, base, "f1") for base in bases))
    rows = (results[name.format("follow-up", "", group.id) + "/estimate"] for group in groups)
    yield Line((f"Median follow-up, {endpoint.unit}",), tuple((format_row(row, "f1"),) for row in rows))


def _notes(study: Study, analysis: Survival, endpoint: EventTime, results: Results) -> tuple[Text, ...]:
    curve = results[f"{analysis.id}.landmark/{endpoint.id}/{_first(analysis, endpoint)}/{ALL}/estimate"]
    follow = results[f"{analysis.id}.follow-up/{endpoint.id}/{ALL}/estimate"]
    told: list[Text] = [(f"Survival: {format_method({'': curve})}. Follow-up: {follow.method}.",)]
    if len(study.arms) > 1:
        told.append(format_log_rank(results, analysis))
    return tuple(told)


def _first(analysis: Survival, endpoint: EventTime) -> str:
    return f"{VISIT_LETTER[endpoint.unit]}{analysis.landmarks[0]:g}"


def format_log_rank(results: Results, analysis: Survival) -> Text:
    """The test between the arms in a sentence: ``Log-rank test between the groups: χ² = 2.20, df = 2, P = 0.333``."""
    base = f"{analysis.id}.log-rank/{analysis.event_time}"
    statistic = format_row(results[f"{base}/statistic"], "f2")
    df = format_row(results[f"{base}/parameter"], "f0")
    p = format_p(results, f"{base}/p.value")
    return ("Log-rank test between the groups: χ²\u00a0=\u00a0", statistic, ", df\u00a0=\u00a0", df, ", ", *p, ".")
