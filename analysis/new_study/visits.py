"""The analysis visits: planned visits after the first dose at which something was measured, with their windows."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.new_study.outline import Noted
from analysis.new_study.trial import Trial
from analysis.new_study.wording import format_label, format_visit_id
from analysis.study import Visit

FINDINGS = ("LB", "VS", "EG", "QS")
#: A visit that fewer of the treated subjects had is no analysis visit.
LEAST_SHARE = 0.1
LEAST_SUBJECTS = 2
BASELINE = "BASELINE"


@dataclass(frozen=True)
class Candidate:
    """A visit of the data: its name, target day, what it rests on, and how many subjects had it how widely spread."""

    name: str
    day: int
    basis: str
    subjects: int
    spread: float


def derive_visits(trial: Trial) -> tuple[tuple[Noted[Visit], ...], tuple[str, ...]]:
    """The visits with baseline first, and remarks on planned visits that were left out, each with its reason."""
    seen = read_candidates(trial)
    treated = len(trial.first_dose)
    kept: list[Candidate] = []
    remarks: list[str] = []
    for one in sorted(seen, key=lambda candidate: (-candidate.subjects, candidate.day)):
        reason = _find_reason_against(one, kept, treated)
        if reason:
            remarks.append(f"{one.name}: {reason}")
        elif one.day > 1:
            kept.append(one)
    kept.sort(key=lambda candidate: candidate.day)
    visits = [
        Noted(Visit(id=BASELINE, label="Baseline", day=1, baseline=True), "last value on or before the first dose")
    ]
    windows = derive_windows([one.day for one in kept])
    taken = {BASELINE}
    for one, window in zip(kept, windows, strict=True):
        name = format_visit_id(one.name, taken)
        taken.add(name)
        note = f"{one.subjects} subjects; {one.basis}"
        visits.append(Noted(Visit(id=name, label=format_label(one.name), day=one.day, window=window), note))
    return tuple(visits), tuple(remarks)


def read_candidates(trial: Trial) -> tuple[Candidate, ...]:
    """All visits with results of treated subjects; unscheduled ones and those at an early end are left out."""
    records = pd.concat(
        [_read_results(trial, domain) for domain in FINDINGS if trial.has(domain)]
        or [pd.DataFrame(columns=["USUBJID", "visit", "planned", "day"])]
    )
    found = []
    for name, some in records.groupby("visit"):
        first = some.groupby("USUBJID")["day"].min()
        day, basis = _choose_day(some["planned"], float(first.median()))
        found.append(Candidate(str(name), day, basis, len(first), float(first.quantile(0.75) - first.quantile(0.25))))
    return tuple(found)


def derive_windows(days: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Windows that meet halfway between target days, from day 2; the last reaches as far beyond its day as before."""
    bounds = [1, *((day + after) // 2 for day, after in itertools.pairwise(days))]
    if days:
        bounds.append(2 * days[-1] - bounds[-1] - 1)
    return tuple((low + 1, high) for low, high in itertools.pairwise(bounds))


def _read_results(trial: Trial, domain: str) -> pd.DataFrame:
    """The dated results of treated subjects at planned visits of a domain."""
    number = trial.number(domain, "VISITNUM")
    name = trial.text(domain, "VISIT").str.upper()
    named = name != ""
    visit = name.where(named, "VISIT " + number.map(lambda value: f"{value:g}"))
    unscheduled = name.str.contains("UNSCH|RETRIEVAL|EARLY|DISCONTINU|TERMINATION", regex=True).where(
        named, number.isna() | (number % 1 != 0)
    )
    frame = pd.DataFrame(
        {
            "USUBJID": trial.text(domain, "USUBJID"),
            "visit": visit,
            "planned": trial.number(domain, "VISITDY"),
            "day": trial.study_days(domain, f"{domain}DTC"),
        }
    )
    return frame[~unscheduled.astype(bool)].dropna(subset=["day"])


def _choose_day(planned: pd.Series, median: float) -> tuple[int, str]:
    """The planned day where the data keep to it (within 3 days or a tenth), else the median of the days found."""
    usual = planned.dropna().mode()
    if len(usual) and abs(usual.iloc[0] - median) <= max(3.0, abs(median) / 10):
        return int(usual.iloc[0]), f"VISITDY, median day {median:g}"
    return round(median), "median day"


def _find_reason_against(one: Candidate, kept: Sequence[Candidate], treated: int) -> str:
    """Why a visit is no analysis visit; "" where it is one (or lies before treatment, where baseline is)."""
    if one.day <= 1:
        return ""
    if one.subjects < max(LEAST_SUBJECTS, LEAST_SHARE * treated):
        return f"only {one.subjects} subjects"
    if one.spread > max(10.0, 0.3 * one.day):
        return f"at no fixed time (half of the subjects within {one.spread:g} days)"
    near = [other for other in kept if abs(other.day - one.day) < derive_gap(one.day)]
    return f"day {one.day}, too near to {near[0].name}" if near else ""


def derive_gap(day: int) -> int:
    """How far apart visits must be to have windows of their own: 1 day at first, 3 and more later."""
    early, soon = 10, 20
    return 1 if day <= early else 2 if day <= soon else max(3, round(0.03 * day))
