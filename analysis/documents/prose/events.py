"""Adverse events in numbers."""

from __future__ import annotations

import math

from analysis.documents.prose.numbers import format_interval, format_reason
from analysis.documents.prose.participants import find_analysis
from analysis.documents.session import Session
from analysis.results.table import ALL


def format_patients(session: Session, category: str, group: str = ALL) -> str:
    """patients("any"): who had such an event, e.g. 22 of 24 patients (91.7%, 95% CI 73.0% to 99.0%)."""
    stem = _stem(session, category, group)
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


def _stem(session: Session, category: str, group: str) -> str:
    analysis = find_analysis(session, "adverse-events")
    special = f"{analysis}.special-interest/{category}/{group}"
    return special if f"{special}/n" in session.results else f"{analysis}.overview/{category}/{group}"
