"""Checks of events, medication and history: dates and what they say about each other."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.raw.rule import Breach, Data, Rule

RESOLVED = ("RECOVERED/RESOLVED", "RECOVERED/RESOLVED WITH SEQUELAE")
UNRESOLVED = ("NOT RECOVERED/NOT RESOLVED", "RECOVERING/RESOLVING")
SERIOUSNESS = ("AESDTH", "AESLIFE", "AESHOSP", "AESDISAB", "AESCONG", "AESMIE")


def check_event_end(data: Data) -> Iterator[Breach]:
    """No event ends before it starts."""
    wrong = data.days("AE", "AEENDTC") < data.days("AE", "AESTDTC")
    yield Breach(data.tables["AE"], wrong, "AEENDTC", "an event that ends before it starts")


def check_other_ends(data: Data) -> Iterator[Breach]:
    """No medication, condition or deviation ends before it starts."""
    for domain in ("CM", "MH", "DV", "PR"):
        if data.has(f"{domain}.{domain}STDTC") and data.has(f"{domain}.{domain}ENDTC"):
            wrong = data.days(domain, f"{domain}ENDTC") < data.days(domain, f"{domain}STDTC")
            yield Breach(data.tables[domain], wrong, f"{domain}ENDTC", "an end before the start")


def check_event_consent(data: Data) -> Iterator[Breach]:
    """Adverse events begin after consent; what is older is medical history."""
    before = data.days("AE", "AESTDTC") < data.by_subject("AE", data.in_dm("RFICDTC"))
    yield Breach(data.tables["AE"], before, "AESTDTC", "an event that began before consent")


def check_event_undated(data: Data) -> Iterator[Breach]:
    """An event has a start, even a partial one."""
    yield Breach(data.tables["AE"], data.text("AE", "AESTDTC") == "", "AESTDTC", "an event without a start date")


def check_event_uncoded(data: Data) -> Iterator[Breach]:
    """Events are coded."""
    yield Breach(data.tables["AE"], data.text("AE", "AEDECOD") == "", "AEDECOD", "an event that isn't coded")
    yield Breach(data.tables["AE"], data.text("AE", "AEBODSYS") == "", "AEBODSYS", "an event without a body system")


def check_fatal_grade(data: Data) -> Iterator[Breach]:
    """A fatal event is of grade 5, and the reverse."""
    fatal = data.text("AE", "AEOUT") == "FATAL"
    grade = data.text("AE", "AETOXGR")
    yield Breach(
        data.tables["AE"], fatal & (grade != "") & ~grade.str.endswith("5"), "AETOXGR", "fatal, but not of grade 5"
    )
    yield Breach(data.tables["AE"], grade.str.endswith("5") & ~fatal, "AEOUT", "of grade 5, but not fatal")


def check_serious(data: Data) -> Iterator[Breach]:
    """An event that meets a criterion of seriousness is serious."""
    serious = data.text("AE", "AESER") == "Y"
    for name in SERIOUSNESS:
        if data.has(f"AE.{name}"):
            wrong = (data.text("AE", name) == "Y") & ~serious
            yield Breach(data.tables["AE"], wrong, name, "meets a criterion of seriousness, but AESER is not Y")


def check_serious_reason(data: Data) -> Iterator[Breach]:
    """A serious event says why it is serious, where the study records reasons."""
    names = [name for name in SERIOUSNESS if data.has(f"AE.{name}")]
    if names:
        none = ~(data.tables["AE"].frame[names] == "Y").any(axis=1)
        yield Breach(
            data.tables["AE"], (data.text("AE", "AESER") == "Y") & none, "AESER", "serious without a criterion"
        )


def check_outcome_end(data: Data) -> Iterator[Breach]:
    """What has resolved has an end, what has not resolved has none."""
    outcome, ended = data.text("AE", "AEOUT"), data.text("AE", "AEENDTC") != ""
    yield Breach(data.tables["AE"], outcome.isin(RESOLVED) & ~ended, "AEENDTC", "resolved, but without an end date")
    yield Breach(data.tables["AE"], outcome.isin(UNRESOLVED) & ended, "AEENDTC", "not resolved, but with an end date")


def check_event_double(data: Data) -> Iterator[Breach]:
    """An event is recorded once."""
    key = [
        name
        for name in ("USUBJID", "AETERM", "AEDECOD", "AESTDTC", "AEENDTC", "AESEV", "AETOXGR", "AESER")
        if data.has(f"AE.{name}")
    ]
    double = data.tables["AE"].frame.duplicated(key, keep=False)
    yield Breach(data.tables["AE"], double, "AEDECOD", "the same event on the same dates, more than once")


RULES = (
    Rule("event-end", "error", ("AE.AESTDTC", "AE.AEENDTC"), check_event_end, "correct AESTDTC or AEENDTC"),
    Rule("other-end", "warning", (), check_other_ends, "correct the start or the end"),
    Rule(
        "event-consent",
        "warning",
        ("AE.AESTDTC", "DM.RFICDTC"),
        check_event_consent,
        "move it to MH, or correct the date",
    ),
    Rule(
        "event-undated",
        "warning",
        ("AE.AESTDTC",),
        check_event_undated,
        "add the date; the event counts as treatment-emergent",
    ),
    Rule("event-uncoded", "warning", ("AE.AEDECOD", "AE.AEBODSYS"), check_event_uncoded, "code the event"),
    Rule("fatal-grade", "warning", ("AE.AEOUT", "AE.AETOXGR"), check_fatal_grade, "correct AETOXGR or AEOUT"),
    Rule("serious-criterion", "warning", ("AE.AESER",), check_serious, "set AESER to Y, or correct the criterion"),
    Rule("serious-reason", "warning", ("AE.AESER",), check_serious_reason, "record why the event is serious"),
    Rule("outcome-end", "warning", ("AE.AEOUT", "AE.AEENDTC"), check_outcome_end, "correct AEOUT or AEENDTC"),
    Rule("event-double", "warning", ("AE.AEDECOD",), check_event_double, "remove one of the records"),
)
