"""Checks of the subjects: arms and treatment, consent, age, disposition."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.raw.rule import Breach, Data, Rule
from analysis.raw.structure import NO_ARM

AGES = (0, 110)
DAYS_PER_YEAR = 365.25
#: Tests that make sense in one sex only.
TESTS_OF_WOMEN = ("HCG", "B-HCG", "CHGNDTRP", "PREGTEST")
TESTS_OF_MEN = ("PSA", "PSAFREE")


def _with_arm(data: Data) -> pd.Series:
    return ~data.text("DM", "ARMCD").isin(NO_ARM)


def _treated(data: Data) -> pd.Series:
    """Who in DM has a record of EX with a dose, or of a placebo."""
    frame = data.tables["EX"].frame
    given = (frame["EXDOSE"] > 0) | frame["EXTRT"].str.upper().str.contains("PLACEBO", regex=False)
    return data.tables["DM"].frame["USUBJID"].isin(frame.loc[given, "USUBJID"])


def check_failures_untreated(data: Data) -> Iterator[Breach]:
    """Who was never in an arm was never treated."""
    wrong = _treated(data) & ~_with_arm(data)
    yield Breach(data.tables["DM"], wrong, "ARMCD", "a subject without an arm (a screen failure) who has doses in EX")


def check_treated(data: Data) -> Iterator[Breach]:
    """Who is in an arm was treated."""
    untreated = _with_arm(data) & ~_treated(data)
    yield Breach(data.tables["DM"], untreated, "ARMCD", "a subject in an arm without any dose in EX")


def check_actual_arm(data: Data) -> Iterator[Breach]:
    """Actual and planned arm are the same."""
    planned, actual = data.tables["DM"].frame["ARMCD"], data.tables["DM"].frame["ACTARMCD"]
    other = _with_arm(data) & (actual != "") & (actual != planned)
    yield Breach(data.tables["DM"], other, "ACTARMCD", "treated in another arm than planned")


def check_consent(data: Data) -> Iterator[Breach]:
    """Everyone in an arm has a date of consent (where the study records any)."""
    recorded = data.text("DM", "RFICDTC") != ""
    if recorded.any():
        yield Breach(data.tables["DM"], ~recorded & _with_arm(data), "RFICDTC", "no date of consent")


def check_age(data: Data) -> Iterator[Breach]:
    """Ages are those of people."""
    age = data.number("DM", "AGE")
    yield Breach(data.tables["DM"], (age < AGES[0]) | (age > AGES[1]), "AGE", "an impossible age")
    yield Breach(data.tables["DM"], age.isna() & _with_arm(data), "AGE", "no age")


def check_birth(data: Data) -> Iterator[Breach]:
    """AGE is the age at consent (or first dose) by the date of birth."""
    start = data.days("DM", "RFICDTC").fillna(data.days("DM", "RFSTDTC"))
    years = (start - data.days("DM", "BRTHDTC")).dt.days / DAYS_PER_YEAR
    wrong = (np.floor(years) - data.number("DM", "AGE")).abs() > 1
    yield Breach(data.tables["DM"], wrong, "AGE", "an age that doesn't fit the date of birth")


def check_sex_of_tests(data: Data) -> Iterator[Breach]:
    """Pregnancy tests are of women, prostate tests of men."""
    dm = data.tables["DM"].frame
    sex = data.by_subject("LB", dm.set_index("USUBJID")["SEX"])
    tests = data.text("LB", "LBTESTCD")
    wrong = (tests.isin(TESTS_OF_WOMEN) & (sex == "M")) | (tests.isin(TESTS_OF_MEN) & (sex == "F"))
    yield Breach(data.tables["LB"], wrong, "LBTESTCD", "a test of the other sex")


def check_subject_numbers(data: Data) -> Iterator[Breach]:
    """SUBJID is a subject's alone within a site."""
    key = [name for name in ("SITEID", "SUBJID") if data.has(f"DM.{name}")]
    frame = data.tables["DM"].frame
    double = frame.duplicated(key, keep=False) & ~frame.duplicated("USUBJID", keep=False)
    yield Breach(data.tables["DM"], double, "SUBJID", "several subjects with the same number")


def _dispositions(data: Data) -> pd.DataFrame:
    """The disposition events of DS that are not about treatment."""
    frame = data.tables["DS"].frame
    events = data.text("DS", "DSCAT").isin(["", "DISPOSITION EVENT"])
    treatment = data.text("DS", "DSSCAT").str.contains("TREATMENT|STUDY DRUG", regex=True)
    return frame[events & ~treatment]


def check_disposition(data: Data) -> Iterator[Breach]:
    """Every subject has a disposition event."""
    without = ~data.tables["DM"].frame["USUBJID"].isin(_dispositions(data)["USUBJID"])
    yield Breach(data.tables["DM"], without, "USUBJID", "a subject without a disposition event in DS")


def check_completion(data: Data) -> Iterator[Breach]:
    """Who died or was lost did not also complete (one category of disposition, one end)."""
    events = _dispositions(data)
    by = ["USUBJID"] + [name for name in ("DSSCAT", "EPOCH") if name in events]
    ended = events["DSDECOD"].str.upper()
    both = events.assign(end=np.where(ended.str.startswith("COMPLETED"), "completed", "left"))
    double = both.drop_duplicates([*by, "end"]).duplicated(by, keep=False)
    records = double.reindex(data.tables["DS"].frame.index, fill_value=False)
    yield Breach(data.tables["DS"], records, "DSDECOD", "both completed and discontinued")


def check_reasons(data: Data) -> Iterator[Breach]:
    """Every reason to leave is one that study.yaml knows, so that the flow of participants adds up."""
    if not any(block.kind == "flow" for block in data.study.analyses):
        return
    events = _dispositions(data)
    dm = data.tables["DM"].frame
    enrolled = set(dm.loc[_with_arm(data), "USUBJID"])
    for reasons, inside in (
        (data.study.disposition.discontinuations, True),
        (data.study.disposition.exclusions, False),
    ):
        terms = {term.upper() for reason in reasons for term in reason.terms}
        known = events["DSDECOD"].str.upper().isin(terms) | events["DSTERM"].str.upper().isin(terms)
        completed = events["DSDECOD"].str.upper().str.startswith("COMPLETED")
        concerned = events["USUBJID"].isin(enrolled) == inside
        unlisted = (concerned & ~known & ~(completed & inside)).reindex(data.tables["DS"].frame.index, fill_value=False)
        kind = "discontinuation" if inside else "exclusion"
        yield Breach(data.tables["DS"], unlisted, "DSDECOD", f"a reason of {kind} that study.yaml doesn't list")


RULES = (
    Rule(
        "failure-treated",
        "error",
        ("DM.ARMCD", "EX.EXDOSE", "EX.EXTRT"),
        check_failures_untreated,
        "correct ARMCD in DM, or EX",
    ),
    Rule(
        "arm-untreated",
        "warning",
        ("DM.ARMCD", "EX.EXDOSE", "EX.EXTRT"),
        check_treated,
        "check EX; the subject is in no safety table",
    ),
    Rule("arm-actual", "warning", ("DM.ARMCD", "DM.ACTARMCD"), check_actual_arm, "check; safety counts the actual arm"),
    Rule("consent-missing", "warning", ("DM.RFICDTC", "DM.ARMCD"), check_consent, "record the date of consent"),
    Rule("age-impossible", "error", ("DM.AGE", "DM.ARMCD"), check_age, "correct AGE"),
    Rule("age-birth", "warning", ("DM.AGE", "DM.BRTHDTC"), check_birth, "correct AGE or BRTHDTC"),
    Rule("sex-test", "warning", ("DM.SEX", "LB.LBTESTCD"), check_sex_of_tests, "check SEX, or whose result it is"),
    Rule("subject-number", "warning", ("DM.SUBJID",), check_subject_numbers, "check that this isn't one person twice"),
    Rule(
        "disposition-missing",
        "warning",
        ("DM.USUBJID", "DS.USUBJID"),
        check_disposition,
        "add the end of participation to DS",
    ),
    Rule("disposition-both", "error", ("DS.DSDECOD",), check_completion, "keep the one that is true"),
    Rule(
        "reason-unlisted",
        "error",
        ("DM.ARMCD", "DS.DSDECOD", "DS.DSTERM"),
        check_reasons,
        "add it to `disposition` in study.yaml, or correct DS",
    ),
)
