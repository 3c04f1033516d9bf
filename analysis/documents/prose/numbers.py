"""Numbers in house style: any row of the results, P values, intervals, estimates that may be missing."""

from __future__ import annotations

import math

from analysis.documents.session import Session, escape
from analysis.results.table import Row

NBSP = "\N{NO-BREAK SPACE}"


def format_number(session: Session, row: str, form: str) -> str:
    """number(row, form): the value of any results row, e.g. number("flow.counts/screened/ALL/n", "i")."""
    if math.isnan(session.results[row].stat):
        return f"{session.bind(row, form)} ({format_reason(session.results[row])})"
    return session.bind(row, form)


def format_counted(session: Session, row: str, word: str) -> str:
    """A count with what is counted: 1 patient, 3 patients."""
    return f"{session.bind(row, 'i')} {word}{'' if session.results[row].stat == 1 else 's'}"


def format_p(session: Session, row: str, label: str = "*P*") -> str:
    """p(row): a P value with its sign, e.g. *P* = 0.013 or *P* < 0.001; where there is none, why."""
    printed = session.bind(row, "p")
    if math.isnan(session.results[row].stat):
        return f"{label}{NBSP}={NBSP}{printed} ({format_reason(session.results[row])})"
    sign = "" if printed.startswith(("[\\<", "[\\>")) else f"={NBSP}"
    return f"{label}{NBSP}{sign}{printed}"


def format_interval(session: Session, stem: str, form: str, unit: str = "") -> str:
    """95% CI a to b, of the rows ``stem``/conf.low and conf.high; the reason where there is no interval."""
    row = session.results[f"{stem}/conf.low"]
    level = f"{100 * read_level(session, row.analysis):g}% CI"
    if math.isnan(row.stat):
        return f"{level} not estimable: {format_reason(row)}"
    low, high = session.bind(f"{stem}/conf.low", form), session.bind(f"{stem}/conf.high", form)
    return f"{level}{NBSP}{low}{unit} to {high}{unit}"


def read_level(session: Session, analysis: str) -> float:
    """The confidence level of an analysis, as study.yaml states it."""
    return float(getattr(session.study.analysis(analysis), "conf_level", 0.95))


def format_reason(row: Row) -> str:
    """Why a statistic is missing, as the results say it."""
    return escape((row.error or row.warning or "no reason was given").rstrip("."))


def format_unit(unit: str) -> str:
    """A unit after a number: per cent stands close, all others after a space that doesn't break."""
    return escape(unit) if unit == "%" else f"{NBSP}{escape(unit)}" if unit else ""
