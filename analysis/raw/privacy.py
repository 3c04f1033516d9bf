"""Checks for what could identify a person. Such data must not leave the site, and have no place in an analysis."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.raw.rule import Breach, Data, Rule

#: Names of variables under which identifying data are exported by mistake.
NAMES = frozenset(
    {
        *("NAME", "FIRSTNAM", "LASTNAME", "SURNAME", "FNAME", "LNAME", "PATNAME", "SUBJNAME"),
        *("INITIALS", "SUBJINIT", "INIT", "ADDRESS", "STREET", "PHONE", "TELEPHON", "EMAIL"),
        *("SSN", "PASSPORT", "IDCARD", "MRN", "HOSPID", "HOSPNO"),
    }
)
_EMAIL = r"[\w.+-]+@[\w-]+\.[a-z]{2,}"
_PHONE = r"(?:\+|\b00)\d[\d\s()/-]{7,}\d|\b1[3-9]\d{9}\b"
_FREE_TEXT = ("TERM", "TRT", "ORRES", "STRESC", "REASND", "INDC", "EVAL", "COVAL", "VAL", "ADJ", "DESC")


def check_birth_dates(data: Data) -> Iterator[Breach]:
    """Dates of birth are not in the data, or only the year."""
    full = data.text("DM", "BRTHDTC").str.len() > len("YYYY")
    yield Breach(data.tables["DM"], full, "BRTHDTC", "dates of birth")


def check_names(data: Data) -> Iterator[Breach]:
    """No variable holds names, initials, addresses or numbers of the hospital."""
    for table in data.tables.values():
        for name in table.frame.columns:
            if str(name) in NAMES and (table.frame[name] != "").any():
                yield Breach(table, None, str(name), "a variable that may identify persons")


def check_contacts(data: Data) -> Iterator[Breach]:
    """Free text holds no e-mail addresses or telephone numbers."""
    for table in data.tables.values():
        for name in table.frame.columns:
            if str(name).endswith(_FREE_TEXT) and table.frame[name].dtype == object:
                distinct = table.frame[name].drop_duplicates()
                found = distinct[distinct.str.contains(f"{_EMAIL}|{_PHONE}", regex=True, case=False)]
                yield Breach(table, table.frame[name].isin(found), str(name), "an e-mail address or telephone number")


RULES = (
    Rule(
        "birth-date",
        "warning",
        ("DM.BRTHDTC",),
        check_birth_dates,
        "leave out BRTHDTC, or keep the year; AGE is enough",
    ),
    Rule("identifying-variable", "warning", (), check_names, "leave the variable out of the export"),
    Rule("identifying-text", "warning", (), check_contacts, "remove it from the text"),
)
