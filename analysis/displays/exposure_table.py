"""The exposure table: doses given, their sum, how long treatment lasted, and what was interrupted or adjusted."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analysis.displays.cells import NBSP, format_count_percent, format_statistic
from analysis.displays.format import format_row
from analysis.displays.groups import Group, analysis_of, columns_of, groups_of
from analysis.displays.model import Frames, Line, Table, Text
from analysis.displays.notes import derive_notes
from analysis.displays.registry import Profile, profile_of
from analysis.results.table import ALL, Results, Row
from analysis.study import Study
from analysis.study.analyses import Exposure
from analysis.study.displays import ExposureTable

PRODUCES = "table"
FRAMES = ()

COUNTED = "NDOSE"  # the number of doses is counted, and averaged only where it is large
LABELS = {
    COUNTED: "Number of doses",
    "TOTDOSE": "Total dose",
    "TOTDKG": "Total dose per kg",
    "TRTDUR": "Duration of treatment",
}
COUNTS = {"NINTER": "Any dose interrupted", "NADJ": "Any dose adjusted"}


@dataclass(frozen=True, slots=True)
class _Scope:
    analysis: Exposure
    results: Results
    profile: Profile
    groups: tuple[Group, ...]


def tabulate(study: Study, block: ExposureTable, results: Results, frames: Frames) -> Table:  # noqa: ARG001
    """Patients by number of doses, and with a dose interrupted or adjusted; each measure of exposure described."""
    analysis = analysis_of(study, block, Exposure)
    scope = _Scope(analysis, results, profile_of(study, block), groups_of(study))
    labels = block.labels or {name: LABELS.get(name, name) for name in _measures(scope)}
    lines = (*_counts(scope), *(line for name, label in labels.items() for line in _summary(scope, name, label)))
    columns = columns_of(results, analysis, scope.groups)
    table = Table(block.id, (block.title,), "Exposure", columns, tuple(lines), (), stub_width=1.8)
    own: tuple[Text, ...] = (("n (%): patients, and their per cent of the group; [doses]: how many doses.",),)
    return replace(table, notes=derive_notes(study, block, results, table.texts(), own))


def _measures(scope: _Scope) -> Iterator[str]:
    counted = _counted(scope)
    for row in scope.results.find(analysis=scope.analysis.id, context="summary", group1_level=ALL, stat_name="n"):
        if row.variable != COUNTED or not counted:
            yield row.variable


def _counted(scope: _Scope) -> Sequence[Row]:
    """The numbers of doses by which patients are counted; none where there are too many."""
    return scope.results.find(analysis=scope.analysis.id, context="tabulate", group1_level=ALL, stat_name="n")


def _counts(scope: _Scope) -> Iterator[Line]:
    """Patients by number of doses; then those with a dose interrupted or adjusted, and how many doses."""
    counted = _counted(scope)
    if counted:
        yield Line(("Number of doses, n (%)",), ((),) * len(scope.groups), group=True)
    for row in counted:
        base = f"{scope.analysis.id}.tabulate/{row.variable}/{row.variable_level}"
        cells = tuple(format_count_percent(scope.results, f"{base}/{group.id}") for group in scope.groups)
        yield Line((row.variable_level,), cells, indent=1)
    for name, label in COUNTS.items():
        base = f"{scope.analysis.id}.any/{name}"
        if f"{base}/{ALL}/n" in scope.results:
            yield Line((f"{label}, n (%) [doses]",), tuple(_concerned(scope, f"{base}/{g.id}") for g in scope.groups))


def _concerned(scope: _Scope, base: str) -> Text:
    doses = format_statistic(scope.results, base, "events")
    return (*format_count_percent(scope.results, base), f"{NBSP}[", doses, "]")


def _summary(scope: _Scope, name: str, label: str) -> Iterator[Line]:
    """A heading with the unit, then n, mean and SD, median and quartiles; large numbers by powers of ten."""
    base = f"{scope.analysis.id}.summary/{name}"
    form, unit = find_scale(scope.results[f"{base}/{ALL}/mean"])
    yield Line((f"{label}{f', {unit}' if unit else ''}",), ((),) * len(scope.groups), group=True)
    bases = [f"{base}/{group.id}" for group in scope.groups]
    yield Line(("n",), tuple((format_statistic(scope.results, one, "n"),) for one in bases), indent=1)
    yield Line((scope.profile.heading,), tuple(_mean(scope, one, form) for one in bases), indent=1)
    yield Line((f"Median (Q1,{NBSP}Q3)",), tuple(_median(scope, one, form) for one in bases), indent=1)


def find_scale(mean: Row) -> tuple[str, str]:
    """The form in which a measure is printed, and its unit: large numbers by powers of ten, two decimals below 10."""
    power = 3 * (math.floor(math.log10(mean.stat)) // 3) if mean.stat >= 10_000 else 0
    unit = " ".join(part for part in (f"10{_superscript(power)}" if power else "", mean.unit) if part)
    return f"f{2 if mean.stat / 10**power < 10 else 1}{f'e{power}' if power else ''}", unit


def _mean(scope: _Scope, base: str, form: str) -> Text:
    mean, sd = (format_row(scope.results[f"{base}/{name}"], form) for name in ("mean", "sd"))
    return (mean, scope.profile.between_mean_and_sd, sd, scope.profile.after_sd)


def _median(scope: _Scope, base: str, form: str) -> Text:
    median, low, high = (format_row(scope.results[f"{base}/{name}"], form) for name in ("median", "p25", "p75"))
    return (median, " (", low, f",{NBSP}", high, ")")


def _superscript(power: int) -> str:
    return str(power).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
