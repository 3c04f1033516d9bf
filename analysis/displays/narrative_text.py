"""The sentences of a narrative, each part composed from one subject's records; what wasn't recorded is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from analysis.displays.recorded import format_dose, format_term, format_time
from analysis.study import Study
from analysis.study.wording import format_name

Record = Mapping[str, Any]
Records = Sequence[Record]

PERSONS = {"M": "man", "F": "woman"}
DEATH = "death"


def format_person(subject: Record, arm: str) -> str:
    """Who the patient is: ``A 51-year-old man (Asian, 59.7 kg before the first dose) in the group Low dose``."""
    person = PERSONS.get(_get(subject, "sex"), "patient")
    age = _get(subject, "age")
    facts = [format_term(_get(subject, "race")), _with(_get(subject, "weight"), " kg before the first dose")]
    told = f"{age}-year-old {person}" if age else person
    return f"{told[:1].upper()}{told[1:]}{_brackets(facts)} in the group {arm}."


def format_history(history: Records) -> str:
    """What was known before: ``Chronic hepatitis B (2008, ongoing); ascites (2021)``."""
    return _sentence(f"{_name(one)}{_brackets([_get(one, 'start'), _ongoing(one)])}" for one in history)


def format_medication(medication: Records) -> str:
    """What else was taken: ``Entecavir for chronic hepatitis B (from 2018-04, ongoing)``."""
    return _sentence(_medication(one) for one in medication)


def _medication(one: Record) -> str:
    reason = _get(one, "indication")
    times = [_with("from ", _get(one, "start")), _with("to ", _get(one, "end")), _ongoing(one)]
    reason = format_name(format_term(reason, first=False)) if reason else ""
    return f"{format_term(_get(one, 'medication'))}{_with(' for ', reason)}{_brackets(times)}"


def format_dosing(doses: Records) -> str:
    """The doses given: ``3 doses: 2.5 × 10⁷ cells on day 1 (2022-07-19); ...``."""
    if not doses:
        return "No dose was recorded."
    told = (
        f"{format_dose(_get(one, 'dose'))} {_get(one, 'unit')} on day {_get(one, 'day')} "
        f"({format_time(_get(one, 'date'))}{', interrupted' * (_get(one, 'interrupted') == 'Y')})"
        for one in doses
    )
    return f"{len(doses)} dose{'s' * (len(doses) > 1)}: {'; '.join(told)}."


def format_event(event: Record) -> str:
    """The course of one event: what, when, since which dose, how long, how bad, and what was thought and done."""
    reported = _get(event, "reported")
    other = reported if reported.lower() != _get(event, "term").lower() else ""
    start, end = _moment(event, "start"), _moment(event, "end")
    since = _get(event, "since_dose")
    after = {"": "", "0": ", on the day of a dose"}.get(since, f", {since} days after the last dose before it")
    lasted = _with(" (", _get(event, "duration"), " days)")
    what = f"{_name(event)}{_brackets([_with('reported as ', format_term(other, first=False)), _get(event, 'class')])}"
    parts = [
        f"{what} began {start or 'at an unknown time'}{after}",
        f"It ended {end}{lasted}" if end else "No end is recorded",
        _with("Grade ", _get(event, "grade")),
        "Serious" if _get(event, "serious") == "Y" else "Not serious",
        _with("Relation to treatment: ", _term(event, "relation")),
        _with("Action taken: ", _term(event, "action")),
        _with("Outcome: ", _term(event, "outcome")),
    ]
    return " ".join(f"{part}." for part in parts if part)


def format_others(events: Records) -> str:
    """The other events in brief: ``Fatigue (grade 2, day 58 to 80, recovered/resolved)``."""
    return _sentence(f"{_name(one)}{_brackets(_brief(one))}" for one in events)


def _name(one: Record) -> str:
    """What it is called: the coded term, or as it was reported."""
    return format_term(_get(one, "term") or _get(one, "reported"))


def _brief(one: Record) -> list[str]:
    days = _with("day ", _get(one, "start_day"), _with(" to ", _get(one, "end_day")))
    return [_with("grade ", _get(one, "grade")), days, _term(one, "outcome")]


def format_laboratory(study: Study, values: Records) -> str:
    """Parameter by parameter: ``Albumin, g/L: 28.1 before (day 83, low); 25.8 during (day 118, low)``."""
    return "\n".join(
        _parameter(study, name, values) for name in dict.fromkeys(_get(one, "parameter") for one in values)
    )


def _parameter(study: Study, name: str, values: Records) -> str:
    known = {one.id: one.label for one in study.parameters}
    own = [one for one in values if _get(one, "parameter") == name]
    told = "; ".join(
        f"{_get(one, 'value')} {_get(one, 'when')}{_brackets([_with('day ', _get(one, 'day')), _term(one, 'range')])}"
        for one in own
    )
    return f"{known.get(name, name)}{_with(', ', _get(own[0], 'unit'))}: {told}."


def format_outcome(subject: Record) -> str:
    """How the patient's time in the study ended."""
    died = _get(subject, "death")
    if died:
        cause = _get(subject, "cause_of_death")
        day = _study_day(_get(subject, "first_dose"), died)
        cause = _with(" Recorded cause: ", format_term(cause, first=False), ".")
        return f"Died on {died}{_with(' (day ', day, ')')}.{cause}"
    ended, status = _get(subject, "end_of_study"), _get(subject, "end_status")
    if status == "COMPLETED":
        return f"Alive; completed the study{_with(' on ', ended)}."
    if status == "DISCONTINUED":
        return (
            f"Left the study{_with(' on ', ended)}{_with(': ', format_term(_get(subject, 'end_reason'), first=False))}."
        )
    return "Still in the study at the data cut-off."


def _study_day(first: str, then: str) -> str:
    """There is no day 0."""
    if len(first) < 10 or len(then) < 10:
        return ""
    days = (date.fromisoformat(then[:10]) - date.fromisoformat(first[:10])).days
    return str(days + (days >= 0))


def _get(record: Record, name: str) -> str:
    return str(record.get(name) or "").strip()


def _term(record: Record, name: str) -> str:
    return format_term(_get(record, name), first=False)


def _ongoing(one: Record) -> str:
    return "ongoing" if _get(one, "ongoing") == "Y" else ""


def _moment(event: Record, name: str) -> str:
    when, day = format_time(_get(event, name)), _get(event, f"{name}_day")
    return f"on {when}{_with(' (day ', day, ')')}" if when else _with("on day ", day)


def _with(*parts: str) -> str:
    """The parts as one text, or nothing where one of them is lacking."""
    return "".join(parts) if all(parts) else ""


def _brackets(facts: Sequence[str]) -> str:
    told = ", ".join(fact for fact in facts if fact)
    return f" ({told})" if told else ""


def _sentence(items: Iterator[str] | Any) -> str:
    told = "; ".join(dict.fromkeys(items))  # what is recorded again in the same words is told once
    return f"{told}." if told else "None recorded."
