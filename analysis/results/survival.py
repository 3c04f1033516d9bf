"""Time to an event: curves by group and over all, landmarks, medians, follow-up, and the log-rank test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.errors import Fault, ResultsError
from analysis.methods.kaplan_meier import KaplanMeier, estimate_follow_up, estimate_kaplan_meier
from analysis.methods.result import Statistic
from analysis.results.product import Product
from analysis.results.subjects import Subjects, check_columns, derive_subjects
from analysis.results.survival_comparison import Follow, derive_comparison_rows, derive_restricted_mean_rows
from analysis.results.table import Row
from analysis.results.writing import (
    INTERVAL,
    derive_population_rows,
    derive_result_rows,
    derive_rows,
    derive_template,
)
from analysis.study import Study
from analysis.study.analyses import Survival

NEEDS = ("ADSL", "ADTTE")
FRAMES = ("curve",)

UNITS = {"months": "M", "days": "D"}
CURVE = ("group", "time", "n.risk", "n.event", "n.censor", "estimate", "conf.low", "conf.high")


def estimate(study: Study, block: Survival, datasets: Mapping[str, pd.DataFrame]) -> Product:
    """Kaplan-Meier by group and over all: events, landmarks, median, numbers at risk; the arms compared.

    Follow-up is the median by reverse Kaplan-Meier. The frame ``curve`` (columns CURVE) has a line for time 0 and for
    each time at which somebody leaves; limits that don't exist are missing.
    """
    subjects = derive_subjects(study, block.population, datasets)
    endpoint = next(one for one in study.event_times if one.id == block.event_time)
    template = derive_template(block, block.kind, subjects)
    place = replace(template, dataset="ADTTE", variable=endpoint.id)
    follow = _read_follow(endpoint.id, subjects, datasets)
    rows, curves = derive_population_rows(template, subjects), []
    for group, members in subjects.groups.items():
        one = Follow(follow.time[members], follow.event[members])
        curve = estimate_kaplan_meier(one.time, one.event, block.conf_type, block.conf_level)
        here = replace(place, group1_level=group, warning=_tell_lacking(one))
        rows += _derive_event_rows(here, curve)
        rows += _derive_time_rows(here, block, curve, UNITS[endpoint.unit])
        rows += _derive_median_rows(replace(here, unit=endpoint.unit), block, curve, one)
        curves.append(_derive_curve(group, curve))
    warned = replace(place, warning=_tell_lacking(follow))
    rows += derive_comparison_rows(study, block, warned, follow, subjects)
    timed = replace(warned, unit=endpoint.unit)
    rows += derive_restricted_mean_rows(timed, block, follow, subjects, UNITS[endpoint.unit])
    return Product(tuple(rows), {"curve": pd.concat(curves, ignore_index=True)})


def _read_follow(name: str, subjects: Subjects, datasets: Mapping[str, pd.DataFrame]) -> Follow:
    if "ADTTE" not in datasets:
        raise ResultsError(Fault("ADTTE", f"the dataset of {name} is missing", "derive it before the analysis"))
    frame = datasets["ADTTE"]
    check_columns(frame, "ADTTE", ("USUBJID", "PARAMCD", "AVAL", "CNSR"))
    records = frame[frame["PARAMCD"].eq(name) & frame["USUBJID"].isin(subjects.ids)].set_index("USUBJID")
    double = sorted(set(records.index[records.index.duplicated()]))
    if double:
        what = f"more than one row for {', '.join(double)}"
        raise ResultsError(Fault(f"ADTTE, {name}", what, "derive one for each subject"))
    records = records.reindex(list(subjects.ids))
    censored = records["CNSR"].to_numpy(dtype=np.float64, na_value=np.nan)
    event = np.where(np.isnan(censored), np.nan, (censored == 0).astype(np.float64))
    return Follow(records["AVAL"].to_numpy(dtype=np.float64, na_value=np.nan), event)


def _tell_lacking(follow: Follow) -> str:
    lacking = int((np.isnan(follow.time) | np.isnan(follow.event)).sum())
    return f"{lacking} of {len(follow.time)} have no event time and are left out" if lacking else ""


def _derive_event_rows(place: Row, curve: KaplanMeier) -> list[Row]:
    statistics = (
        Statistic("N", "N", float(curve.n)),
        Statistic("n.event", "Events", float(curve.events.sum())),
        Statistic("n.censor", "Censored", float(curve.censored.sum())),
    )
    return derive_rows(replace(place, context="events", method="Count of subjects", n=curve.n), statistics)


def _derive_time_rows(place: Row, block: Survival, curve: KaplanMeier, letter: str) -> list[Row]:
    rows = []
    for time in block.landmarks:
        here = replace(place, context="landmark", visit=f"{letter}{time:g}")
        rows += derive_result_rows(here, curve.at(time), (*INTERVAL, "n.risk"))
    for time in block.at_risk:
        here = replace(place, context="n-risk", visit=f"{letter}{time:g}", method="Count of subjects", n=curve.n)
        rows += derive_rows(here, (Statistic("n.risk", "At risk", float(curve.at_risk_at(time))),))
    return rows


def _derive_median_rows(place: Row, block: Survival, curve: KaplanMeier, follow: Follow) -> list[Row]:
    rows = derive_result_rows(replace(place, context="median"), curve.quantile(0.5), INTERVAL)
    reverse = estimate_follow_up(follow.time, follow.event, block.conf_type, block.conf_level).quantile(0.5)
    return rows + derive_result_rows(replace(place, context="follow-up"), reverse, ("estimate",))


def _derive_curve(group: str, curve: KaplanMeier) -> pd.DataFrame:
    start = pd.DataFrame([(group, 0.0, curve.n, 0, 0, 1.0 if curve.n else np.nan, np.nan, np.nan)], columns=CURVE)
    steps = {
        "group": group,
        "time": curve.time,
        "n.risk": curve.at_risk,
        "n.event": curve.events,
        "n.censor": curve.censored,
        "estimate": curve.survival,
        "conf.low": curve.conf_low,
        "conf.high": curve.conf_high,
    }
    return pd.concat([start, pd.DataFrame(steps, columns=CURVE)], ignore_index=True) if len(curve.time) else start
