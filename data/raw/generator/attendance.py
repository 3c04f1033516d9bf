"""SV and SS: which visits and contacts took place, and who was alive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .cohort import Subject
from .participation import Calendar
from .rows import Row
from .settings import VISITS
from .visits import Attendance


def tabulate_visits(subjects: Sequence[Subject], calendar: Calendar, later: Calendar) -> list[Row]:
    """The domain SV: visits and contacts that took place, and planned ones that did not.

    At the contact with relatives by which a death became known there was no visit any more.
    """
    return [
        _visit(subject, _as_kept(subject, visit))
        for subject in subjects
        for visit in calendar[subject.usubjid] + later.get(subject.usubjid, [])
        if _status_at(subject, visit) != "DEAD"
    ]


def _as_kept(subject: Subject, visit: Attendance) -> Attendance:
    """The contact as one that did not take place, where the patient was found to be lost."""
    lost = _status_at(subject, visit) == "LOST TO FOLLOW-UP"
    return replace(visit, when=None, reason="LOST TO FOLLOW-UP") if lost else visit


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


def tabulate_status(subjects: Sequence[Subject], calendar: Calendar, later: Calendar) -> list[Row]:
    """The domain SS: alive, dead or lost at day 169 and at every later contact."""
    rows: list[Row] = []
    for subject in (s for s in subjects if s.arm):
        visits = [visit for visit in calendar[subject.usubjid] if visit.name == VISITS[-1].name and visit.happened]
        if subject.lost_in_study:
            final = VISITS[-1]
            visits = [Attendance(final.name, str(final.number), final.epoch, final.day, subject.ended)]
        rows += [_status(subject, visit) for visit in visits + later.get(subject.usubjid, [])]
    return rows


def _status_at(subject: Subject, visit: Attendance) -> str:
    """What is known at a visit or contact: that the patient is alive, has died or is lost."""
    if subject.fate is None or subject.ended is None or visit.when is None or visit.when < subject.ended:
        return "ALIVE"
    return "LOST TO FOLLOW-UP" if subject.fate.kind == "lost" else "DEAD"


def _status(subject: Subject, visit: Attendance) -> Row:
    status = _status_at(subject, visit)
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
