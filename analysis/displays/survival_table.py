"""The survival table: events, survival at landmarks, median, follow-up and hazard ratio by group, and the tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

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

EVENTS = {"death": ("Deaths, n", "Survival, %"), "event": ("Events, n", "Without event, %")}
VISIT_LETTER = {"months": "M", "days": "D"}


@dataclass(frozen=True, slots=True)
class _Scope:
    study: Study
    analysis: Survival
    endpoint: EventTime
    results: Results
    groups: tuple[Group, ...]

    def base(self, context: str, place: str, group: str = "") -> str:
        """The start of row ids: ``survival.landmark/OS/M6/LOW``."""
        parts = (f"{self.analysis.id}.{context}", self.endpoint.id, place, group)
        return "/".join(part for part in parts if part)

    def at(self, time: float) -> str:
        """A time as results name it: M6."""
        return f"{VISIT_LETTER[self.endpoint.unit]}{time:g}"

    @property
    def level(self) -> str:
        return f"{100 * self.analysis.conf_level:g}%{NBSP}CI"


def tabulate(study: Study, block: SurvivalTable, results: Results, frames: Frames) -> Table:  # noqa: ARG001
    """Kaplan-Meier estimates by group, with what the results hold of restricted means, Cox models and tests."""
    analysis = analysis_of(study, block, Survival)
    endpoint = next(one for one in study.event_times if one.id == analysis.event_time)
    scope = _Scope(study, analysis, endpoint, results, groups_of(study))
    lines = (*_event_lines(scope), *_time_lines(scope), *_hazard_lines(scope))
    columns = columns_of(results, analysis, scope.groups)
    table = Table(block.id, (block.title,), endpoint.label, columns, lines, (), stub_width=2.0)
    notes = tuple(_notes(scope))
    return replace(table, notes=derive_notes(study, block, results, table.texts(), notes))


def _event_lines(scope: _Scope) -> Iterator[Line]:
    events, share = EVENTS[scope.endpoint.event]
    for statistic, label in (("n.event", events), ("n.censor", "Censored, n")):
        bases = (scope.base("events", "", group.id) for group in scope.groups)
        yield Line((label,), tuple((format_statistic(scope.results, base, statistic),) for base in bases))
    yield Line((f"{share} ({scope.level})",), ((),) * len(scope.groups), group=True)
    for time in scope.analysis.landmarks:
        cells = _estimates(scope, "landmark", scope.at(time), "%1")
        yield Line((f"At {time:g}{NBSP}{scope.endpoint.unit}",), cells, indent=1)


def _time_lines(scope: _Scope) -> Iterator[Line]:
    unit = scope.endpoint.unit
    yield Line((f"Median, {unit} ({scope.level})",), _estimates(scope, "median", "", "f1"))
    for time in scope.analysis.restricted_mean:
        label = f"Mean to {time:g} {unit}, {unit} ({scope.level})"
        yield Line((label,), _estimates(scope, "restricted-mean", scope.at(time), "f1"))
    rows = (scope.results[scope.base("follow-up", "", group.id) + "/estimate"] for group in scope.groups)
    yield Line((f"Median follow-up, {unit}",), tuple((format_row(row, "f1"),) for row in rows))


def _hazard_lines(scope: _Scope) -> Iterator[Line]:
    """Each arm against the first."""
    reference, *others = scope.study.arms
    cells: list[Text] = [("1 (reference)",)]
    for arm in others:
        base = scope.base("cox-firth", f"arm/{arm.id}/{reference.id}")
        if f"{base}/estimate" not in scope.results:
            return
        cells.append(format_estimate(scope.results, base, "x2"))
    if others:
        blank: Text = ()
        yield Line((f"Hazard ratio ({scope.level})",), (*cells, blank))


def _estimates(scope: _Scope, context: str, place: str, form: str) -> tuple[Text, ...]:
    bases = (scope.base(context, place, group.id) for group in scope.groups)
    return tuple(format_estimate(scope.results, base, form) for base in bases)


def _notes(scope: _Scope) -> Iterator[Text]:
    """The methods behind the lines, and the tests between the arms."""
    curve = scope.results[scope.base("landmark", scope.at(scope.analysis.landmarks[0]), ALL) + "/estimate"]
    follow = scope.results[scope.base("follow-up", "", ALL) + "/estimate"]
    yield (f"Survival: {format_method({'': curve})}. Follow-up: {follow.method}.",)
    for time in scope.analysis.restricted_mean:
        mean = scope.results[scope.base("restricted-mean", scope.at(time), ALL) + "/estimate"]
        yield (f"Mean: {format_method({'': mean})}.",)
    if len(scope.study.arms) > 1:
        yield from _hazard_notes(scope)
        yield _log_rank(scope)


def _hazard_notes(scope: _Scope) -> Iterator[Text]:
    first, second = scope.study.arms[:2]
    arms, dose = (scope.base("cox-firth", place) for place in (f"arm/{second.id}/{first.id}", "dose"))
    if f"{arms}/estimate" in scope.results:
        yield (f"{format_method({'': scope.results[f'{arms}/estimate']})}.",)
    if f"{dose}/estimate" in scope.results:
        ratio, p = format_estimate(scope.results, dose, "x2"), format_p(scope.results, f"{dose}/p.value")
        yield ("Hazard ratio for each doubling of the dose: ", *ratio, ", ", *p, ".")


def _log_rank(scope: _Scope) -> Text:
    """The tests in a sentence: ``Log-rank test between the groups: χ² = 2.20, df = 2, P = 0.333; exact P = 0.347.``."""
    base = scope.base("log-rank", "")
    statistic = format_row(scope.results[f"{base}/statistic"], "f2")
    df = format_row(scope.results[f"{base}/parameter"], "f0")
    test: Text = (f"Log-rank test between the groups: χ²{NBSP}={NBSP}", statistic, f", df{NBSP}={NBSP}", df, ", ")
    test = (*test, *format_p(scope.results, f"{base}/p.value"))
    for context, label in (("log-rank-exact", "exact "), ("trend", "trend over dose "), ("trend-exact", "exact ")):
        row = scope.base(context, "") + "/p.value"
        if row in scope.results:
            test = (*test, f"; {label}", *format_p(scope.results, row))
    return (*test, ".")
