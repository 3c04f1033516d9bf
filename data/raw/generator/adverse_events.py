"""AE: what happened to the treated up to day 169."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from .cohort import Subject
from .draws import Draws
from .event_terms import TERMS, Term
from .exposure import Infusion
from .rows import Row
from .settings import INFUSION_DAYS

SERIOUS = 3  # published: serious adverse events occurred three times
SEVERITY = {1: "MILD", 2: "MODERATE", 3: "SEVERE", 4: "SEVERE"}
FIRST_GRAVE_DAY = 30  # nobody is infused while gravely ill
LAST_DAY = 169  # events are collected until then
SEVERITY_WEIGHT = 0.4
Infusions = Mapping[str, list[Infusion]]
EARLY_ILLNESSES = (("Upper respiratory tract infection", -5, 4), ("Insomnia", -4, None))


@dataclass(frozen=True)
class Event:
    """One adverse event of one patient; ``ends`` is empty while it goes on."""

    usubjid: str
    term: Term
    verbatim: str
    grade: int
    start: date
    ends: date | None
    at: time | None = None
    related: str = "NOT RELATED"
    serious: bool = False
    partial: tuple[bool, bool] = (False, False)
    interrupted: bool = False

    def on(self, when: date) -> bool:
        """Whether the event goes on at a date."""
        return self.start <= when and (self.ends is None or when <= self.ends)


def draw_events(
    subjects: Sequence[Subject], infusions: Infusions, last_days: Mapping[str, int], seed: int
) -> list[Event]:
    """All events, by subject and start; three of them serious."""
    draws = Draws(seed, "adverse events")
    treated = [subject for subject in subjects if subject.arm]
    found = [event for term in TERMS for event in _with_term(draws, term, treated, infusions, last_days)]
    found += [_interrupting_event(s, i) for s in treated for i in infusions[s.usubjid] if i.pause]
    found += _before_treatment(draws, subjects)
    found = [_blurred(draws, event) for event in _with_serious(found)]
    return sorted(found, key=lambda e: (e.usubjid, e.start, e.term.decod))


def tabulate_adverse_events(subjects: Sequence[Subject], found: Sequence[Event]) -> list[Row]:
    """The domain AE."""
    by_id = {subject.usubjid: subject for subject in subjects}
    return [_row(by_id[event.usubjid], event) for event in found]


def _with_term(
    draws: Draws, term: Term, treated: Sequence[Subject], infusions: Infusions, last_days: Mapping[str, int]
) -> list[Event]:
    """The events of one kind: as many patients as it takes, the more severely ill more often."""
    ordered = sorted(treated, key=lambda s: -(draws.normal() + SEVERITY_WEIGHT * s.severity))
    found = []
    for subject in ordered[: draws.integer(*term.patients)]:
        if term.infusion:
            found.append(_infusion_event(draws, subject, term, infusions[subject.usubjid]))
        else:
            found.append(_event(draws, subject, term, min(last_days[subject.usubjid], LAST_DAY)))
    return found


def _grade(draws: Draws, term: Term) -> int:
    at, reached = draws.uniform(0, sum(term.grades)), 0.0
    for grade, share in enumerate(term.grades, start=1):
        reached += share
        if at < reached:
            return grade
    return max(grade for grade, share in enumerate(term.grades, start=1) if share)


def _infusion_event(draws: Draws, subject: Subject, term: Term, infusions: list[Infusion]) -> Event:
    """An event in the hours after one of the infusions."""
    infusion = draws.choice(infusions)
    starts = infusion.ends + timedelta(minutes=draws.integer(20, 300))
    ends = starts.date() + timedelta(days=draws.integer(*term.days) - 1)
    return Event(
        subject.usubjid,
        term,
        draws.choice(term.verbatim),
        _grade(draws, term),
        starts.date(),
        ends,
        starts.time(),
        draws.choice(("RELATED", "RELATED", "POSSIBLE")),
    )


def _interrupting_event(subject: Subject, infusion: Infusion) -> Event:
    """Why an infusion was interrupted: chills a few minutes after its start."""
    term = next(term for term in TERMS if term.decod == "Chills")
    starts = infusion.starts + timedelta(minutes=12)
    return Event(
        subject.usubjid,
        term,
        "Chills during infusion",
        2,
        starts.date(),
        starts.date(),
        starts.time(),
        "RELATED",
        interrupted=True,
    )


def _event(draws: Draws, subject: Subject, term: Term, last: int) -> Event:
    """An event on any day under observation; one that outlasts it goes on."""
    start = draws.integer(FIRST_GRAVE_DAY if term.rank else 2, last - 1)
    end = start + draws.integer(*term.days)
    related = "POSSIBLE" if draws.chance(term.possibly_related) else "NOT RELATED"
    return Event(
        subject.usubjid,
        term,
        draws.choice(term.verbatim),
        _grade(draws, term),
        subject.date_of(start),
        subject.date_of(end) if end <= last else None,
        related=related,
    )


def _before_treatment(draws: Draws, subjects: Sequence[Subject]) -> list[Event]:
    """Two slight illnesses between consent and the first infusion, which are not treatment-emergent."""
    terms = {term.decod: term for term in TERMS}
    patients = draws.shuffled([s for s in subjects if s.arm])
    found = []
    for (decod, start, days), subject in zip(EARLY_ILLNESSES, patients, strict=False):
        begins = subject.date_of(start)
        ends = begins + timedelta(days=days) if days else subject.date_of(12)
        found.append(Event(subject.usubjid, terms[decod], terms[decod].verbatim[0], 1, begins, ends))
    return found


def _with_serious(found: list[Event]) -> list[Event]:
    """The gravest events become serious: the first three by kind, each of another patient where possible."""
    grave = [event for event in found if event.term.rank and event.grade >= 3]
    chosen = sorted(grave, key=lambda e: (-e.grade, e.term.rank, e.usubjid))[:SERIOUS]
    return [replace(event, serious=event in chosen) for event in found]


def _blurred(draws: Draws, event: Event) -> Event:
    """Some dates of long, slight events are remembered by the month alone."""
    slight = event.grade <= 2 and not event.serious and event.at is None
    long = event.ends is not None and (event.ends - event.start).days >= 10
    return replace(event, partial=(slight and long and draws.chance(0.15), slight and long and draws.chance(0.15)))


def _row(subject: Subject, event: Event) -> Row:
    month_only, end_month_only = event.partial
    start = datetime.combine(event.start, event.at).strftime("%Y-%m-%dT%H:%M") if event.at else str(event.start)
    ends = str(event.ends) if event.ends else None
    treated = event.start <= subject.date_of(INFUSION_DAYS[-1])
    return {
        "USUBJID": subject.usubjid,
        "AETERM": event.verbatim,
        "AEDECOD": event.term.decod,
        "AEBODSYS": event.term.soc,
        "AESOC": event.term.soc,
        "AESEV": SEVERITY[event.grade],
        "AESER": "Y" if event.serious else "N",
        "AEACN": _action(subject, event, treated),
        "AEREL": event.related,
        "AEOUT": "RECOVERED/RESOLVED" if event.ends else "NOT RECOVERED/NOT RESOLVED",
        "AESHOSP": "Y" if event.serious else "N",
        "AESLIFE": "Y" if event.serious and event.grade == 4 else "N",
        "AESDTH": "N",
        "AETOXGR": event.grade,
        "AECONTRT": "Y" if event.term.treatment and event.grade >= 2 else "N",
        "EPOCH": "SCREENING"
        if event.start < subject.date_of(1)
        else "TREATMENT"
        if event.start < subject.date_of(29)
        else "FOLLOW-UP",
        "AESTDTC": start[:7] if month_only else start,
        "AEENDTC": ends[:7] if ends and end_month_only else ends,
        "AESTDY": None if month_only else subject.day_of(event.start),
        "AEENDY": None if end_month_only or not event.ends else subject.day_of(event.ends),
        "AEENRTPT": None if event.ends else "ONGOING",
        "AEENTPT": None if event.ends else "END OF ADVERSE EVENT COLLECTION",
    }


def _action(subject: Subject, event: Event, treated: bool) -> str:
    if event.interrupted:
        return "DRUG INTERRUPTED"
    return "DOSE NOT CHANGED" if treated and event.start >= subject.date_of(1) else "NOT APPLICABLE"
