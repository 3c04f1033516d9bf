"""Adverse events in numbers."""

from __future__ import annotations

import math

from analysis.documents.prose.numbers import format_counted, format_interval, format_reason
from analysis.documents.prose.participants import find_analysis
from analysis.documents.session import Session, escape
from analysis.documents.words import format_list
from analysis.errors import DocumentError, Fault
from analysis.results.table import ALL
from analysis.study.analyses import Responders
from analysis.study.wording import format_name


def format_patients(session: Session, category: str, group: str = ALL) -> str:
    """patients("any"): who had such an event, e.g. 22 of 24 patients (91.7%, 95% CI 73.0% to 99.0%)."""
    return _patients(session, _stem(session, category, group))


def _patients(session: Session, stem: str) -> str:
    row = session.results[f"{stem}/n"]
    if math.isnan(row.stat):
        return f"an unknown number of patients ({format_reason(row)})"
    n, size, share = (session.bind(f"{stem}/{name}", form) for name, form in (("n", "i"), ("N", "i"), ("p", "%1")))
    return f"{n} of {size} patients ({share}%; {format_interval(session, stem, '%1', '%')})"


def format_events(session: Session, category: str, group: str = ALL) -> str:
    """events("serious"): how many such events there were."""
    row = session.results[f"{_stem(session, category, group)}/events"]
    return f"unknown ({format_reason(row)})" if math.isnan(row.stat) else session.bind(row.id, "i")


def format_mild(session: Session, group: str = ALL) -> str:
    """mild(): the events of grade 1 or 2 among all, e.g. 70 of 93 events (75.3%)."""
    stem = f"{find_analysis(session, 'adverse-events')}.grade-1-2/events/{group}"
    n, size, share = (session.bind(f"{stem}/{name}", form) for name, form in (("n", "i"), ("N", "i"), ("p", "%1")))
    return f"{n} of {size} events ({share}%)"


def format_most_frequent(session: Session, least: int = 2) -> str:
    """most_frequent(3): the events that at least so many patients had, e.g. fatigue (5 patients), ascites (4 ...)."""
    analysis = find_analysis(session, "occurrence", dataset="ADAE")
    rows = session.results.find(analysis=analysis, context="term", stat_name="n", group1_level=ALL)
    frequent = sorted((row for row in rows if row.stat >= least), key=lambda row: (-row.stat, row.variable_level))
    told = [
        f"{escape(format_name(row.variable_level))} ({format_counted(session, row.id, 'patient')})" for row in frequent
    ]
    return format_list(told) if told else "none that more than single patients had"


def format_responders(session: Session, criterion: str, visit: str, group: str = ALL) -> str:
    """responders("albumin-35", "D85"): who met a criterion of response, e.g. 10 of 24 patients (41.7%; 95% CI ...)."""
    blocks = [block for block in session.study.analyses if isinstance(block, Responders)]
    found = {c.id: f"{b.id}.responder/{c.parameter}/{c.id}" for b in reversed(blocks) for c in b.criteria}
    if criterion not in found:
        raise DocumentError(Fault(criterion, "no criterion of response has this id", f"known: {', '.join(found)}"))
    return _patients(session, f"{found[criterion]}/{visit}/{group}")


def _stem(session: Session, category: str, group: str) -> str:
    analysis = find_analysis(session, "adverse-events")
    special = f"{analysis}.special-interest/{category}/{group}"
    return special if f"{special}/n" in session.results else f"{analysis}.overview/{category}/{group}"
