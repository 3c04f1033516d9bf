"""Changes from baseline as tables of text: each parameter in a line, each visit in a column."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from analysis.documents.prose.changes import read_change
from analysis.documents.prose.design import label_arm, name_arm
from analysis.documents.prose.numbers import NBSP, format_number, format_p, read_level
from analysis.documents.report.grid import format_grid
from analysis.documents.session import Session, escape
from analysis.results.table import ALL
from analysis.study.analyses import Mmrm
from analysis.study.model import find_compared

BREAK = "\\\n"  # a new line within a cell


def find_groups(session: Session) -> list[str]:
    """The groups whose changes count: all doses pooled where only doses differ, else every arm by itself."""
    return [arm.id for arm in session.study.arms] if find_compared(session.study.arms) else [ALL]


def format_changes_table(session: Session, block: Mmrm, names: Sequence[str]) -> str:
    """The change of each parameter at each visit of a model: estimate, interval, P, and the test of group by visit."""
    groups = find_groups(session)
    heads = ["Parameter", *(["Group"] if groups != [ALL] else []), *_visits(session, block)]
    interactions = (f"{block.id}.type-3/{name}/group-by-visit/p.value" for name in names)
    tested = len(session.study.arms) > 1 and any(row in session.results for row in interactions)
    rows = [(*heads, *(["Group by visit"] if tested else []))]
    for name in names:
        for number, group in enumerate(groups):
            label = name_with_unit(session, name) if number == 0 else "\u00a0"
            own = [escape(label_arm(session, group))] if groups != [ALL] else []
            cells = [_change(session, name, visit, group) for visit in block.visits]
            test = [_interaction(session, block, name) if number == 0 else "\u00a0"] if tested else []
            rows.append((label, *own, *cells, *test))
    return format_grid(rows, (1.6, *(1.2 for _ in rows[0][1 : len(heads)]), *([1] if tested else [])))


def format_differences_table(session: Session, block: Mmrm, names: Sequence[str]) -> str:
    """Each pair of groups at each visit of a model: difference of the changes, or ratio of ratios, with interval."""
    rows = [("Parameter", "Groups", *_visits(session, block))]
    for name in names:
        found = session.results.find(analysis=block.id, context="difference", variable=name, stat_name="estimate")
        pairs = list(dict.fromkeys((row.group1_level, row.group2_level) for row in found))
        for number, (arm, reference) in enumerate(pairs):
            label = name_with_unit(session, name) if number == 0 else "\u00a0"
            pair = f"{label_arm(session, arm)} against {name_arm(session, reference)}"
            cells = [_difference(session, block, name, f"{visit}/{arm}/{reference}") for visit in block.visits]
            rows.append((label, escape(pair), *cells))
    return format_grid(rows, (1.4, 1.4, *(1.2 for _ in block.visits))) if len(rows) > 1 else ""


def name_with_unit(session: Session, name: str) -> str:
    """A parameter with the unit of its changes; ratios have none."""
    about = session.study.parameter(name)
    return escape(
        about.label if about.distribution == "log-normal" or not about.unit else f"{about.label}, {about.unit}"
    )


def format_legend(session: Session, block: Mmrm) -> str:
    """What stands in the cells."""
    level = f"{100 * read_level(session, block.id):g}%"
    return (
        f"In each cell: change from baseline ({level} confidence interval), or the ratio to baseline where a parameter "
        "is analyzed as logarithm; *P*; and *P* adjusted for multiplicity where it is."
    )


def _visits(session: Session, block: Mmrm) -> Iterator[str]:
    return (escape(session.study.visit(visit).label) for visit in block.visits)


def _change(session: Session, name: str, visit: str, group: str) -> str:
    found = read_change(session, name, visit, group)
    lines = [_estimate(session, found.stem, found.form), format_p(session, f"{found.tests}/p.value")]
    if f"{found.tests}/p.adjusted" in session.results:
        lines.append(format_p(session, f"{found.tests}/p.adjusted", "adjusted"))
    return BREAK.join(lines)


def _difference(session: Session, block: Mmrm, name: str, place: str) -> str:
    tests = f"{block.id}.difference/{name}/{place}"
    ratio = f"{block.id}.difference-ratio/{name}/{place}"
    if f"{tests}/estimate" not in session.results:
        return "–"
    log = f"{ratio}/estimate" in session.results
    form = read_change(session, name, block.visits[0], session.study.arms[0].id).form
    estimate = _estimate(session, ratio if log else tests, form)
    return BREAK.join([estimate, format_p(session, f"{tests}/p.value")])


def _estimate(session: Session, stem: str, form: str) -> str:
    if math.isnan(session.results[f"{stem}/estimate"].stat):
        return format_number(session, f"{stem}/estimate", form)
    estimate, low, high = (session.bind(f"{stem}/{name}", form) for name in ("estimate", "conf.low", "conf.high"))
    return f"{estimate} ({low}{NBSP}to{NBSP}{high})"


def _interaction(session: Session, block: Mmrm, name: str) -> str:
    row = f"{block.id}.type-3/{name}/group-by-visit/p.value"
    return format_p(session, row) if row in session.results else "–"
