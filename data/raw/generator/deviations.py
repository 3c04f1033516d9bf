"""DV: where the protocol was not kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from .cohort import Subject
from .participation import Calendar
from .rows import Row
from .settings import LATE_VISIT
from .visits import Attendance


def tabulate_deviations(subjects: Sequence[Subject], calendar: Calendar, laboratory: Sequence[Row]) -> list[Row]:
    """The domain DV: missed and late visits, laboratory tests not done, and one pause of the antiviral drug."""
    rows: list[Row] = []
    for subject in (s for s in subjects if s.arm):
        rows += _visit_deviations(subject, calendar[subject.usubjid])
        rows += _tests_not_done(subject, laboratory)
        if subject.paused:
            rows.append(_pause(subject, *subject.paused))
    return sorted(rows, key=lambda row: (str(row["USUBJID"]), str(row["DVSTDTC"]), str(row["DVTERM"])))


def _pause(subject: Subject, first: int, last: int) -> Row:
    """The major deviation: the antiviral drug was not taken for a while."""
    text = f"Antiviral treatment interrupted for {(last - first + 1) // 7} weeks"
    begins, ends = subject.date_of(first), subject.date_of(last)
    row = _deviation(subject, text, "CONCOMITANT TREATMENT", "MAJOR", begins, "FOLLOW-UP")
    return row | {"DVENDTC": str(ends), "DVENDY": subject.day_of(ends)}


def _visit_deviations(subject: Subject, visits: Sequence[Attendance]) -> list[Row]:
    rows = []
    for visit in visits:
        if visit.name == subject.missed and visit.planned_day:
            when = subject.date_of(visit.planned_day)
            rows.append(
                _deviation(
                    subject, f"Visit of {visit.name.lower()} missed", "VISIT SCHEDULE", "MINOR", when, visit.epoch
                )
            )
        elif subject.late and subject.late[0] == visit.name:
            text = f"Visit of {visit.name.lower()} after its window ({LATE_VISIT[2]} days late)"
            rows.append(_deviation(subject, text, "VISIT SCHEDULE", "MINOR", visit.on, visit.epoch))
    return rows


def _tests_not_done(subject: Subject, laboratory: Sequence[Row]) -> list[Row]:
    rows = []
    for row in laboratory:
        if row["USUBJID"] == subject.usubjid and row.get("LBSTAT"):
            when = date.fromisoformat(str(row["LBDTC"])[:10])
            text = f"{row['LBTEST']} not done at {str(row['VISIT']).lower()}"
            rows.append(_deviation(subject, text, "PROCEDURE NOT DONE", "MINOR", when, str(row["EPOCH"])))
    return rows


def _deviation(subject: Subject, text: str, kind: str, category: str, when: date, epoch: str) -> Row:
    return {
        "USUBJID": subject.usubjid,
        "DVTERM": text,
        "DVDECOD": kind,
        "DVCAT": category,
        "EPOCH": epoch,
        "DVSTDTC": str(when),
        "DVENDTC": str(when),
        "DVSTDY": subject.day_of(when),
        "DVENDY": subject.day_of(when),
    }
