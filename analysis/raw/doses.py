"""Checks of the doses: amounts, dates and order."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.raw.dates import read_dates
from analysis.raw.rule import Breach, Data, Rule


def check_dose(data: Data) -> Iterator[Breach]:
    """Doses are amounts."""
    dose = data.number("EX", "EXDOSE")
    yield Breach(data.tables["EX"], dose < 0, "EXDOSE", "a dose below 0")


def check_dose_missing(data: Data) -> Iterator[Breach]:
    """Every record says how much was given."""
    missing = data.number("EX", "EXDOSE").isna() & (data.text("EX", "EXOCCUR") != "N")
    yield Breach(data.tables["EX"], missing, "EXDOSE", "no dose")


def check_dose_undated(data: Data) -> Iterator[Breach]:
    """Every dose has a complete date: day 1 depends on it."""
    start = read_dates(data.text("EX", "EXSTDTC"))
    undated = start["valid"] & (start["precision"] != "D") & (data.number("EX", "EXDOSE") > 0)
    yield Breach(data.tables["EX"], undated, "EXSTDTC", "a dose without a complete date")


def check_dose_end(data: Data) -> Iterator[Breach]:
    """No dose ends before it starts."""
    wrong = data.days("EX", "EXENDTC") < data.days("EX", "EXSTDTC")
    yield Breach(data.tables["EX"], wrong, "EXENDTC", "a dose that ends before it starts")


def check_dose_consent(data: Data) -> Iterator[Breach]:
    """Nobody is treated before consent."""
    before = data.days("EX", "EXSTDTC") < data.by_subject("EX", data.in_dm("RFICDTC"))
    yield Breach(data.tables["EX"], before, "EXSTDTC", "a dose before consent (RFICDTC)")


def check_dose_participation(data: Data) -> Iterator[Breach]:
    """Nobody is treated after the end of participation."""
    after = data.days("EX", "EXSTDTC") > data.by_subject("EX", data.in_dm("RFPENDTC"))
    yield Breach(data.tables["EX"], after, "EXSTDTC", "a dose after the end of participation (RFPENDTC)")


def check_first_dose(data: Data) -> Iterator[Breach]:
    """DM's date of the first dose is that of EX."""
    frame = data.tables["EX"].frame
    given = (frame["EXDOSE"] > 0) | frame["EXTRT"].str.upper().str.contains("PLACEBO", regex=False)
    first = data.days("EX", "EXSTDTC")[given].groupby(frame["USUBJID"]).min()
    in_dm = data.days("DM", "RFXSTDTC")
    in_ex = data.tables["DM"].frame["USUBJID"].map(first)
    other = in_dm.notna() & in_ex.notna() & (in_dm != in_ex)
    yield Breach(data.tables["DM"], other, "RFXSTDTC", "another date than the first dose in EX")


def check_dose_overlap(data: Data) -> Iterator[Breach]:
    """Doses of one treatment don't overlap."""
    frame = data.tables["EX"].frame
    dated = frame.assign(start=data.days("EX", "EXSTDTC"), end=data.days("EX", "EXENDTC"))
    ordered = dated.dropna(subset=["start", "end"]).sort_values(["USUBJID", "EXTRT", "start", "end"])
    before = ordered.groupby(["USUBJID", "EXTRT"])["end"].shift()
    overlap = (ordered["start"] < before).reindex(frame.index, fill_value=False)
    yield Breach(data.tables["EX"], overlap, "EXSTDTC", "a dose that starts before the one before it has ended")


RULES = (
    Rule("dose-negative", "error", ("EX.EXDOSE",), check_dose, "correct EXDOSE"),
    Rule("dose-missing", "warning", ("EX.EXDOSE",), check_dose_missing, "add EXDOSE; the record counts as no dose"),
    Rule("dose-undated", "error", ("EX.EXSTDTC", "EX.EXDOSE"), check_dose_undated, "complete EXSTDTC to the day"),
    Rule("dose-end", "error", ("EX.EXENDTC", "EX.EXSTDTC"), check_dose_end, "correct EXSTDTC or EXENDTC"),
    Rule(
        "dose-consent",
        "error",
        ("EX.EXSTDTC", "DM.RFICDTC"),
        check_dose_consent,
        "correct the date of the dose, or of consent",
    ),
    Rule(
        "dose-participation",
        "error",
        ("EX.EXSTDTC", "DM.RFPENDTC"),
        check_dose_participation,
        "correct the date of the dose, or RFPENDTC",
    ),
    Rule(
        "dose-first",
        "warning",
        ("EX.EXSTDTC", "EX.EXTRT", "DM.RFXSTDTC"),
        check_first_dose,
        "check; the analysis takes EX",
    ),
    Rule(
        "dose-overlap",
        "warning",
        ("EX.EXSTDTC", "EX.EXENDTC", "EX.EXTRT"),
        check_dose_overlap,
        "check the dates of both doses",
    ),
)
