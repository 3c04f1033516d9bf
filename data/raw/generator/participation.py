"""DM and DS: who took part, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from .cohort import Subject
from .exposure import Infusion
from .rows import Row
from .settings import SITEID
from .visits import Attendance

Calendar = Mapping[str, list[Attendance]]


def tabulate_demographics(
    subjects: Sequence[Subject], calendar: Calendar, later: Calendar, given: Mapping[str, list[Infusion]]
) -> list[Row]:
    """The domain DM; the arm is empty, with its reason, for those who were not treated."""
    return [_person(s) | _treatment(s, calendar, given) | _end(s, calendar, later) for s in subjects]


def _person(subject: Subject) -> Row:
    died = subject.fate is not None and subject.fate.kind == "died"
    return {
        "USUBJID": subject.usubjid,
        "SUBJID": subject.subjid,
        "RFICDTC": str(subject.consent),
        "DTHDTC": str(subject.ended) if died else None,
        "DTHFL": "Y" if died else None,
        "SITEID": SITEID,
        "AGE": subject.age,
        "AGEU": "YEARS",
        "SEX": subject.sex,
        "RACE": "ASIAN",
        "ETHNIC": "NOT HISPANIC OR LATINO",
        "COUNTRY": "CHN",
    }


def _treatment(subject: Subject, calendar: Calendar, given: Mapping[str, list[Infusion]]) -> Row:
    if subject.arm is None:
        return {"ARMNRS": "SCREEN FAILURE"}
    first, last = given[subject.usubjid][0], given[subject.usubjid][-1]
    return {
        "RFSTDTC": str(subject.day1),
        "RFENDTC": str(derive_last_visit(calendar[subject.usubjid])),
        "RFXSTDTC": first.starts.strftime("%Y-%m-%dT%H:%M"),
        "RFXENDTC": last.ends.strftime("%Y-%m-%dT%H:%M"),
        "ARMCD": subject.arm.code,
        "ARM": subject.arm.label,
        "ACTARMCD": subject.arm.code,
        "ACTARM": subject.arm.label,
    }


def _end(subject: Subject, calendar: Calendar, later: Calendar) -> Row:
    """The end of participation: death, the loss noted, or the last visit or contact."""
    visits = calendar[subject.usubjid] + later.get(subject.usubjid, [])
    return {"RFPENDTC": str(subject.ended or derive_last_visit(visits))}


def derive_last_visit(visits: Sequence[Attendance]) -> date:
    """The date of the last visit that took place."""
    return max(visit.on for visit in visits if visit.happened)


def tabulate_disposition(
    subjects: Sequence[Subject], calendar: Calendar, later: Calendar, given: Mapping[str, list[Infusion]]
) -> list[Row]:
    """The domain DS: milestones, end of treatment, of the main study and of participation."""
    rows: list[Row] = []
    for subject in subjects:
        rows.append(_milestone(subject, "INFORMED CONSENT OBTAINED", subject.consent))
        if subject.arm is None:
            code, text = subject.failure or ("", "")
            rows.append(
                _ending(subject, "STUDY PARTICIPATION", code, text, subject.ended or subject.screening, "SCREENING")
            )
            continue
        rows.append(_milestone(subject, "ENTERED INTO TRIAL", subject.date_of(1)))
        infused = given[subject.usubjid][-1].ends.date()
        rows.append(_ending(subject, "STUDY TREATMENT", "COMPLETED", "COMPLETED", infused, "TREATMENT"))
        rows += _endings(subject, calendar[subject.usubjid], later.get(subject.usubjid, []))
    return rows


def _endings(subject: Subject, calendar: list[Attendance], later: list[Attendance]) -> list[Row]:
    """The end of the main study (day 169) and of participation (about two years)."""
    lost: tuple[str, str] = ("LOST TO FOLLOW-UP", "LOST TO FOLLOW-UP")
    if subject.lost_in_study and subject.ended:
        parts = ("MAIN STUDY", "STUDY PARTICIPATION")
        return [_ending(subject, part, *lost, subject.ended, "FOLLOW-UP") for part in parts]
    done = ("COMPLETED", "COMPLETED")
    rows = [_ending(subject, "MAIN STUDY", *done, derive_last_visit(calendar), "FOLLOW-UP")]
    how, when = done, derive_last_visit(later)
    if subject.fate and subject.ended:
        how = ("DEATH", f"DEATH DUE TO {subject.fate.cause}") if subject.fate.kind == "died" else lost
        when = subject.ended
    return [*rows, _ending(subject, "STUDY PARTICIPATION", *how, when, "LONG-TERM FOLLOW-UP")]


def _milestone(subject: Subject, what: str, when: date) -> Row:
    epoch = "SCREENING" if what.startswith("INFORMED") else "TREATMENT"
    return _ending(subject, None, what, what, when, epoch) | {"DSCAT": "PROTOCOL MILESTONE"}


def _ending(subject: Subject, part: str | None, code: str, text: str, when: date, epoch: str) -> Row:
    return {
        "USUBJID": subject.usubjid,
        "DSTERM": text,
        "DSDECOD": code,
        "DSCAT": "DISPOSITION EVENT",
        "DSSCAT": part,
        "EPOCH": epoch,
        "DSDTC": str(when),
        "DSSTDTC": str(when),
        "DSSTDY": subject.day_of(when),
    }
