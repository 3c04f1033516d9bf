"""The people: who is screened, who is treated in which group, and how follow-up ends for each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from .draws import Draws
from .settings import (
    AGE,
    ANTIVIRAL_PAUSE,
    ARMS,
    FATES,
    HEIGHT,
    LATE_VISIT,
    MALE_SHARE,
    MISSED_VISITS,
    SCREEN_FAILURES,
    SECOND_LABORATORY_SHARE,
    STUDYID,
    VISITS,
    Arm,
    Fate,
)


@dataclass(frozen=True)
class Subject:
    """One person who was screened; ``arm`` and ``day1`` are empty for those who were not treated.

    ``ended`` is the date of death, or the date on which a loss to follow-up or a screen failure was noted.
    """

    consent: date
    screening: date
    sex: str
    age: int
    height: float
    severity: float
    second_laboratory: bool
    number: int = 0
    arm: Arm | None = None
    day1: date | None = None
    failure: tuple[str, str] | None = None
    fate: Fate | None = None
    ended: date | None = None
    missed: str = ""
    late: tuple[str, int] | None = None
    paused: tuple[int, int] | None = None

    @property
    def subjid(self) -> str:
        """Number of the person in the study, in order of consent."""
        return f"{self.number:03d}"

    @property
    def usubjid(self) -> str:
        """Number of the person across studies."""
        return f"{STUDYID}-{self.subjid}"

    @property
    def male(self) -> bool:
        """Whether reference ranges for men apply."""
        return self.sex == "M"

    @property
    def lost_in_study(self) -> bool:
        """Whether the person was last seen before day 169."""
        return self.fate is not None and self.fate.last_seen in {visit.name for visit in VISITS[:-1]}

    def date_of(self, day: int) -> date:
        """The calendar date of a study day; there is no day 0."""
        if self.day1 is None:
            raise ValueError(f"{self.usubjid} was not treated: study days exist for treated patients only")
        return self.day1 + timedelta(days=day - 1 if day > 0 else day)

    def day_of(self, when: date) -> int | None:
        """The study day of a date; empty for those without a first infusion."""
        if self.day1 is None:
            return None
        distance = (when - self.day1).days
        return distance + 1 if distance >= 0 else distance


def derive_weekday(when: date, earlier: bool = False) -> date:
    """The date itself, or the nearest working day after (or before) a weekend."""
    step = timedelta(days=-1 if earlier else 1)
    while when.weekday() > 4:
        when += step
    return when


def draw_subjects(seed: int) -> list[Subject]:
    """All who were screened, in order of consent, the treated with their fates."""
    draws = Draws(seed, "cohort")
    treated = [subject for arm in ARMS for subject in _with_fates(_treated(draws, arm), draws, arm)]
    everyone = sorted(treated + _failures(draws), key=lambda subject: subject.consent)
    return [replace(subject, number=number) for number, subject in enumerate(everyone, start=1)]


def _person(draws: Draws, consent: date, screening: date) -> Subject:
    sex = "M" if draws.chance(MALE_SHARE) else "F"
    mean, sd, youngest, oldest = AGE
    age = min(max(round(draws.normal(mean, sd)), youngest), oldest)
    height = round(draws.normal(*HEIGHT[sex]), 1)
    return Subject(consent, screening, sex, age, height, draws.normal(), draws.chance(SECOND_LABORATORY_SHARE))


def _treated(draws: Draws, arm: Arm) -> list[Subject]:
    """A dose group, one patient about every eleven days, first infusion from Monday to Thursday."""
    subjects = []
    for place in range(arm.size):
        about = arm.recruited_from + timedelta(days=11 * place)
        day1 = about + timedelta(days=draws.integer(0, 3) - about.weekday())
        screening = derive_weekday(day1 - timedelta(days=draws.integer(8, 20)), earlier=True)
        consent = derive_weekday(screening - timedelta(days=draws.integer(0, 2)), earlier=True)
        subjects.append(replace(_person(draws, consent, screening), arm=arm, day1=day1))
    return subjects


def _with_fates(subjects: list[Subject], draws: Draws, arm: Arm) -> list[Subject]:
    """The group with its deaths (the most ill), losses, missed and late visits, each for another patient."""
    by_severity = sorted(subjects, key=lambda subject: -subject.severity)
    deaths = [fate for fate in FATES if fate.arm == arm.code and fate.kind == "died"]
    losses = [fate for fate in FATES if fate.arm == arm.code and fate.kind == "lost"]
    ended = [_ended(draws, s, fate) for s, fate in zip(by_severity, deaths, strict=False)]
    others = draws.shuffled(by_severity[len(deaths) :])
    ended += [_ended(draws, s, fate) for s, fate in zip(others, losses, strict=False)]
    rest = others[len(losses) :]
    for code, visit in MISSED_VISITS:
        if code == arm.code:
            rest[0] = replace(rest[0], missed=visit)
    if ANTIVIRAL_PAUSE[0] == arm.code:
        rest[2] = replace(rest[2], paused=ANTIVIRAL_PAUSE[1:])
    if LATE_VISIT[0] == arm.code:
        rest[1] = replace(rest[1], late=LATE_VISIT[1:])
    return ended + rest


def _ended(draws: Draws, subject: Subject, fate: Fate) -> Subject:
    when = subject.date_of(draws.integer(*fate.days))
    return replace(subject, fate=fate, ended=when if fate.kind == "died" else derive_weekday(when))


def _failures(draws: Draws) -> list[Subject]:
    """Those who were screened and not treated, spread over the time of recruitment."""
    reasons = [(code, text) for code, text, count in SCREEN_FAILURES for _ in range(count)]
    first, last = ARMS[0].recruited_from, ARMS[-1].recruited_from + timedelta(days=70)
    spacing = (last - first).days / len(reasons)
    subjects = []
    for place, reason in enumerate(draws.shuffled(reasons)):
        screening = derive_weekday(first + timedelta(days=round(spacing * place + draws.uniform(0, spacing)) - 8))
        consent = derive_weekday(screening - timedelta(days=draws.integer(0, 2)), earlier=True)
        decided = derive_weekday(screening + timedelta(days=draws.integer(0, 6)))
        subjects.append(replace(_person(draws, consent, screening), failure=reason, ended=decided))
    return subjects
