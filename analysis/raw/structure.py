"""Checks of each domain by itself: columns, keys, study, arms, units, and who is in it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.raw.rule import Breach, Data, Rule
from analysis.raw.units import derive_factor
from analysis.raw.variables import DOMAINS

#: Suffixes of a result.
RESULT = ("ORRES", "STRESC", "STRESN")
#: ARMCD of subjects who were never in a group.
NO_ARM = frozenset({"", "SCRNFAIL", "NOTASSGN", "NOTTRT", "UNPLAN", "UNPLANNED"})


def check_study(data: Data) -> Iterator[Breach]:
    """STUDYID is the study's."""
    for table in data.tables.values():
        if table.has("STUDYID"):
            yield Breach(
                table,
                table.frame["STUDYID"] != data.study.study.id,
                "STUDYID",
                f"STUDYID is not '{data.study.study.id}'",
            )


def check_domain_name(data: Data) -> Iterator[Breach]:
    """DOMAIN is what the file's name says."""
    for name, table in data.tables.items():
        if table.has("DOMAIN"):
            yield Breach(table, table.frame["DOMAIN"] != name, "DOMAIN", f"DOMAIN is not '{name}'")


def check_subject_named(data: Data) -> Iterator[Breach]:
    """Every record names its subject (relations between whole domains name none)."""
    for name, table in data.tables.items():
        if table.has("USUBJID") and name != "RELREC":
            yield Breach(table, table.frame["USUBJID"] == "", "USUBJID", "a record without a subject")


def check_subject_known(data: Data) -> Iterator[Breach]:
    """Every subject of a domain is in DM."""
    known = set(data.tables["DM"].frame["USUBJID"]) | {""}
    for name, table in data.tables.items():
        if name != "DM" and table.has("USUBJID"):
            what = f"a subject who is in {name} but not in DM"
            yield Breach(table, ~table.frame["USUBJID"].isin(known), "USUBJID", what)


def check_arms(data: Data) -> Iterator[Breach]:
    """Planned and actual arm are arms of study.yaml, or SDTM's words for none."""
    arms = {arm.armcd for arm in data.study.arms}
    table = data.tables["DM"]
    for name in ("ARMCD", "ACTARMCD"):
        if table.has(name):
            codes = table.frame[name]
            unknown = ~codes.isin(arms) & ~codes.str.upper().isin(NO_ARM)
            yield Breach(
                table, unknown, name, f"an arm that study.yaml doesn't have (it has {', '.join(sorted(arms))})"
            )


def check_keys(data: Data) -> Iterator[Breach]:
    """One record for each subject, visit, test and time (or what else is the domain's key), or another result."""
    for name, table in data.tables.items():
        double = derive_doubles(name, table.frame, results=True)
        if double is not None:
            key = [column for column in DOMAINS[name].key if table.has(column)]
            yield Breach(table, double, _telling(key), f"several records of the same {', '.join(key)}")


def derive_doubles(domain: str, frame: pd.DataFrame, *, results: bool = False) -> pd.Series | None:
    """Which records share their key with another one; None where the domain has no key, or not all that it takes.

    With ``results`` only those that share the result, too.
    """
    if domain not in DOMAINS or not DOMAINS[domain].key:
        return None
    key = [column for column in DOMAINS[domain].key if column in frame.columns]
    if "USUBJID" not in key or (len(key) < 2 and domain != "DM"):
        return None
    result = [column for suffix in RESULT if (column := f"{domain}{suffix}") in frame.columns] if results else []
    double = frame.duplicated([*key, *result], keep=False)
    if f"{domain}STAT" in frame:  # several tests may not have been done at a visit
        double &= frame[f"{domain}STAT"] == ""
    return double


def check_repeats(data: Data) -> Iterator[Breach]:
    """A subject has each visit once (SV), and each test once at a visit: not on another day, not with other results."""
    for name, table in data.tables.items():
        key = [column for column in DOMAINS[name].key if table.has(column)] if name in DOMAINS else []
        date = next((column for column in key if column.endswith("DTC")), "")
        if date and "VISITNUM" in key:
            rest = [column for column in key if column != date]
            done = table.frame["VISITNUM"].notna() & (table.frame[date] != "")
            again = table.frame[done].duplicated(rest, keep=False) & ~table.frame[done].duplicated(key, keep=False)
            what = f"the same {', '.join(rest)} on different days"
            yield Breach(table, again.reindex(table.frame.index, fill_value=False), "VISITNUM", what)
        same, equal = (derive_doubles(name, table.frame, results=results) for results in (False, True))
        if same is not None and equal is not None:
            yield Breach(table, same & ~equal, "VISITNUM", f"the same {', '.join(key)} with different results")


def check_sequence(data: Data) -> Iterator[Breach]:
    """--SEQ is there and numbers a subject's records once each (a doubled record is told by its key already)."""
    for name, table in data.tables.items():
        column = f"{name}SEQ"
        if not table.has(column, "USUBJID"):
            continue
        double = table.frame.duplicated(["USUBJID", column], keep=False)
        told = derive_doubles(name, table.frame)
        yield Breach(table, double if told is None else double & ~told, column, f"{column} is not unique in a subject")
        yield Breach(table, table.frame[column].isna(), column, f"{column} is missing")


def check_units(data: Data) -> Iterator[Breach]:
    """Every value of a parameter is in its unit, or in one that study.yaml converts."""
    for parameter in data.study.parameters:
        domain = parameter.domain or ""
        table = data.tables.get(domain)
        if table is None or not table.has(f"{domain}TESTCD", f"{domain}STRESU"):
            continue
        test = table.frame[f"{domain}TESTCD"] == (parameter.test or parameter.id)
        units = table.frame[f"{domain}STRESU"]
        unknown = {unit for unit in units[test].unique() if derive_factor(data.study, parameter, unit) is None}
        with_value = table.frame[f"{domain}STRESN"].notna() if table.has(f"{domain}STRESN") else test
        what = f"{parameter.id} in a unit that is neither its own ({parameter.unit or 'none'}) nor converted"
        yield Breach(table, test & units.isin(unknown) & with_value, f"{domain}STRESU", what)


def check_tests(data: Data) -> Iterator[Breach]:
    """Every parameter of study.yaml has records."""
    for parameter in data.study.parameters:
        domain = parameter.domain or ""
        table = data.tables.get(domain)
        if table is not None and table.has(f"{domain}TESTCD") and len(table.frame):
            test = parameter.test or parameter.id
            if not (table.frame[f"{domain}TESTCD"] == test).any():
                yield Breach(table, None, f"{domain}TESTCD", f"no record of {test} (parameter {parameter.id})")


def _telling(key: list[str]) -> str:
    """The variable of a key that a message names first."""
    return next((column for column in key if column.endswith("TESTCD")), key[-1])


RULES = (
    Rule(
        "study-id", "error", (), check_study, "keep one study's data in the folder, or correct study.id in study.yaml"
    ),
    Rule("domain-name", "error", (), check_domain_name, "rename the file, or correct DOMAIN"),
    Rule("subject-missing", "error", (), check_subject_named, "fill in USUBJID, or remove the record"),
    Rule("subject-unknown", "error", ("DM.USUBJID",), check_subject_known, "add the subject to DM, or correct USUBJID"),
    Rule("arm-unknown", "error", ("DM",), check_arms, "correct DM, or add the arm to study.yaml"),
    Rule(
        "record-double",
        "error",
        (),
        check_keys,
        "remove the doubled record, or tell the two apart by date or time point",
    ),
    Rule(
        "visit-repeated",
        "warning",
        (),
        check_repeats,
        "check the visit; the analysis takes the record nearest to its day, of one day the last by time and sequence",
    ),
    Rule("sequence", "error", (), check_sequence, "number the records of each subject 1, 2, 3 ..."),
    Rule("unit-unknown", "error", (), check_units, "correct the unit, or add the conversion to `units` in study.yaml"),
    Rule("test-absent", "error", (), check_tests, "correct `test` of the parameter in study.yaml, or export the test"),
)
