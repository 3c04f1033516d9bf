"""Checks of code lists: values that CDISC's terminology doesn't have."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.raw.rule import Breach, Data, Rule
from analysis.raw.variables import DOMAINS

SEX = ("M", "F", "U", "UNDIFFERENTIATED", "INTERSEX")
SEVERITY = ("MILD", "MODERATE", "SEVERE", "LIFE THREATENING", "FATAL")
OUTCOME = (
    "RECOVERED/RESOLVED",
    "RECOVERED/RESOLVED WITH SEQUELAE",
    "RECOVERING/RESOLVING",
    "NOT RECOVERED/NOT RESOLVED",
    "FATAL",
    "UNKNOWN",
)
ACTION = (
    "DOSE INCREASED",
    "DOSE NOT CHANGED",
    "DOSE RATE REDUCED",
    "DOSE REDUCED",
    "DRUG INTERRUPTED",
    "DRUG WITHDRAWN",
    "NOT APPLICABLE",
    "UNKNOWN",
)
#: Flags of an event: Y or N.
EVENT_FLAGS = (
    "AESER",
    "AESDTH",
    "AESLIFE",
    "AESHOSP",
    "AESDISAB",
    "AESCONG",
    "AESMIE",
    "AECONTRT",
    "AEPRESP",
    "AEOCCUR",
)
LONGEST_TEXT = 200


def check_sex(data: Data) -> Iterator[Breach]:
    """SEX is one of the code list; the analysis needs it as M or F."""
    yield Breach(data.tables["DM"], ~data.text("DM", "SEX").isin(SEX), "SEX", f"not one of {', '.join(SEX)}")


def check_age_unit(data: Data) -> Iterator[Breach]:
    """Ages are in years."""
    strange = ~data.text("DM", "AGEU").isin(["", "YEARS"])
    yield Breach(data.tables["DM"], strange, "AGEU", "an age that isn't in years")


def check_event_flags(data: Data) -> Iterator[Breach]:
    """Flags of events are Y, N or empty."""
    for name in EVENT_FLAGS:
        if data.has(f"AE.{name}"):
            yield Breach(data.tables["AE"], ~data.text("AE", name).isin(["Y", "N", ""]), name, "neither Y nor N")


def check_death_flag(data: Data) -> Iterator[Breach]:
    """DTHFL is Y or empty."""
    yield Breach(data.tables["DM"], ~data.text("DM", "DTHFL").isin(["Y", ""]), "DTHFL", "neither Y nor empty")


def check_grade(data: Data) -> Iterator[Breach]:
    """AETOXGR is a grade from 1 to 5."""
    grades = data.text("AE", "AETOXGR").str.removeprefix("GRADE ")
    yield Breach(data.tables["AE"], ~grades.isin(["", "1", "2", "3", "4", "5"]), "AETOXGR", "no grade from 1 to 5")


def check_graded(data: Data) -> Iterator[Breach]:
    """Every event has a grade or a severity."""
    neither = (data.text("AE", "AETOXGR") == "") & (data.text("AE", "AESEV") == "")
    yield Breach(data.tables["AE"], neither, "AETERM", "an event without grade or severity")


def check_severity(data: Data) -> Iterator[Breach]:
    """AESEV is one of the code list."""
    strange = ~data.text("AE", "AESEV").isin(["", *SEVERITY])
    yield Breach(data.tables["AE"], strange, "AESEV", f"not one of {', '.join(SEVERITY)}")


def check_outcome(data: Data) -> Iterator[Breach]:
    """AEOUT is one of the code list."""
    strange = ~data.text("AE", "AEOUT").isin(["", *OUTCOME])
    yield Breach(data.tables["AE"], strange, "AEOUT", f"not one of {', '.join(OUTCOME)}")


def check_action(data: Data) -> Iterator[Breach]:
    """AEACN is one of the code list."""
    strange = ~data.text("AE", "AEACN").isin(["", *ACTION])
    yield Breach(data.tables["AE"], strange, "AEACN", f"not one of {', '.join(ACTION)}")


def check_test_names(data: Data) -> Iterator[Breach]:
    """A test code has one name, and a name one code."""
    for domain in DOMAINS:
        if data.has(f"{domain}.{domain}TESTCD") and data.has(f"{domain}.{domain}TEST"):
            frame = data.tables[domain].frame
            both = _ambiguous(frame, f"{domain}TESTCD", f"{domain}TEST")
            yield Breach(
                data.tables[domain], both, f"{domain}TESTCD", "one test code with several names, or the reverse"
            )


def check_visit_names(data: Data) -> Iterator[Breach]:
    """A visit number has one name in all of a domain, and a name one number."""
    for table in data.tables.values():
        if table.has("VISITNUM", "VISIT"):
            planned = table.frame[~table.frame["VISIT"].str.upper().str.startswith("UNSCH")]
            both = _ambiguous(planned, "VISITNUM", "VISIT").reindex(table.frame.index, fill_value=False)
            yield Breach(table, both, "VISIT", "one visit number with several names, or the reverse")


def check_text_length(data: Data) -> Iterator[Breach]:
    """Text fits into a SAS transport file."""
    for table in data.tables.values():
        for name in table.frame.select_dtypes("object"):
            values = table.frame[name]
            if any(len(text) > LONGEST_TEXT for text in values.unique()):
                yield Breach(
                    table, values.str.len() > LONGEST_TEXT, str(name), f"text longer than {LONGEST_TEXT} characters"
                )


def _ambiguous(frame: pd.DataFrame, one: str, other: str) -> pd.Series:
    """The first record of every pair of values that has another partner elsewhere."""
    pairs = frame[[one, other]].drop_duplicates()
    pairs = pairs[(pairs[other] != "") & pairs[one].notna()]
    several = pairs.duplicated(one, keep=False) | pairs.duplicated(other, keep=False)
    return several.reindex(frame.index, fill_value=False)


RULES = (
    Rule("sex-code", "error", ("DM.SEX",), check_sex, "correct SEX"),
    Rule("age-unit", "error", ("DM.AGEU",), check_age_unit, "record ages in years"),
    Rule("event-flag", "error", ("AE",), check_event_flags, "write Y or N, or leave it empty"),
    Rule(
        "death-flag-code", "error", ("DM.DTHFL",), check_death_flag, "write Y for the dead, leave it empty for others"
    ),
    Rule("grade-code", "error", ("AE.AETOXGR",), check_grade, "write the CTCAE grade as 1, 2, 3, 4 or 5"),
    Rule("event-ungraded", "warning", ("AE.AETERM",), check_graded, "grade the event; it is in no table by grade"),
    Rule("severity-code", "warning", ("AE.AESEV",), check_severity, "correct AESEV"),
    Rule("outcome-code", "warning", ("AE.AEOUT",), check_outcome, "correct AEOUT"),
    Rule("action-code", "warning", ("AE.AEACN",), check_action, "correct AEACN"),
    Rule("test-name", "warning", (), check_test_names, "correct the test code or the name"),
    Rule("visit-name", "warning", (), check_visit_names, "correct VISITNUM or VISIT"),
    Rule("text-length", "warning", (), check_text_length, "shorten the text; transport files can't hold it"),
)
