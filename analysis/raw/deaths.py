"""Checks of deaths: the domains tell the same."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.raw.rule import Breach, Data, Rule

#: Dates of what is done with a living subject; contacts (SV, SS) may tell of a death.
ALIVE = {"EX": "EXSTDTC", "LB": "LBDTC", "VS": "VSDTC", "EG": "EGDTC", "QS": "QSDTC", "RS": "RSDTC", "AE": "AESTDTC"}


def _dead_in_dm(data: Data) -> pd.Series:
    return (data.text("DM", "DTHFL") == "Y") | (data.text("DM", "DTHDTC") != "")


def _subjects(data: Data, domain: str, records: pd.Series) -> set[str]:
    return set(data.tables[domain].frame.loc[records, "USUBJID"])


def _fatal(data: Data) -> pd.Series:
    return (data.text("AE", "AEOUT") == "FATAL") | (data.text("AE", "AESDTH") == "Y")


def _die_in(data: Data, domain: str, records: pd.Series) -> Iterator[Breach]:
    """Deaths of another domain that DM doesn't have."""
    dead = _subjects(data, "DM", _dead_in_dm(data))
    wrong = records & ~data.tables[domain].frame["USUBJID"].isin(dead)
    yield Breach(data.tables[domain], wrong, "USUBJID", f"a death in {domain} that DM doesn't tell of (DTHFL, DTHDTC)")


def check_death_in_ds(data: Data) -> Iterator[Breach]:
    """Deaths in DS are in DM, and the reverse."""
    deaths = data.text("DS", "DSDECOD") == "DEATH"
    yield from _die_in(data, "DS", deaths)
    unknown = _dead_in_dm(data) & ~data.tables["DM"].frame["USUBJID"].isin(_subjects(data, "DS", deaths))
    yield Breach(data.tables["DM"], unknown, "DTHFL", "a death in DM without a disposition event DEATH in DS")


def check_death_in_ss(data: Data) -> Iterator[Breach]:
    """Survival status agrees with DM: the dead are dead there, and nobody is alive after death."""
    status = data.text("SS", "SSSTRESC")
    yield from _die_in(data, "SS", status.isin(["DEAD", "DIED"]))
    after = data.days("SS", "SSDTC") > data.by_subject("SS", data.in_dm("DTHDTC"))
    yield Breach(data.tables["SS"], (status == "ALIVE") & after, "SSSTRESC", "alive after the date of death in DM")


def check_death_in_ae(data: Data) -> Iterator[Breach]:
    """Fatal events are of subjects who died."""
    yield from _die_in(data, "AE", _fatal(data))


def check_fatal_event(data: Data) -> Iterator[Breach]:
    """A death while events are collected has a fatal event."""
    if data.study.safety is None:
        return
    day = (data.days("DM", "DTHDTC") - data.days("DM", "RFSTDTC")).dt.days + 1
    without = ~data.tables["DM"].frame["USUBJID"].isin(_subjects(data, "AE", _fatal(data)))
    what = f"a death up to day {data.study.safety.last_day} without a fatal event in AE"
    yield Breach(data.tables["DM"], (day <= data.study.safety.last_day) & without, "DTHDTC", what)


def check_death_dated(data: Data) -> Iterator[Breach]:
    """A death has a date, in DM or DS."""
    dated = data.text("DM", "DTHDTC") != ""
    if data.has("DS.DSSTDTC"):
        in_ds = (data.text("DS", "DSDECOD") == "DEATH") & (data.text("DS", "DSSTDTC") != "")
        dated |= data.tables["DM"].frame["USUBJID"].isin(_subjects(data, "DS", in_ds))
    yield Breach(data.tables["DM"], _dead_in_dm(data) & ~dated, "DTHDTC", "a death without a date")


def check_death_flagged(data: Data) -> Iterator[Breach]:
    """Who has a date of death is flagged as dead."""
    wrong = (data.text("DM", "DTHDTC") != "") & (data.text("DM", "DTHFL") != "Y")
    yield Breach(data.tables["DM"], wrong, "DTHFL", "a date of death without the flag Y")


def check_death_dates(data: Data) -> Iterator[Breach]:
    """DM and DS give the same date of death."""
    in_dm = data.by_subject("DS", data.in_dm("DTHDTC"))
    died = data.days("DS", "DSSTDTC")
    other = (data.text("DS", "DSDECOD") == "DEATH") & died.notna() & in_dm.notna() & (died != in_dm)
    yield Breach(data.tables["DS"], other, "DSSTDTC", "another date of death than in DM")


def check_after_death(data: Data) -> Iterator[Breach]:
    """Nothing is done with a subject after death."""
    for domain, variable in ALIVE.items():
        if data.has(f"{domain}.{variable}"):
            after = data.days(domain, variable) > data.by_subject(domain, data.in_dm("DTHDTC"))
            yield Breach(data.tables[domain], after, variable, "a date after the subject's death")


RULES = (
    Rule("death-disposition", "error", ("DM.DTHFL", "DS.DSDECOD"), check_death_in_ds, "make DM and DS agree"),
    Rule("death-status", "error", ("DM.DTHFL", "SS.SSSTRESC"), check_death_in_ss, "make DM and SS agree"),
    Rule("death-event", "error", ("DM.DTHFL", "AE.AEOUT"), check_death_in_ae, "make DM and AE agree"),
    Rule(
        "death-event-missing",
        "warning",
        ("DM.DTHDTC", "DM.RFSTDTC", "AE.AEOUT"),
        check_fatal_event,
        "add the event, or check its outcome",
    ),
    Rule("death-undated", "error", ("DM.DTHFL",), check_death_dated, "add the date to DM, a partial one if need be"),
    Rule(
        "death-unflagged",
        "warning",
        ("DM.DTHDTC", "DM.DTHFL"),
        check_death_flagged,
        "set DTHFL to Y, or remove the date",
    ),
    Rule(
        "death-date",
        "warning",
        ("DM.DTHDTC", "DS.DSDECOD"),
        check_death_dates,
        "check; the analysis takes the date of DM",
    ),
    Rule("after-death", "warning", ("DM.DTHDTC",), check_after_death, "check the date, or the date of death"),
)
