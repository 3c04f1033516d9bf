"""Survival in words and numbers."""

from __future__ import annotations

import math

from analysis.documents.prose.changes import read_significance
from analysis.documents.prose.design import name_group, name_groups
from analysis.documents.prose.numbers import NBSP, format_interval, format_number, format_p, format_reason
from analysis.documents.session import Session
from analysis.documents.words import format_list
from analysis.errors import DocumentError, Fault
from analysis.results.table import ALL
from analysis.study.analyses import Survival


def format_survival(session: Session, time: str, group: str = ALL, analysis: str = "") -> str:
    """survival("M24", "LOW"): the proportion alive with interval; group "each" tells all arms.

    Of several survival analyses the first is told of, or the one with the id ``analysis``.
    """
    if group == "each":
        told = [
            f"{format_survival(session, time, a.id, analysis)} in the {name_group(session, a.id)}"
            for a in session.study.arms
        ]
        return format_list(told)
    stem = f"{_stem(session, 'landmark', analysis)}/{time}/{group}"
    if math.isnan(session.results[f"{stem}/estimate"].stat):
        return f"not estimable ({format_reason(session.results[f'{stem}/estimate'])})"
    share = session.bind(f"{stem}/estimate", "%1")
    if math.isnan(session.results[f"{stem}/conf.low"].stat):
        return f"{share}%"
    return f"{share}% ({format_interval(session, stem, '%1', '%')})"


def format_deaths(session: Session, group: str = ALL) -> str:
    """deaths(): how many died."""
    return session.bind(f"{_stem(session, 'events')}/{group}/n.event", "i")


def format_median(session: Session, group: str = ALL, analysis: str = "") -> str:
    """median(): the median survival with interval, or was not reached."""
    stem = f"{_stem(session, 'median', analysis)}/{group}"
    if math.isnan(session.results[f"{stem}/estimate"].stat):
        return "was not reached"
    median = f"{session.bind(f'{stem}/estimate', 'f1')}{_unit(session, analysis)}"
    return f"was {median} ({format_interval(session, stem, 'f1')})"


def format_follow_up(session: Session, group: str = ALL, analysis: str = "") -> str:
    """follow_up(): the median follow-up by the reverse Kaplan-Meier method."""
    return format_number(session, f"{_stem(session, 'follow-up', analysis)}/{group}/estimate", "f1") + _unit(
        session, analysis
    )


def format_log_rank(session: Session, analysis: str = "") -> str:
    """log_rank(): whether survival differed between the groups, e.g. was not distinguishable between ... (chi2, P)."""
    stem = _stem(session, "log-rank", analysis)
    p = session.results[f"{stem}/p.value"]
    if math.isnan(p.stat):
        return f"could not be compared between the {name_groups(session)} ({format_reason(p)})"
    differs = p.stat < read_significance(session)
    said = f"{'differed' if differs else 'was not distinguishable'} between the {name_groups(session)}"
    square = f"χ²({session.bind(f'{stem}/parameter', 'i')}){NBSP}={NBSP}{session.bind(f'{stem}/statistic', 'f2')}"
    return f"{said} (log-rank test, {square}; {format_p(session, f'{stem}/p.value')})"


def _block(session: Session, analysis: str = "") -> Survival:
    for block in session.study.analyses:
        if isinstance(block, Survival) and analysis in ("", block.id):
            return block
    raise DocumentError(Fault("survival", "study.yaml has no survival analysis", "add one under analyses"))


def _stem(session: Session, context: str, analysis: str = "") -> str:
    block = _block(session, analysis)
    return f"{block.id}.{context}/{block.event_time}"


def _unit(session: Session, analysis: str) -> str:
    time = _block(session, analysis).event_time
    return NBSP + next(e.unit for e in session.study.event_times if e.id == time)
