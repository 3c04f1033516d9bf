"""Checks of what can hardly be: values out of range, jumps, copies."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.raw.rule import Breach, Data, Rule
from analysis.raw.units import derive_factor
from analysis.study import Parameter

JUMP = 12.0  # median absolute changes
LEAST_CHANGES = 30  # of a parameter, before its usual change is known
LEAST_TESTS = 6  # of a visit, before equal values mean a copy
BODY_MASS = (10.0, 80.0)


def _values(data: Data, parameter: Parameter) -> pd.Series:
    """The numeric results of a parameter in its unit, by record; NaN for an unknown unit."""
    domain = parameter.domain or ""
    records = data.results(parameter)
    frame = data.tables[domain].frame
    some = frame[records] if records is not None and data.has(f"{domain}.{domain}STRESN") else frame.head(0)
    units = some[f"{domain}STRESU"] if f"{domain}STRESU" in some else pd.Series("", index=some.index)
    factors = {unit: derive_factor(data.study, parameter, unit) for unit in units.unique()}
    return some.get(f"{domain}STRESN", pd.Series(dtype="float64")) * units.map(factors).astype("float64")


def _measured(data: Data) -> Iterator[tuple[Parameter, pd.Series]]:
    for parameter in data.study.parameters:
        if parameter.domain in data.tables:
            yield parameter, _values(data, parameter)


def check_range(data: Data) -> Iterator[Breach]:
    """Values are within the range that study.yaml holds possible."""
    for parameter, values in _measured(data):
        if parameter.range:
            low, high = parameter.range
            outside = (values < low) | (values > high)
            what = f"{parameter.id} outside {low:g} to {high:g} {parameter.unit}".rstrip()
            yield _breach(data, parameter, outside, what)


def check_unit_mistaken(data: Data) -> Iterator[Breach]:
    """A value out of range is not one that another unit of study.yaml would put into it."""
    for parameter, values in _measured(data):
        ways = [way for way in data.study.units if parameter.id in way.parameters]
        if parameter.range:
            low, high = parameter.range
            for way in ways:
                outside = (values < low) | (values > high)
                fits = outside & (values * way.factor).between(low, high)
                what = f"{parameter.id} looks as if it were in {way.source}"
                yield _breach(data, parameter, fits, what)


def check_jumps(data: Data) -> Iterator[Breach]:
    """Changes from one result to the next are not far beyond the parameter's usual changes."""
    for parameter, values in _measured(data):
        domain = parameter.domain or ""
        frame = data.tables[domain].frame.loc[values.index]
        scaled = np.log(values.where(values > 0)) if parameter.distribution == "log-normal" else values
        dated = pd.DataFrame({"USUBJID": frame["USUBJID"], "day": data.days(domain, f"{domain}DTC"), "value": scaled})
        ordered = dated.dropna().sort_values(["USUBJID", "day"])
        by_subject = ordered.groupby("USUBJID")["value"]
        before, after = by_subject.diff().abs(), by_subject.diff(-1).abs()
        usual = before.median() if before.notna().sum() >= LEAST_CHANGES else 0.0
        if usual > 0:
            far = JUMP * usual
            # away and back again (or at either end): a single value that stands apart
            apart = (before.fillna(far + 1) > far) & (after.fillna(far + 1) > far) & (before.notna() | after.notna())
            yield _breach(data, parameter, apart, f"{parameter.id} far from the values before and after")


def check_copied_visits(data: Data) -> Iterator[Breach]:
    """A visit's results are not all equal to those of the visit before."""
    for domain in ("LB", "VS"):
        if data.has(f"{domain}.{domain}STRESN") and data.has(f"{domain}.VISITNUM"):
            panel = _panel(data, domain)
            ordered = panel.sort_index()
            previous = ordered.groupby(level="USUBJID").shift()
            both = (ordered.notna() & previous.notna()).sum(axis=1)
            same = (ordered == previous).sum(axis=1)
            copied = ordered.index[(both >= LEAST_TESTS) & (same == both)]
            what = "all results equal those of the visit before"
            yield Breach(data.tables[domain], _first_at(data, domain, copied), "VISITNUM", what)


def check_copied_subjects(data: Data) -> Iterator[Breach]:
    """No two subjects have all the same results at a visit."""
    for domain in ("LB", "VS"):
        if data.has(f"{domain}.{domain}STRESN") and data.has(f"{domain}.VISITNUM"):
            panel = _panel(data, domain)
            full = panel[panel.notna().sum(axis=1) >= LEAST_TESTS]
            same = full.assign(visit=full.index.get_level_values("VISITNUM")).duplicated(keep=False)
            what = "all results equal those of another subject at this visit"
            yield Breach(data.tables[domain], _first_at(data, domain, full.index[same]), "VISITNUM", what)


def check_blood_pressure(data: Data) -> Iterator[Breach]:
    """Systolic pressure is above diastolic pressure."""
    frame = data.tables["VS"].frame
    key = [name for name in ("USUBJID", "VISITNUM", "VSDTC", "VSTPT", "VSPOS") if data.has(f"VS.{name}")]
    systolic = frame[frame["VSTESTCD"] == "SYSBP"]
    diastolic = frame[frame["VSTESTCD"] == "DIABP"].drop_duplicates(key)
    both = systolic.reset_index().merge(diastolic[[*key, "VSSTRESN"]], on=key, suffixes=("", "_D")).set_index("index")
    wrong = (both["VSSTRESN"] <= both["VSSTRESN_D"]).reindex(frame.index, fill_value=False)
    yield Breach(data.tables["VS"], wrong, "VSSTRESN", "systolic pressure not above diastolic pressure")


def check_body_mass(data: Data) -> Iterator[Breach]:
    """Weight and height are those of one person."""
    frame = data.tables["VS"].frame
    height = frame[(frame["VSTESTCD"] == "HEIGHT") & (frame["VSSTRESU"] == "cm")].groupby("USUBJID")["VSSTRESN"].last()
    weight = (frame["VSTESTCD"] == "WEIGHT") & (frame["VSSTRESU"] == "kg")
    index = frame["VSSTRESN"] / (frame["USUBJID"].map(height) / 100) ** 2
    strange = weight & ((index < BODY_MASS[0]) | (index > BODY_MASS[1]))
    yield Breach(data.tables["VS"], strange, "VSSTRESN", "weight and height don't fit each other")


def _breach(data: Data, parameter: Parameter, records: pd.Series, what: str) -> Breach:
    table = data.tables[parameter.domain or ""]
    return Breach(table, records.reindex(table.frame.index, fill_value=False), f"{parameter.domain}STRESN", what)


def _panel(data: Data, domain: str) -> pd.DataFrame:
    """The results of each subject's visits, a column for each test."""
    frame = data.tables[domain].frame.dropna(subset=[f"{domain}STRESN", "VISITNUM"])
    first = frame.drop_duplicates(["USUBJID", "VISITNUM", f"{domain}TESTCD"])
    return first.pivot(index=["USUBJID", "VISITNUM"], columns=f"{domain}TESTCD", values=f"{domain}STRESN")


def _first_at(data: Data, domain: str, places: pd.Index) -> pd.Series:
    """The first record of each subject and visit named."""
    frame = data.tables[domain].frame
    here = pd.MultiIndex.from_frame(frame[["USUBJID", "VISITNUM"]]).isin(places)
    return pd.Series(here, index=frame.index) & ~frame.duplicated(["USUBJID", "VISITNUM"])


RULES = (
    Rule("value-range", "warning", (), check_range, "check the value and its unit, or widen `range` in study.yaml"),
    Rule("unit-mistaken", "warning", (), check_unit_mistaken, "correct the unit"),
    Rule("value-jump", "warning", (), check_jumps, "check the value, most often a decimal point or another subject"),
    Rule("visit-copied", "warning", (), check_copied_visits, "check that the visit took place"),
    Rule("subject-copied", "warning", (), check_copied_subjects, "check whose results these are"),
    Rule(
        "blood-pressure",
        "warning",
        ("VS.VSTESTCD", "VS.VSSTRESN"),
        check_blood_pressure,
        "exchange the two, or correct them",
    ),
    Rule(
        "body-mass", "warning", ("VS.VSSTRESU", "VS.VSSTRESN"), check_body_mass, "check weight, height and their units"
    ),
)
