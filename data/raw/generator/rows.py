"""Rows of a domain: small parts that every domain needs."""

from __future__ import annotations

from .cohort import Subject
from .visits import Attendance

Cell = str | int | None
Row = dict[str, Cell]


def format_number(value: float, digits: int) -> str:
    """A value as the laboratory would print it, never "-0.0"."""
    return f"{round(value, digits) + 0.0:.{digits}f}"


def derive_visit_cells(subject: Subject, visit: Attendance) -> Row:
    """Subject and visit of a record."""
    return {
        "USUBJID": subject.usubjid,
        "VISITNUM": visit.number,
        "VISIT": visit.name,
        "EPOCH": visit.epoch,
    }


def derive_time_cells(subject: Subject, visit: Attendance, prefix: str, clock: str = "") -> Row:
    """When a record was collected, as date or date and time, and its study day."""
    return {
        f"{prefix}DTC": f"{visit.on}T{clock}" if clock else str(visit.on),
        f"{prefix}DY": subject.day_of(visit.on),
    }
