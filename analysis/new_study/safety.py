"""Rules of safety, deaths, and the data's last day, as the data suggest them."""

from __future__ import annotations

import pandas as pd

from analysis.new_study.outline import Noted
from analysis.new_study.trial import Trial
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
    """Overall survival, where somebody died; in months where the follow-up is long."""
    if not derive_dead(trial) or trial.first_dose.empty or (trial.is_adam and not _has_survival(trial)):
        return ()
    unit = "months" if derive_follow_up(trial) >= LONG else "days"
    return (EventTime(id="OS", label="Overall survival", unit="months" if unit == "months" else "days"),)


def _has_survival(trial: Trial) -> bool:
    """Whether a given ADTTE has overall survival."""
    return trial.has("ADTTE") and bool((trial.text("ADTTE", "PARAMCD") == "OS").any())


def derive_follow_up(trial: Trial) -> int:
    """The last study day of any visit, dose, result or event."""
    sources = {"SV": "SVSTDTC", "EX": "EXENDTC", "LB": "LBDTC", "VS": "VSDTC", "AE": "AESTDTC", "DS": "DSSTDTC"}
    days = [trial.study_days(domain, date).max() for domain, date in sources.items() if trial.has(domain)]
    return int(max((day for day in days if day == day), default=1))


def derive_ticks(trial: Trial) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Landmarks, and times at which numbers at risk are told: four to eight round steps within the follow-up."""
    follow_up = derive_follow_up(trial)
    length = follow_up / DAYS_PER_MONTH if follow_up >= LONG else follow_up
    steps = (1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 60.0) if follow_up >= LONG else (1.0, 2.0, 5.0, 7.0, 14.0, 28.0, 30.0)
    step = next((step for step in steps if length / step <= 8), steps[-1])
    ticks = tuple(step * number for number in range(int(length / step) + 1))
    ticks = ticks if len(ticks) > 1 else (0.0, step)
    middle = ticks[len(ticks) // 2]
    return tuple(sorted({middle, ticks[-1]})), ticks


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
