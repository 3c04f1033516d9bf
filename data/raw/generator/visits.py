"""The calendar of each person: visits kept, missed and unscheduled, and the later contacts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from .cohort import Subject, derive_weekday
from .draws import Draws
from .settings import CONTACTS, VISITS, Visit


@dataclass(frozen=True)
class Attendance:
    """One visit or contact of one person; ``when`` is empty if it did not take place."""

    name: str
    number: str
    epoch: str
    planned_day: int | None
    when: date | None
    reason: str = ""

    @property
    def happened(self) -> bool:
        """Whether the visit took place."""
        return self.when is not None

    @property
    def on(self) -> date:
        """The date of a visit that took place."""
        if self.when is None:
            raise ValueError(f"{self.name} did not take place")
        return self.when

    @property
    def unscheduled(self) -> bool:
        """Whether nobody had planned the visit."""
        return self.planned_day is None


def draw_visits(subjects: list[Subject], seed: int) -> dict[str, list[Attendance]]:
    """The planned visits of everyone, by USUBJID, in order."""
    draws = Draws(seed, "visits")
    return {subject.usubjid: _calendar(draws, subject) for subject in subjects}


def draw_contacts(subjects: list[Subject], seed: int) -> dict[str, list[Attendance]]:
    """The later contacts of the treated who were not lost before, by USUBJID, in order.

    The contact at which a death or a loss becomes known is the last one.
    """
    draws = Draws(seed, "contacts")
    return {s.usubjid: _later(draws, s) for s in subjects if s.arm and not s.lost_in_study}


def derive_with_unscheduled(calendar: list[Attendance], when: date) -> list[Attendance]:
    """The calendar with one more visit, put after the last planned one that took place before it."""
    before = [a for a in calendar if a.happened and a.on < when and not a.unscheduled]
    number = f"{before[-1].number}.1"
    extra = Attendance(f"UNSCHEDULED {number}", number, before[-1].epoch, None, when)
    return sorted([*calendar, extra], key=lambda a: float(a.number))


def _calendar(draws: Draws, subject: Subject) -> list[Attendance]:
    if subject.arm is None:
        first = VISITS[0]
        return [Attendance(first.name, str(first.number), first.epoch, first.day, subject.screening)]
    kept = [_attendance(draws, subject, visit) for visit in VISITS]
    if subject.lost_in_study and subject.fate:
        last = next(i for i, visit in enumerate(VISITS) if visit.name == subject.fate.last_seen)
        kept[last + 1 :] = [replace(visit, when=None, reason="LOST TO FOLLOW-UP") for visit in kept[last + 1 :]]
    return kept


def _attendance(draws: Draws, subject: Subject, visit: Visit) -> Attendance:
    when = _date(draws, subject, visit)
    fixed = (visit.name, str(visit.number), visit.epoch, visit.day)
    if visit.name == subject.missed:
        return Attendance(*fixed, None, "TRAVEL RESTRICTION")
    return Attendance(*fixed, when)


def _date(draws: Draws, subject: Subject, visit: Visit) -> date:
    """A working day within the window, most often close to the target."""
    if visit.name == "SCREENING":
        return subject.screening
    off = round(draws.normal(0, visit.window / 2.5)) if visit.window else 0
    off = min(max(off, -visit.window), visit.window)
    if subject.late and subject.late[0] == visit.name:
        off = subject.late[1]
    when = subject.date_of(visit.day + off)
    return derive_weekday(when, earlier=off > 0 and subject.late is None)


def _later(draws: Draws, subject: Subject) -> list[Attendance]:
    kept = []
    for visit in CONTACTS:
        when = _date(draws, subject, visit)
        over = subject.ended is not None and subject.ended < subject.date_of(visit.day + 2 * visit.window)
        noted = subject.ended if over and subject.fate and subject.fate.kind == "lost" else when
        kept.append(Attendance(visit.name, str(visit.number), visit.epoch, visit.day, noted))
        if over:
            break
    return kept
