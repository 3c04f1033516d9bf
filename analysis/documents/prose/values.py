"""Measured values by visit."""

from __future__ import annotations

from analysis.documents.prose.numbers import NBSP, format_unit
from analysis.documents.prose.participants import format_summary
from analysis.documents.session import Session
from analysis.errors import DocumentError, Fault
from analysis.results.table import ALL
from analysis.study.analyses import Change


def format_value(session: Session, parameter: str, visit: str, group: str = ALL) -> str:
    """value("ALB", "BASELINE"): mean ± SD (or median, quartiles) with unit and n at a visit."""
    about = session.study.parameter(parameter)
    blocks = [b for b in session.study.analyses if isinstance(b, Change) and parameter in b.parameters]
    if not blocks:
        raise DocumentError(
            Fault(parameter, "no description by visit has this parameter", "see analyses in study.yaml")
        )
    stem = f"{blocks[0].id}.value/{parameter}/{visit}/{group}"
    told = format_summary(session, stem, about.digits, skewed=about.distribution == "log-normal")
    return f"{told}{format_unit(about.unit)} (*n*{NBSP}={NBSP}{session.bind(f'{stem}/n', 'i')})"
