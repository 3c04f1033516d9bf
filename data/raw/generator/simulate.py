"""The whole cohort of one seed: every domain as rows."""

from __future__ import annotations

from datetime import timedelta

from . import adverse_events, attendance, deviations, exposure, history, laboratory, measurements, questionnaire
from .adverse_events import Event
from .cohort import Subject, recruit, weekday
from .participation import demographics, disposition
from .rows import Row
from .trajectories import trajectories
from .visits import Attendance, contacts, schedule, with_unscheduled

Domains = dict[str, list[Row]]


def simulate(seed: int) -> Domains:
    """All domains, by name; rows in the order in which they are numbered within a subject."""
    subjects = recruit(seed)
    calendar, later = schedule(subjects, seed), contacts(subjects, seed)
    given = exposure.infusions(subjects, calendar, seed)
    events = adverse_events.events(subjects, given, seed)
    calendar = _with_unscheduled(subjects, calendar, events)
    values = trajectories(subjects, calendar, events, seed)
    tests = laboratory.rows(subjects, calendar, values, seed)
    illnesses = history.medical_history(subjects, values, seed)
    return {
        "DM": demographics(subjects, calendar, later, given),
        "DS": disposition(subjects, calendar, later, given),
        "SV": attendance.subject_visits(subjects, calendar, later),
        "EX": exposure.rows(subjects, given),
        "AE": adverse_events.rows(subjects, events),
        "MH": illnesses,
        "CM": history.medication(subjects, illnesses, events, seed),
        "LB": tests,
        "VS": measurements.vital_signs(subjects, calendar, values, seed),
        "EG": measurements.electrocardiogram(subjects, calendar, values, seed),
        "RS": measurements.clinical_signs(subjects, calendar, values),
        "QS": questionnaire.rows(subjects, calendar, values, seed),
        "SS": attendance.survival_status(subjects, calendar, later),
        "DV": deviations.deviations(subjects, calendar, tests),
    }


def _with_unscheduled(
    subjects: list[Subject], calendar: dict[str, list[Attendance]], events: list[Event]
) -> dict[str, list[Attendance]]:
    """A visit outside the plan for each serious event, on the next working day but one."""
    extended = dict(calendar)
    for event in (event for event in events if event.serious):
        when = weekday(event.start + timedelta(days=2))
        if all(visit.when != when for visit in extended[event.usubjid]):
            extended[event.usubjid] = with_unscheduled(extended[event.usubjid], when)
    return extended

