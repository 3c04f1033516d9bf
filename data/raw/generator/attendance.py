"""SV and SS: which visits and contacts took place, and who was alive."""

from __future__ import annotations

from collections.abc import Sequence

from .cohort import Subject
from .participation import Calendar
from .rows import Row
from .settings import VISITS
from .visits import Attendance, lost_in_study


def subject_visits(subjects: Sequence[Subject], calendar: Calendar, later: Calendar) -> list[Row]:
    """The domain SV: visits and contacts that took place, and planned ones that did not."""
    return [
        _visit(subject, visit)
        for subject in subjects
        for visit in calendar[subject.usubjid] + later.get(subject.usubjid, [])
    ]


def _visit(subject: Subject, visit: Attendance) -> Row:
    when = str(visit.when) if visit.when else None
    day = subject.day_of(visit.when) if visit.when else None
    return {
        "USUBJID": subject.usubjid,
        "VISITNUM": visit.number,
        "VISIT": visit.name,
        "VISITDY": visit.planned_day,
        "SVPRESP": None if visit.unscheduled else "Y",
        "SVOCCUR": None if visit.unscheduled else "Y" if visit.happened else "N",
        "SVREASOC": visit.reason or None,
        "EPOCH": visit.epoch,
        "SVSTDTC": when,
        "SVENDTC": when,
        "SVSTDY": day,
        "SVENDY": day,
        "SVUPDES": "EVALUATION OF ADVERSE EVENT" if visit.unscheduled else None,
    }


def survival_status(subjects: Sequence[Subject], calendar: Calendar, later: Calendar) -> list[Row]:
    """The domain SS: alive, dead or lost at day 169 and at every later contact."""
    rows: list[Row] = []
    for subject in (s for s in subjects if s.arm):
        visits = [visit for visit in calendar[subject.usubjid] if visit.name == VISITS[-1].name and visit.happened]
        if lost_in_study(subject):
            final = VISITS[-1]
            visits = [Attendance(final.name, str(final.number), final.epoch, final.day, subject.ended)]
        rows += [_status(subject, visit) for visit in visits + later.get(subject.usubjid, [])]
    return rows


def _status(subject: Subject, visit: Attendance) -> Row:
    ended = subject.ended is not None and subject.ended <= visit.on
    lost = subject.fate is not None and subject.fate.kind == "lost"
    status = ("LOST TO FOLLOW-UP" if lost else "DEAD") if ended else "ALIVE"
    return {
        "USUBJID": subject.usubjid,
        "SSTESTCD": "SURVSTAT",
        "SSTEST": "Survival Status",
        "SSORRES": status,
        "SSSTRESC": status,
        "VISITNUM": visit.number,
        "VISIT": visit.name,
        "EPOCH": visit.epoch,
        "SSDTC": str(visit.on),
        "SSDY": subject.day_of(visit.on),
    }
