"""Checks of datasets that the study brings along (ADaM): what their variables say about each other."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.raw.dates import read_days
from analysis.raw.rule import Breach, Data, Rule
from analysis.raw.table import Table

TOLERANCE = 1e-6
#: Date and study day of a record.
DAYS = {"ADT": "ADY", "ASTDT": "ASTDY", "AENDT": "AENDY"}
#: What tells apart several baselines of a subject and parameter, where a dataset has it.
BASELINES = ("BASETYPE", "ATPT")


def _given(data: Data) -> Iterator[Table]:
    yield from (table for name, table in data.tables.items() if name.startswith("AD") and len(name) > len("AD"))


def _numbers(table: Table, variable: str) -> pd.Series:
    return pd.to_numeric(table.frame[variable], errors="coerce")


def _days(table: Table, variable: str) -> pd.Series:
    """A date, where it is ISO 8601 text; NaT where it is missing or counted from 1960."""
    frame = table.frame
    if variable not in frame or frame[variable].dtype != object:
        return pd.Series(pd.NaT, index=frame.index)
    return read_days(frame[variable])


def check_subjects_once(data: Data) -> Iterator[Breach]:
    """ADSL has each subject once."""
    table = data.tables["ADSL"]
    yield Breach(table, table.frame["USUBJID"].duplicated(keep=False), "USUBJID", "several records of one subject")


def check_in_adsl(data: Data) -> Iterator[Breach]:
    """Every subject of a dataset is in ADSL."""
    known = set(data.tables["ADSL"].frame["USUBJID"])
    for table in _given(data):
        if table.has("USUBJID"):
            yield Breach(table, ~table.frame["USUBJID"].isin(known), "USUBJID", "a subject who is not in ADSL")


def check_flags(data: Data) -> Iterator[Breach]:
    """Flags (--FL) are Y, N or empty."""
    for table in _given(data):
        for name in table.frame.columns:
            if str(name).endswith("FL") and table.frame[name].dtype == object:
                yield Breach(
                    table, ~table.frame[name].isin(["Y", "N", ""]), str(name), "a flag that is neither Y nor N"
                )


def check_treated(data: Data) -> Iterator[Breach]:
    """Who is in the safety population has a date of the first dose."""
    table = data.tables["ADSL"]
    without = table.frame["TRTSDT"].isin(["", None]) | table.frame["TRTSDT"].isna()
    yield Breach(
        table, (table.frame["SAFFL"] == "Y") & without, "TRTSDT", "in the safety population without a first dose"
    )


def check_change(data: Data) -> Iterator[Breach]:
    """CHG is AVAL − BASE."""
    for table in _given(data):
        if table.has("AVAL", "BASE", "CHG"):
            value, base, change = (_numbers(table, name) for name in ("AVAL", "BASE", "CHG"))
            wrong = (value - base - change).abs() > TOLERANCE * pd.concat([value.abs(), base.abs()], axis=1).max(axis=1)
            yield Breach(table, wrong, "CHG", "not the difference of AVAL and BASE")


def check_base(data: Data) -> Iterator[Breach]:
    """BASE is AVAL of the baseline record (ABLFL)."""
    for table in _given(data):
        if table.has("USUBJID", "PARAMCD", "AVAL", "BASE", "ABLFL"):
            by = ["USUBJID", "PARAMCD", *(name for name in BASELINES if table.has(name))]
            frame = table.frame[by].assign(base=_numbers(table, "BASE"), value=_numbers(table, "AVAL"))
            flagged = frame[table.frame["ABLFL"] == "Y"].drop_duplicates(by, keep=False)
            found = frame[by].merge(flagged[[*by, "value"]], on=by, how="left").set_index(frame.index)["value"]
            yield Breach(
                table, (frame["base"] - found).abs() > TOLERANCE * found.abs(), "BASE", "not the baseline record's AVAL"
            )


def check_study_days(data: Data) -> Iterator[Breach]:
    """Study days are counted from ADSL's first dose, which is day 1; there is no day 0."""
    first = pd.Series(_days(data.tables["ADSL"], "TRTSDT").to_numpy(), index=data.tables["ADSL"].frame["USUBJID"])
    first = first[~first.index.duplicated()]
    for table in _given(data):
        for date, day in DAYS.items():
            if table.has("USUBJID", date, day):
                apart = (_days(table, date) - table.frame["USUBJID"].map(first)).dt.days
                other = apart.notna() & _numbers(table, day).notna() & (apart + (apart >= 0) != _numbers(table, day))
                yield Breach(table, other, day, f"not the day of {date} counted from ADSL's first dose")


RULES = (
    Rule("given-subject-double", "error", ("ADSL.USUBJID",), check_subjects_once, "keep one record of each subject"),
    Rule(
        "given-subject-unknown",
        "error",
        ("ADSL.USUBJID",),
        check_in_adsl,
        "add the subject to ADSL, or correct USUBJID",
    ),
    Rule("given-flag", "error", (), check_flags, "write Y, N or nothing"),
    Rule("given-treated", "warning", ("ADSL.SAFFL", "ADSL.TRTSDT"), check_treated, "correct SAFFL, or add TRTSDT"),
    Rule("given-change", "warning", (), check_change, "check the derivation; the analysis takes CHG as given"),
    Rule("given-base", "warning", (), check_base, "check ABLFL and BASE; the analysis takes both as given"),
    Rule(
        "given-day",
        "warning",
        ("ADSL.TRTSDT",),
        check_study_days,
        "check the dates; the analysis takes the day as given",
    ),
)
