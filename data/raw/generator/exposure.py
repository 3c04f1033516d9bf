"""EX: the three infusions of each patient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from .cohort import Subject
from .draws import Draws
from .rows import Row, derive_visit_cells
from .settings import INFUSION_DAYS, INFUSION_VOLUME_ML, TREATMENT
from .visits import Attendance


@dataclass(frozen=True)
class Infusion:
    """One infusion, with its start and end; ``pause`` is the time it was interrupted, in minutes."""

    visit: Attendance
    starts: datetime
    ends: datetime
    pause: int
    cells: int


def draw_infusions(
    subjects: Sequence[Subject], calendar: dict[str, list[Attendance]], seed: int
) -> dict[str, list[Infusion]]:
    """The infusions of the treated, by USUBJID; one of all is interrupted for a while and then completed."""
    draws = Draws(seed, "exposure")
    treated = [subject for subject in subjects if subject.arm]
    interrupted = draws.choice(treated).usubjid
    names = {f"DAY {day}" for day in INFUSION_DAYS}
    given: dict[str, list[Infusion]] = {}
    for subject in treated:
        days = [visit for visit in calendar[subject.usubjid] if visit.name in names]
        pauses = [35 if subject.usubjid == interrupted and place == 1 else 0 for place in range(len(days))]
        given[subject.usubjid] = [
            _infusion(draws, visit, pause, subject.arm.cells if subject.arm else 0)
            for visit, pause in zip(days, pauses, strict=True)
        ]
    return given


def _infusion(draws: Draws, visit: Attendance, pause: int, cells: int) -> Infusion:
    """Started between half past nine and a quarter past eleven, over 40 to 60 minutes."""
    starts = datetime.combine(visit.on, time(9, 30)) + timedelta(minutes=draws.integer(0, 105))
    return Infusion(visit, starts, starts + timedelta(minutes=draws.integer(40, 60) + pause), pause, cells)


def tabulate_exposure(subjects: Sequence[Subject], given: dict[str, list[Infusion]]) -> list[Row]:
    """The domain EX."""
    return [_row(subject, infusion) for subject in subjects for infusion in given.get(subject.usubjid, [])]


def _row(subject: Subject, infusion: Infusion) -> Row:
    day = subject.day_of(infusion.starts.date())
    return derive_visit_cells(subject, infusion.visit) | {
        "EXTRT": TREATMENT,
        "EXDOSE": infusion.cells,
        "EXDOSU": "cells",
        "EXDOSFRM": "INJECTION, SUSPENSION",
        "EXDOSFRQ": "ONCE",
        "EXROUTE": "INTRAVENOUS",
        "EXVAMT": INFUSION_VOLUME_ML,
        "EXVAMTU": "mL",
        "EXADJ": "INTERRUPTED FOR ADVERSE EVENT, THEN COMPLETED" if infusion.pause else None,
        "EXSTDTC": infusion.starts.strftime("%Y-%m-%dT%H:%M"),
        "EXENDTC": infusion.ends.strftime("%Y-%m-%dT%H:%M"),
        "EXSTDY": day,
        "EXENDY": day,
    }
