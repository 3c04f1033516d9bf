"""Rules of safety, deaths, and the data's last day, as the data suggest them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from analysis.new_study.outline import Noted
from analysis.new_study.trial import Trial
from analysis.new_study.wording import format_label
from analysis.study import EventTime
from analysis.study.model import SafetyRules

#: Words of AEREL that say no; whatever else is said counts as related.
UNRELATED: tuple[str, ...] = (
    "NONE",
    "NOT RELATED",
    "UNRELATED",
    "NO",
    "N",
    "NOT SUSPECTED",
    "REMOTE",
    "UNLIKELY",
    "UNLIKELY RELATED",
)
UNRELATED += ("NOT LIKELY", "DOUBTFUL", "DOUBTFULLY RELATED", "NOT APPLICABLE", "NA", "REMOTELY RELATED")
#: So many deaths, and this share of the treated, make survival worth an analysis; fewer are told one by one.
LEAST_DEATHS, LEAST_DEAD = 3, 0.05
#: What an analysis needs of a given dataset of times.
TIMED = {"PARAMCD", "AVAL", "CNSR", "STARTDT", "ADT", "EVNTDESC"}
_CODE = re.compile(r"[A-Z][A-Z0-9_]{0,7}")
LONG = 183  # days of follow-up, from which on months are the unit
DAYS_PER_MONTH = 30.4375


def derive_safety(trial: Trial) -> Noted[SafetyRules] | None:
    """Up to the last day on which an event began all are treatment-emergent; related is what AEREL doesn't deny."""
    if not trial.has("AE"):
        return None
    started = trial.study_days("AE", "AESTDTC")
    last = int(started.max()) if started.notna().any() else _last_dose(trial)
    words = sorted({word.upper() for word in trial.text("AE", "AEREL")} - {""})
    related = tuple(word for word in words if word not in UNRELATED)
    not_related = ", ".join(word for word in words if word in UNRELATED) or "no other word"
    note = f"last start of an event in the data: set the protocol's last day; not related: {not_related}"
    return Noted(SafetyRules(last_day=max(last, 1), related=related or ("RELATED",)), note)


def derive_dead(trial: Trial) -> frozenset[str]:
    """Subjects in an arm who died, by DM, DS or AE."""
    dm = trial.tables["DM"]
    dead = set(dm.loc[(trial.text("DM", "DTHFL") == "Y") | (trial.text("DM", "DTHDTC") != ""), "USUBJID"])
    if trial.has("DS"):
        dead |= set(trial.tables["DS"].loc[trial.text("DS", "DSDECOD").str.upper() == "DEATH", "USUBJID"])
    if trial.has("AE"):
        dead |= set(trial.tables["AE"].loc[trial.text("AE", "AEOUT").str.upper() == "FATAL", "USUBJID"])
    return frozenset(dead & trial.enrolled)


def derive_event_times(trial: Trial) -> tuple[EventTime, ...]:
    """The parameters of a given ADTTE; else overall survival, where enough died; in months where follow-up is long."""
    if trial.is_adam:
        return tuple(_read_event_times(trial))
    if trial.first_dose.empty or len(derive_dead(trial)) < max(LEAST_DEATHS, LEAST_DEAD * len(trial.first_dose)):
        return ()
    unit = "months" if derive_follow_up(trial) >= LONG else "days"
    return (EventTime(id="OS", label="Overall survival", unit="months" if unit == "months" else "days"),)


def _read_event_times(trial: Trial) -> Iterator[EventTime]:
    """Overall survival first; the unit is what PARAM or AVALU says, days without."""
    for code, records in _group_times(trial):
        text = " ".join(sorted(set(records.get("PARAM", pd.Series([code])))))
        unit = f"{text} {' '.join(sorted(set(records.get('AVALU', pd.Series([''])).astype(str))))}".upper()
        label = format_label(re.sub(r"\s*\((?:days?|months?)\)", "", text, flags=re.IGNORECASE))
        death = code == "OS" or "OVERALL SURVIVAL" in label.upper() or "DEATH" in label.upper()
        yield EventTime(
            id=code, label=label, event="death" if death else "event", unit="months" if "MONTH" in unit else "days"
        )


def _group_times(trial: Trial) -> list[tuple[str, pd.DataFrame]]:
    """The records of the given times to events by PARAMCD, overall survival first."""
    names = trial.given.get("ADTTE", ("ADTTE",))
    frames = [trial.tables[n] for n in names if trial.has(n) and set(trial.tables[n]) >= TIMED]
    if not frames:
        return []
    groups = pd.concat(frames).groupby("PARAMCD")
    named = [(str(code), records) for code, records in groups if _CODE.fullmatch(str(code))]
    return sorted(named, key=lambda pair: pair[0] != "OS")


def derive_follow_up(trial: Trial) -> int:
    """The last study day of any visit, dose, result or event."""
    sources = {"SV": "SVSTDTC", "EX": "EXENDTC", "LB": "LBDTC", "VS": "VSDTC", "AE": "AESTDTC", "DS": "DSSTDTC"}
    days = [trial.study_days(domain, date).max() for domain, date in sources.items() if trial.has(domain)]
    return int(max((day for day in days if day == day), default=1))


def derive_ticks(trial: Trial, time: EventTime) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Landmarks, and times at which numbers at risk are told: four to eight round steps within the follow-up."""
    given = dict(_group_times(trial)).get(time.id) if trial.is_adam else None
    follow_up = derive_follow_up(trial)
    in_months = time.unit == "months"
    length = _find_longest(given) if given is not None else follow_up / DAYS_PER_MONTH if in_months else follow_up
    steps = (1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 60.0) if in_months else (1.0, 2.0, 5.0, 7.0, 14.0, 28.0, 30.0, 60.0, 90.0)
    step = next((step for step in steps if length / step <= 8), steps[-1])
    ticks = tuple(step * number for number in range(int(length / step) + 1))
    ticks = ticks if len(ticks) > 1 else (0.0, step)
    middle = ticks[len(ticks) // 2]
    return tuple(sorted({middle, ticks[-1]})), ticks


def _find_longest(records: pd.DataFrame) -> float:
    """The longest of the given times, which a CSV file holds as text."""
    longest = pd.to_numeric(records["AVAL"], errors="coerce").max()
    return float(longest) if longest == longest else 1.0


def derive_data_date(trial: Trial) -> str:
    """The last complete date of any record, YYYY-MM-DD."""
    latest = pd.Timestamp("1960-01-01")
    for domain, frame in trial.tables.items():
        for name in frame.columns:
            if str(name).endswith("DTC") and str(name) != "BRTHDTC":
                last = trial.days(domain, str(name)).max()
                latest = last if last == last and last > latest else latest
    return f"{latest:%Y-%m-%d}"


def _last_dose(trial: Trial) -> int:
    last = trial.study_days("EX", "EXENDTC").max() if trial.has("EX") else float("nan")
    return int(last) if last == last else 1
