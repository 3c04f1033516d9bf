"""A study that enters at ADaM: what its datasets say in the words of SDTM, so that an outline can be made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.new_study.wording import format_name
from analysis.raw.answers import derive_answers
from analysis.raw.sas_dates import derive_dates

Frames = Mapping[str, pd.DataFrame]
#: Domain of the results in a dataset, by the beginning of its name; of all others they count as questionnaires.
DOMAINS = {"ADLB": "LB", "ADVS": "VS", "ADEG": "EG"}
NEEDED = ("USUBJID", "PARAMCD", "AVAL", "AVISIT", "ABLFL")
NO_MEASUREMENTS = ("ADTTE", "ADEX")
TIMES = "ADTTE"
SUBJECT = ("STUDYID", "USUBJID", "SUBJID", "SITEID", "AGE", "AGEU", "SEX", "RACE", "ETHNIC", "COUNTRY", "DTHFL")
DATES = {"RFXSTDTC": "TRTSDT", "RFICDTC": "RFICDT", "DTHDTC": "DTHDT"}
_CODE = re.compile(r"[A-Z][A-Z0-9_]{0,7}")
_UNIT = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<unit>.+)\)$")


@dataclass(frozen=True)
class Entrance:
    """The datasets as domains; ``given``: dataset of this project → those of the trial that stand for it."""

    tables: Frames
    given: Mapping[str, tuple[str, ...]]
    remarks: tuple[str, ...]


def derive_entrance(datasets: Frames) -> Entrance:
    """DM and DS from ADSL, AE from ADAE, results from the datasets with parameters and visits."""
    datasets = {name: derive_answers(frame) for name, frame in datasets.items()}
    given, remarks = choose_measured(datasets)
    tables = {**datasets, "DM": derive_subjects(datasets["ADSL"]), "DS": derive_ends(datasets["ADSL"])}
    times = tuple(name for name in datasets if name.startswith(TIMES))
    for name, parts in given.items():
        domain = name.removeprefix("AD")
        findings = [derive_findings(datasets[part], domain, datasets["ADSL"]) for part in parts]
        tables[domain] = pd.concat(findings, ignore_index=True)
    if "ADAE" in datasets:
        tables["AE"] = derive_events(datasets["ADAE"])
    if times and times != (TIMES,):
        given[TIMES] = times
    return Entrance(tables, given, remarks)


def choose_measured(datasets: Frames) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """The datasets with measured parameters by the dataset that they make up together, and why others are left out."""
    given: dict[str, tuple[str, ...]] = {}
    taken: dict[str, set[str]] = {}
    remarks: list[str] = []
    for name in sorted(datasets, key=lambda one: (len(one), one)):
        frame = datasets[name]
        if "PARAMCD" not in frame or name.startswith(NO_MEASUREMENTS):
            continue
        domain = DOMAINS.get(name[:4], "QS")
        codes = set(frame["PARAMCD"]) - {""}
        known = taken.setdefault(domain, set())
        reason = _find_reason_against(frame, codes, known)
        if reason:
            remarks.append(f"{name}: {reason}")
        else:
            given[f"AD{domain}"] = (*given.get(f"AD{domain}", ()), name)
            known |= codes
    return given, tuple(remarks)


def derive_subjects(adsl: pd.DataFrame) -> pd.DataFrame:
    """DM: a code for each arm (ADSL's own where it has ARMCD), dates as ISO 8601."""
    planned = _text(adsl, "TRT01P")
    codes: dict[str, str] = {}
    for label in sorted(set(planned) - {""}):
        own = set(_text(adsl, "ARMCD")[planned == label]) - {""}
        codes[label] = own.pop() if len(own) == 1 else format_name(label, set(codes.values()))
    known = {name: adsl[name] for name in SUBJECT if name in adsl}
    dates = {name: _dates(adsl, source) for name, source in DATES.items()}
    actual = _text(adsl, "TRT01A").map(codes).fillna("")
    arms = {"ARM": planned, "ARMCD": planned.map(codes).fillna(""), "ACTARMCD": actual}
    number = {"TRT01PN": adsl["TRT01PN"]} if "TRT01PN" in adsl else {}
    return pd.DataFrame(known | dates | arms | number, index=adsl.index)


def derive_ends(adsl: pd.DataFrame) -> pd.DataFrame:
    """DS: completed, or the reason for discontinuation, of those who have either."""
    completed = _text(adsl, "EOSSTT").str.upper() == "COMPLETED"
    reason = _text(adsl, "DCSREAS").mask(completed, "COMPLETED")
    return pd.DataFrame({"USUBJID": adsl["USUBJID"], "DSDECOD": reason, "DSTERM": reason})[reason != ""]


def derive_findings(frame: pd.DataFrame, domain: str, adsl: pd.DataFrame) -> pd.DataFrame:
    """The analysed records of a dataset as results of a domain; imputed ones (DTYPE) are none."""
    chosen = frame[(_text(frame, "AVISIT") != "") & (_text(frame, "DTYPE") == "")]
    named = _text(chosen, "PARAM").str.extract(_UNIT)
    unit = _text(chosen, "AVALU")
    value = pd.to_numeric(chosen["AVAL"], errors="coerce")
    columns = {
        "USUBJID": chosen["USUBJID"],
        f"{domain}TESTCD": chosen["PARAMCD"],
        f"{domain}TEST": named["name"].fillna(_text(chosen, "PARAM")),
        f"{domain}CAT": _text(chosen, "PARCAT1"),
        f"{domain}STRESN": value,
        f"{domain}STRESC": value.map("{:.15g}".format).where(value.notna(), ""),
        f"{domain}STRESU": unit.mask(unit == "", named["unit"].fillna("")),
        f"{domain}DTC": _derive_dates(chosen, adsl),
        "VISIT": chosen["AVISIT"],
    }
    return pd.DataFrame(columns)[value.notna()]


def _derive_dates(frame: pd.DataFrame, adsl: pd.DataFrame) -> pd.Series:
    """The date that ADY stands for, counted from ADSL's first dose; ADT where there is none."""
    dates = _dates(frame, "ADT")
    if "ADY" not in frame:
        return dates
    first = pd.Series(pd.to_datetime(_dates(adsl, "TRTSDT"), errors="coerce").to_numpy(), index=adsl["USUBJID"])
    day = pd.to_numeric(frame["ADY"], errors="coerce")
    counted = frame["USUBJID"].map(first) + pd.to_timedelta(day - (day > 0), unit="D")
    text: pd.Series = counted.dt.strftime("%Y-%m-%d").where(counted.notna(), dates)
    return text


def derive_events(adae: pd.DataFrame) -> pd.DataFrame:
    """AE: the events with their start and end as ISO 8601."""
    dates = {"AESTDTC": "ASTDT", "AEENDTC": "AENDT"}
    return adae.assign(**{name: _dates(adae, source) for name, source in dates.items()})


def find_flags(adsl: pd.DataFrame, *names: str) -> Iterator[str]:
    """Those of the flags that ADSL has, with anybody in them."""
    yield from (name for name in names if name in adsl and (adsl[name] == "Y").any())


def _find_reason_against(frame: pd.DataFrame, codes: set[str], known: set[str]) -> str:
    lacking = [name for name in NEEDED if name not in frame and name != "ABLFL"]
    if lacking:
        return f"no {', '.join(lacking)}"
    odd = sorted(code for code in codes if not _CODE.fullmatch(code))
    if odd:
        return f"codes of parameters that study.yaml can't name: {', '.join(odd[:3])}"
    again = sorted(codes & known)
    return f"parameters of another dataset, too: {', '.join(again[:3])}" if again else ""


def _text(frame: pd.DataFrame, name: str) -> pd.Series:
    return frame[name].astype(object) if name in frame else pd.Series("", index=frame.index, dtype=object)


def _dates(frame: pd.DataFrame, name: str) -> pd.Series:
    """A date of a given dataset as ISO 8601 text; "" where it is missing, or the dataset lacks it."""
    return derive_dates(frame[name]) if name in frame else pd.Series("", index=frame.index, dtype=object)
