"""The whole cohort of one seed: every domain as rows."""

from __future__ import annotations

from datetime import timedelta

from . import adverse_events, attendance, deviations, exposure, history, laboratory, measurements, questionnaire
from .adverse_events import Event
from .cohort import derive_weekday, draw_subjects
from .participation import derive_last_visit, tabulate_demographics, tabulate_disposition
from .rows import Row
from .trajectories import draw_trajectories
from .visits import Attendance, derive_with_unscheduled, draw_contacts, draw_visits

Domains = dict[str, list[Row]]


def draw_domains(seed: int) -> Domains:
    """All domains, by name; rows in the order in which they are numbered within a subject."""
    subjects = draw_subjects(seed)
    calendar, later = draw_visits(subjects, seed), draw_contacts(subjects, seed)
    given = exposure.draw_infusions(subjects, calendar, seed)
    last_days = {s.usubjid: s.day_of(derive_last_visit(calendar[s.usubjid])) or 0 for s in subjects}
    events = adverse_events.draw_events(subjects, given, last_days, seed)
    calendar = _with_unscheduled(calendar, events)
    values = draw_trajectories(subjects, calendar, events, seed)
    tests = laboratory.tabulate_laboratory(subjects, calendar, values, seed)
    illnesses = history.tabulate_history(subjects, values, seed)
    return {
        "DM": tabulate_demographics(subjects, calendar, later, given),
        "DS": tabulate_disposition(subjects, calendar, later, given),
        "SV": attendance.tabulate_visits(subjects, calendar, later),
        "EX": exposure.tabulate_exposure(subjects, given),
        "AE": adverse_events.tabulate_adverse_events(subjects, events),
        "MH": illnesses,
        "CM": history.tabulate_medication(subjects, illnesses, events, seed),
        "LB": tests,
        "VS": measurements.tabulate_vital_signs(subjects, calendar, values, seed),
        "EG": measurements.tabulate_ecg(subjects, calendar, values, seed),
        "RS": measurements.tabulate_signs(subjects, calendar, values),
        "QS": questionnaire.tabulate_questionnaire(subjects, calendar, values, seed),
        "SS": attendance.tabulate_status(subjects, calendar, later),
        "DV": deviations.tabulate_deviations(subjects, calendar, tests),
    }


def _with_unscheduled(calendar: dict[str, list[Attendance]], events: list[Event]) -> dict[str, list[Attendance]]:
    """A visit outside the plan for each serious event, on the next working day but one."""
    extended = dict(calendar)
    for event in (event for event in events if event.serious):
        when = derive_weekday(event.start + timedelta(days=2))
        if all(visit.when != when for visit in extended[event.usubjid]):
            extended[event.usubjid] = derive_with_unscheduled(extended[event.usubjid], when)
    return extended
