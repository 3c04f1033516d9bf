"""The repeated-measures model again: on fewer patients, with other degrees of freedom, without each patient."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from analysis.methods.leave_one_out import LeaveOneOut
from analysis.methods.result import Result
from analysis.results.measurements import Measurements
from analysis.results.mmrm_model import Fitted, estimate_model
from analysis.results.subjects import Booleans, Subjects
from analysis.results.table import ALL, Row
from analysis.results.writing import ESTIMATE, INTERVAL, derive_ratio, derive_ratio_rows, derive_result_rows
from analysis.study import Study
from analysis.study.analyses import Mmrm, Sensitivity
from analysis.study.model import find_compared

MODELS = ("mmrm", "complete-cases", "satterthwaite", "per-protocol")
LEFT_OUT = ("parameter", "visit", "subject", "estimate", "conf.low", "conf.high", "p.value")
#: Of more patients none is left out: the models would take minutes, and a single one hardly matters.
MOST_LEFT_OUT = 100
Line = tuple[str, str, str, float, float, float, float]
RANGE = ("estimate.min", "estimate.max", "p.min", "p.max")


@dataclass(frozen=True, eq=False)
class Case:
    """One parameter: the study, the block, the model that is varied, who is analysed, and the model as planned."""

    study: Study
    block: Sensitivity
    model: Mmrm
    subjects: Subjects
    fitted: Fitted


def derive_model_rows(place: Row, case: Case, approach: str) -> Iterator[Row]:
    """The pooled LS means at each visit by one of MODELS; where arms are compared also their differences."""
    fitted, reason = _fit(case, approach)
    for visit in case.model.visits:
        mean = fitted.ls_mean(ALL, visit)
        result = replace(Result(mean.method, mean.options), reason=reason) if reason else mean
        here = replace(place, visit=visit, options=fitted.told if not reason else "")
        yield from derive_mean_rows(here, approach, result, log_normal=fitted.found.log_normal)
        if find_compared(case.study.arms):
            yield from _derive_difference_rows(here, case, approach, fitted, reason)


def _derive_difference_rows(place: Row, case: Case, approach: str, fitted: Fitted, reason: str) -> Iterator[Row]:
    """Each arm against the first by an approach; of logarithms also as a ratio."""
    reference, *others = case.subjects.arms
    for arm in others:
        found = fitted.difference(arm, reference, place.visit)
        result = replace(Result(found.method, found.options), reason=reason) if reason else found
        here = replace(place, context="difference", variable_level=approach, group1_level=arm)
        here = replace(here, group2=place.group1, group2_level=reference)
        yield from derive_result_rows(here, result, ESTIMATE)
        if fitted.found.log_normal:
            there = replace(here, context="difference-ratio", unit="ratio")
            yield from derive_result_rows(there, derive_ratio(result), INTERVAL)


def derive_mean_rows(place: Row, approach: str, mean: Result, *, log_normal: bool) -> Iterator[Row]:
    """Rows of a pooled mean by an approach; of logarithms also brought back as a ratio."""
    here = replace(place, context="ls-mean", variable_level=approach, group1_level=ALL)
    yield from derive_result_rows(here, mean, ESTIMATE)
    if log_normal:
        there = replace(here, context="ls-ratio", unit="ratio")
        yield from derive_result_rows(there, derive_ratio(mean), INTERVAL)


def _fit(case: Case, approach: str) -> tuple[Fitted, str]:
    """The model by an approach, and why there is none."""
    found = case.fitted.found
    if approach == "complete-cases":
        complete = np.asarray(np.isfinite(found.change).all(axis=1), dtype=np.bool_)
        return estimate_model(_restrict(found, complete), case.model, case.subjects), ""
    if approach == "satterthwaite":
        other = case.model.model_copy(update={"degrees_of_freedom": "satterthwaite"})
        return estimate_model(found, other, case.subjects), ""
    if approach == "per-protocol":
        flags = [population.flag for population in case.study.populations if population.rule == "per-protocol"]
        if not flags:
            return case.fitted, "study.yaml has no population by the rule per-protocol"
        return estimate_model(_restrict(found, case.subjects.has(flags[0])), case.model, case.subjects), ""
    return case.fitted, ""


def _restrict(found: Measurements, keep: Booleans) -> Measurements:
    """The values of some patients; the others have none."""
    nothing = ~keep[:, None]
    return replace(
        found,
        value=np.where(nothing, np.nan, found.value),
        change=np.where(nothing, np.nan, found.change),
        baseline=np.where(keep, found.baseline, np.nan),
    )


def estimate_left_out(place: Row, case: Case) -> tuple[list[Row], list[Line]]:
    """Range of the pooled estimate and its P over models without each patient in turn, and these (LEFT_OUT)."""
    patients = tuple(sorted(set(case.fitted.data["subject"])))
    found, ids = case.fitted.found, np.asarray(case.subjects.ids, dtype=object)
    reason = f"more than {MOST_LEFT_OUT} patients" if len(patients) > MOST_LEFT_OUT else ""
    fits = (
        {}
        if reason
        else {name: estimate_model(_restrict(found, ids != name), case.model, case.subjects) for name in patients}
    )
    rows: list[Row] = []
    lines: list[Line] = []
    for visit in case.model.visits:
        means = {name: fit.ls_mean(ALL, visit) for name, fit in fits.items()}
        full = case.fitted.ls_mean(ALL, visit)
        here = replace(place, context="leave-one-out", visit=visit, group1_level=ALL, options=case.fitted.told)
        range_ = _derive_range(full, means, reason)
        rows += derive_result_rows(here, range_, RANGE)
        rows += derive_ratio_rows(here, range_, RANGE[:2]) if found.log_normal else []
        lines += [
            (place.variable, visit, name, mean.estimate, mean.conf_low, mean.conf_high, mean.p_value)
            for name, mean in means.items()
        ]
    return rows, lines


def _derive_range(full: Result, means: dict[str, Result], reason: str) -> Result:
    base = replace(Result(full.method, (*full.options, "each patient left out in turn"), n=full.n), wants=())
    if reason or not means:
        return replace(base, reason=reason or full.reason)
    values = {
        "estimate": LeaveOneOut(full.estimate, tuple(means), np.array([mean.estimate for mean in means.values()])),
        "p": LeaveOneOut(full.p_value, tuple(means), np.array([mean.p_value for mean in means.values()])),
    }
    statistics = [
        replace(one, name=one.name.replace("loo", name), label=f"{one.label} ({name})")
        for name, range_ in values.items()
        for one in range_.to_rows()[1:]
    ]
    return replace(base, more=tuple(statistics))
