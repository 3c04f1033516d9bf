"""Rows of a domain: small parts that every domain needs."""

from __future__ import annotations

from datetime import date

from .cohort import Subject
from .visits import Attendance

Cell = str | int | None
Row = dict[str, Cell]


def day_of(subject: Subject, when: date) -> int | None:
    """Study day of a date (no day 0); empty without a first infusion."""
    return subject.day_of(when)


def number(value: float, digits: int) -> str:
    """A value as the laboratory would print it, never "-0.0"."""
    return f"{round(value, digits) + 0.0:.{digits}f}"


def at_visit(subject: Subject, visit: Attendance) -> Row:
    """Subject and visit of a record."""
    return {
        "USUBJID": subject.usubjid,
        "VISITNUM": visit.number,
        "VISIT": visit.name,
        "EPOCH": visit.epoch,
    }


def timed(subject: Subject, visit: Attendance, prefix: str, clock: str = "") -> Row:
    """When a record was collected, as date or date and time, and its study day."""
    return {
        f"{prefix}DTC": f"{visit.on}T{clock}" if clock else str(visit.on),
        f"{prefix}DY": subject.day_of(visit.on),
    }
