"""Changes from baseline in words and numbers, by the rules of the plan."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.displays.registry import form_of
from analysis.documents.prose.design import format_days
from analysis.documents.prose.numbers import NBSP, format_interval, format_p, format_reason, format_unit
from analysis.documents.session import Session, escape
from analysis.documents.words import (
    FELL,
    NONE,
    OPEN,
    ROSE,
    SAME,
    Verdict,
    find_verdict,
    format_list,
    format_predicate,
    is_plural,
)
from analysis.errors import DocumentError, Fault
from analysis.results.table import ALL
from analysis.study import Parameter
from analysis.study.wording import format_name

VERDICT = ("direction", "significant", "within.margin")


@dataclass(frozen=True)
class Change:
    """Where a change stands in the results: ``stem`` of estimate and interval, ``tests`` of the P values."""

    parameter: Parameter
    stem: str
    tests: str
    verdict: Verdict
    ratio: bool
    n: str

    @property
    def form(self) -> str:
        """How the estimate and its limits are printed, as in the tables."""
        return "x2" if self.ratio else form_of("estimate", self.parameter.digits)


def format_change(session: Session, parameter: str, visit: str, group: str = ALL) -> str:
    """change("ALB", "D57"): what became of a parameter, e.g. rose significantly by 2.8 g/L (95% CI ..., n, P)."""
    found = read_change(session, parameter, visit, group)
    said = format_predicate(found.verdict, plural=is_plural(found.parameter.label))
    if found.verdict.word == NONE:
        return f"{said} ({format_reason(session.results[f'{found.stem}/estimate'])})"
    moved = found.verdict.word in (ROSE, FELL)
    begin = f"{said} by {_amount(session, found)}" if moved else f"{said} {_point(session, found)}"
    small = "; less than the relevant change" if moved and found.verdict.within else ""
    joint = "" if begin.endswith("(") else "; "
    return f"{begin}{joint}{'; '.join(_evidence(session, found))}{small})"


def format_course(session: Session, parameter: str, group: str = ALL) -> str:
    """course("ALB"): the words at all visits, e.g. rose significantly on days 57 and 85 and was not ... on day 169."""
    visits = list(_block(session, parameter).visits)
    many = is_plural(session.study.parameter(parameter).label)
    said = {v: format_predicate(read_change(session, parameter, v, group).verdict, plural=many) for v in visits}
    parts = [
        f"{words} on {format_days(session, [v for v in visits if said[v] == words])}"
        for words in dict.fromkeys(said.values())
    ]
    return format_list(parts)


def format_directions(session: Session, parameters: Sequence[str], visit: str, group: str = ALL) -> str:
    """directions(["ALT", "AST"], "D85"): parameters by what they did, e.g. AST fell; ALT was not distinguishable ..."""
    order = (ROSE, FELL, SAME, OPEN, NONE)
    changes = [read_change(session, p, visit, group) for p in parameters]
    changes.sort(key=lambda c: (order.index(c.verdict.word), format_predicate(c.verdict)))
    parts = []
    for _, alike in itertools.groupby(changes, key=lambda c: format_predicate(c.verdict)):
        same = list(alike)
        names = format_list([name_in_text(c.parameter) for c in same])
        parts.append(
            f"{names} {format_predicate(same[0].verdict, plural=len(same) > 1 or is_plural(same[0].parameter.label))}"
        )
    return "; ".join(parts)


def name_in_text(parameter: Parameter) -> str:
    """A parameter inside a sentence: its short name, or its label with a small initial."""
    return escape(format_name(parameter.short or parameter.label))


def read_change(session: Session, parameter: str, visit: str, group: str) -> Change:
    """The change of a parameter: from the model where there is one, else from the paired comparison."""
    block = _block(session, parameter, visit)
    about, place = session.study.parameter(parameter), f"{parameter}/{visit}/{group}"
    ratio = about.distribution == "log-normal"
    if block.kind == "mmrm":
        stem, tests = f"{block.id}.{'ls-ratio' if ratio else 'ls-mean'}/{place}", f"{block.id}.ls-mean/{place}"
    else:
        stem = tests = f"{block.id}.{'ratio' if ratio else 'paired-t'}/{place}"
    verdict = _verdict(session, block, place, stem, 1.0 if ratio else 0.0)
    return Change(about, stem, tests, verdict, ratio, _n(session, about, visit, group))


def _verdict(session: Session, block: Any, place: str, stem: str, null: float) -> Verdict:
    """What the results say of a pooled change; what the interval alone allows where they say nothing."""
    said = f"{block.id}.verdict/{place}"
    if f"{said}/direction" in session.results:
        direction, significant, within = (session.results[f"{said}/{name}"].stat for name in VERDICT)
        return Verdict(direction, significant == 1, within == 1)
    low, high = session.results[f"{stem}/conf.low"], session.results[f"{stem}/conf.high"]
    return find_verdict(low.stat, high.stat, null)


def read_significance(session: Session) -> float:
    """The level of significance that study.yaml states (0.05 unless it says otherwise)."""
    fact = session.study.facts.get("significance_level")
    return float(fact.value) if fact and isinstance(fact.value, int | float) else 0.05


def _block(session: Session, parameter: str, visit: str = "") -> Any:
    for kind in ("mmrm", "change"):
        for block in session.study.analyses:
            if block.kind == kind and parameter in block.parameters and (not visit or visit in block.visits):
                return block
    asked = f"{parameter}, {visit}" if visit else parameter
    raise DocumentError(
        Fault(asked, "no analysis of change has this parameter and visit", "see analyses in study.yaml")
    )


def _n(session: Session, about: Parameter, visit: str, group: str) -> str:
    """The row that counts the subjects with a change at this visit, where a description by visit exists."""
    rows = (
        f"{block.id}.change/{about.id}/{visit}/{group}/n"
        for block in session.study.analyses
        if block.kind == "change" and about.id in block.parameters
    )
    return next((row for row in rows if row in session.results), "")


def _amount(session: Session, found: Change) -> str:
    """How much, without sign: the difference, or by how many per cent, with the ratio that tables print."""
    row = f"{found.stem}/estimate"
    if found.ratio:
        return f"{session.bind(row, '|r%0|')}% (ratio{NBSP}{session.bind(row, 'x2')}"
    return f"{session.bind(row, f'|{found.form}|')}{_unit(found.parameter)} ("


def _point(session: Session, found: Change) -> str:
    row = f"{found.stem}/estimate"
    if found.ratio:
        return f"(ratio{NBSP}{session.bind(row, 'x2')}"
    return f"(change {session.bind(row, found.form)}{_unit(found.parameter)}"


def _unit(parameter: Parameter) -> str:
    return f"{NBSP}percentage points" if parameter.unit == "%" else format_unit(parameter.unit)


def _evidence(session: Session, found: Change) -> Iterator[str]:
    yield format_interval(session, found.stem, found.form)
    if found.n:
        yield f"*n*{NBSP}={NBSP}{session.bind(found.n, 'i')}"
    yield format_p(session, f"{found.tests}/p.value")
    if f"{found.tests}/p.adjusted" in session.results:
        yield format_p(session, f"{found.tests}/p.adjusted", "adjusted *P*")
