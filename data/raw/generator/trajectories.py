"""The true course of every quantity in every treated patient, before rounding and reporting."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

from .adverse_events import Event
from .cohort import Subject
from .draws import Draws
from .parameters import PARAMETERS, RAND36, SIGNS, Parameter
from .settings import SERIAL_CORRELATION
from .visits import Attendance

Values = Mapping[tuple[str, str], float]  # by quantity and visit
ALL = PARAMETERS + RAND36 + SIGNS
MEAN_HEIGHT = 168.25
WEIGHT_PER_CM = 0.6
CREATININE_OF_MEN, CREATININE_OF_WOMEN = 4.0, -12.0
DIRECT_SHARE = (0.35, 0.50)
DIRECT_CORRELATION = 0.95
DIRECT_WITHIN = 0.28


def draw_trajectories(
    subjects: Sequence[Subject], calendar: Mapping[str, list[Attendance]], events: Sequence[Event], seed: int
) -> dict[str, Values]:
    """The values of everyone at the visits that took place, by USUBJID."""
    by_subject: dict[str, list[Event]] = {subject.usubjid: [] for subject in subjects}
    for event in events:
        by_subject[event.usubjid].append(event)
    return {
        s.usubjid: _course(Draws(seed, f"course of {s.usubjid}"), s, calendar[s.usubjid], by_subject[s.usubjid])
        for s in subjects
    }


def _course(draws: Draws, subject: Subject, visits: list[Attendance], events: list[Event]) -> Values:
    """One patient: level, mean change, serially correlated noise, and what illness adds."""
    personal: dict[str, float] = {}
    noise: dict[str, list[float]] = {}
    values: dict[tuple[str, str], float] = {}
    for parameter in ALL:
        personal[parameter.code] = _partly(draws.normal(), personal, parameter)
        own = _serial(draws, len(visits))
        partner = noise.get(parameter.partner)
        noise[parameter.code] = (
            own
            if partner is None
            else [_mixed(theirs, mine, parameter.correlation) for theirs, mine in zip(partner, own, strict=True)]
        )
        level = _level(parameter, subject, personal[parameter.code])
        for visit, deviation in zip(visits, noise[parameter.code], strict=True):
            if visit.happened:
                shift = _course_shift(parameter, visit, visits) + _illness(parameter, visit.on, events)
                values[parameter.code, visit.name] = _natural(parameter, level + shift + parameter.within * deviation)
    values.update(_direct_bilirubin(draws, visits, noise["BILI"], values))
    return values


def _mixed(shared: float, own: float, correlation: float) -> float:
    """A standard normal value that has the given correlation with another."""
    return correlation * shared + math.sqrt(1 - correlation**2) * own


def _partly(own: float, personal: Mapping[str, float], parameter: Parameter) -> float:
    """The patient's own part, correlated with the partner's where there is one."""
    partner = personal.get(parameter.partner)
    return own if partner is None else _mixed(partner, own, parameter.correlation)


def _level(parameter: Parameter, subject: Subject, own: float) -> float:
    """The patient's level at baseline, on the scale on which the quantity is normal."""
    start = math.log(parameter.level) if parameter.log else parameter.level
    level = start + parameter.between * _mixed(subject.severity, own, parameter.loading)
    if parameter.code == "WEIGHT":
        level += WEIGHT_PER_CM * (subject.height - MEAN_HEIGHT)
    if parameter.code == "CREAT":
        level += CREATININE_OF_MEN if subject.male else CREATININE_OF_WOMEN
    return level


def _serial(draws: Draws, length: int) -> list[float]:
    """Standard normal noise of first-order autocorrelation, one value a visit."""
    noise: list[float] = []
    for _ in range(length):
        fresh = draws.normal()
        noise.append(_mixed(noise[-1], fresh, SERIAL_CORRELATION) if noise else fresh)
    return noise


def _course_shift(parameter: Parameter, visit: Attendance, visits: list[Attendance]) -> float:
    """The mean change at the visit; at an unscheduled one that of the planned visit before it."""
    planned = [v.name for v in visits[: visits.index(visit) + 1] if not v.unscheduled]
    return parameter.change(planned[-1])


def _illness(parameter: Parameter, when: date, events: list[Event]) -> float:
    """What the adverse events of that day add."""
    effects = [size for e in events if e.on(when) for code, size in e.term.effects if code == parameter.code]
    return sum(math.log(size) if parameter.log else size for size in effects)


def _natural(parameter: Parameter, value: float) -> float:
    """Back on the reported scale; what would leave the range is thrown back into it, so that no limit shows."""
    value = math.exp(value) if parameter.log else value
    value = 2 * parameter.lowest - value if value < parameter.lowest else value
    return 2 * parameter.highest - value if value > parameter.highest else value


def _direct_bilirubin(
    draws: Draws, visits: list[Attendance], noise: list[float], values: Values
) -> dict[tuple[str, str], float]:
    """Direct bilirubin: the patient's own share of the total, never more than 80 % of it."""
    share = draws.uniform(*DIRECT_SHARE)
    total_within = next(p.within for p in PARAMETERS if p.code == "BILI")
    direct = {}
    for visit, deviation in zip(visits, noise, strict=True):
        if visit.happened:
            own = DIRECT_WITHIN * _mixed(deviation, draws.normal(), DIRECT_CORRELATION) - total_within * deviation
            total = values["BILI", visit.name]
            direct["BILDIR", visit.name] = min(share * math.exp(own), 0.8) * total
    return direct
