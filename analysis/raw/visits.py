"""Checks of visits and dates: order, and agreement of the domains with SV."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.raw.rule import Breach, Data, Rule

FINDINGS = ("LB", "VS", "EG", "QS", "RS")
LONG_BEFORE = 90  # days before consent that no screening takes
DATED = {"EX": "EXSTDTC", "SV": "SVSTDTC", "AE": "AESTDTC", "DS": "DSSTDTC"} | {d: f"{d}DTC" for d in (*FINDINGS, "SS")}


def check_visit_order(data: Data) -> Iterator[Breach]:
    """Planned visits follow each other in the order of their numbers."""
    frame = data.tables["SV"].frame
    planned = (data.number("SV", "VISITNUM") % 1 == 0) & ~data.text("SV", "VISIT").str.startswith("UNSCH")
    dated = frame.assign(day=data.days("SV", "SVSTDTC"))[planned].dropna(subset=["day", "VISITNUM"])
    ordered = dated.sort_values(["USUBJID", "VISITNUM", "day"])
    latest = ordered.groupby("USUBJID")["day"].cummax().groupby(ordered["USUBJID"]).shift()
    early = (ordered["day"] < latest).reindex(frame.index, fill_value=False)
    yield Breach(data.tables["SV"], early, "SVSTDTC", "a visit before one with a lower number")


def check_visit_end(data: Data) -> Iterator[Breach]:
    """No visit ends before it starts."""
    wrong = data.days("SV", "SVENDTC") < data.days("SV", "SVSTDTC")
    yield Breach(data.tables["SV"], wrong, "SVENDTC", "a visit that ends before it starts")


def _of_visits(data: Data, domain: str) -> pd.DataFrame:
    """Start and end of each record's visit in SV; ``found`` says whether SV has it."""
    sv = (
        data.tables["SV"]
        .frame[["USUBJID", "VISITNUM"]]
        .assign(start=data.days("SV", "SVSTDTC"), end=data.days("SV", "SVENDTC").fillna(data.days("SV", "SVSTDTC")))
    )
    span = sv.groupby(["USUBJID", "VISITNUM"], as_index=False).agg({"start": "min", "end": "max"}).assign(found=True)
    frame = data.tables[domain].frame[["USUBJID", "VISITNUM"]]
    return frame.merge(span, on=["USUBJID", "VISITNUM"], how="left").set_index(frame.index)


def check_visit_known(data: Data) -> Iterator[Breach]:
    """A result's visit is in SV."""
    for domain in FINDINGS:
        if data.has(f"{domain}.VISITNUM"):
            table = data.tables[domain]
            done = table.frame["VISITNUM"].notna() & (data.text(domain, f"{domain}STAT") != "NOT DONE")
            unknown = done & _of_visits(data, domain)["found"].isna()
            yield Breach(table, unknown, "VISITNUM", "a result of a visit that SV doesn't have for the subject")


def check_visit_dates(data: Data) -> Iterator[Breach]:
    """A result's date is within its visit."""
    for domain in FINDINGS:
        if data.has(f"{domain}.VISITNUM"):
            visit, day = _of_visits(data, domain), data.days(domain, f"{domain}DTC")
            outside = (day < visit["start"]) | (day > visit["end"])
            yield Breach(data.tables[domain], outside, f"{domain}DTC", "a date outside the visit's dates in SV")


def check_undated(data: Data) -> Iterator[Breach]:
    """A result has a complete date: without one it belongs to no analysis visit."""
    for domain in FINDINGS:
        if data.has(f"{domain}.{domain}DTC"):
            done = data.text(domain, f"{domain}STAT") != "NOT DONE"
            undated = done & data.days(domain, f"{domain}DTC").isna()
            yield Breach(data.tables[domain], undated, f"{domain}DTC", "a result without a complete date")


def check_cut_off(data: Data) -> Iterator[Breach]:
    """Nothing is dated after the data cut-off."""
    cut_off = pd.Timestamp(data.study.study.data_date)
    for domain, variable in DATED.items():
        if data.has(f"{domain}.{variable}"):
            late = data.days(domain, variable) > cut_off
            yield Breach(data.tables[domain], late, variable, f"a date after the data cut-off, {cut_off:%Y-%m-%d}")


def check_before_consent(data: Data) -> Iterator[Breach]:
    """No result is dated long before consent."""
    for domain in FINDINGS:
        if data.has(f"{domain}.{domain}DTC"):
            consent = data.by_subject(domain, data.in_dm("RFICDTC"))
            early = (consent - data.days(domain, f"{domain}DTC")).dt.days > LONG_BEFORE
            yield Breach(
                data.tables[domain], early, f"{domain}DTC", f"a date more than {LONG_BEFORE} days before consent"
            )


RULES = (
    Rule("visit-order", "warning", ("SV.VISITNUM", "SV.SVSTDTC"), check_visit_order, "check the dates of both visits"),
    Rule("visit-end", "warning", ("SV.SVSTDTC", "SV.SVENDTC"), check_visit_end, "correct SVSTDTC or SVENDTC"),
    Rule(
        "visit-unknown",
        "warning",
        ("SV.VISITNUM", "SV.SVSTDTC"),
        check_visit_known,
        "correct VISITNUM, or add the visit to SV",
    ),
    Rule(
        "visit-date",
        "warning",
        ("SV.VISITNUM", "SV.SVSTDTC"),
        check_visit_dates,
        "check the date of the result, or of the visit",
    ),
    Rule("result-undated", "warning", (), check_undated, "complete the date; the result is in no table by visit"),
    Rule("after-cut-off", "warning", (), check_cut_off, "check the date, or study.data_date in study.yaml"),
    Rule("before-consent", "warning", ("DM.RFICDTC",), check_before_consent, "check the date, most often its year"),
)
