"""The arms' survival compared: log-rank tests, asymptotic and exact, trend over dose, Cox models, restricted means."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.methods.cox import CoxFit, estimate_cox
from analysis.methods.cox_firth import FirthFit, estimate_cox_firth
from analysis.methods.logrank import estimate_logrank
from analysis.methods.logrank_permutation import estimate_logrank_permutation
from analysis.methods.restricted_mean import estimate_restricted_mean, estimate_restricted_mean_difference
from analysis.methods.result import Result
from analysis.results.doses import PER_DOUBLING, derive_dose_scores
from analysis.results.measurements import Floats
from analysis.results.subjects import Subjects, check_columns
from analysis.results.table import Row
from analysis.results.writing import ESTIMATE, INTERVAL, derive_result_rows
from analysis.study import Study
from analysis.study.analyses import Survival

TEST = ("statistic", "parameter", "p.value")
EXACT = ("statistic", "p.value")
HAZARD = ("estimate", "conf.low", "conf.high", "p.value")
ONE_DOSE = "fewer than two doses among the groups that have patients"


@dataclass(frozen=True, eq=False)
class Follow:
    """Time under observation of each member (NaN where unknown), and whether it ended by the event (1) or not (0)."""

    time: Floats
    event: Floats


@dataclass(frozen=True, eq=False)
class Comparison:
    """What is compared: ``arm`` of each member (None: takes no part) and ``scores`` of the arms that have members."""

    follow: Follow
    arm: NDArray[Any]
    scores: Mapping[str, float]
    seed: int
    conf_level: float


def derive_comparison_rows(
    study: Study, block: Survival, place: Row, follow: Follow, subjects: Subjects
) -> Iterator[Row]:
    """All rows that compare arms; ``place`` has the event time as its variable."""
    arm = np.array([name or None for name in subjects.arm_of], dtype=object)
    doses = {name: score for name, score in derive_dose_scores(study).items() if name in set(arm)}
    case = Comparison(follow, arm, doses, study.study.seed, block.conf_level)
    whole = replace(place, group1="")
    yield from _derive_test_rows(whole, block, case, subjects)
    if derive_dose_scores(study):
        yield from _derive_trend_rows(replace(whole, options="over the logarithm of the dose"), case)
    if block.regression:
        yield from _derive_dose_rows(study, whole, case)
        yield from _derive_arm_rows(place, case, subjects)


def _derive_test_rows(place: Row, block: Survival, case: Comparison, subjects: Subjects) -> Iterator[Row]:
    time, event = case.follow.time, case.follow.event
    yield from derive_result_rows(replace(place, context="log-rank"), estimate_logrank(time, event, case.arm), TEST)
    exact = estimate_logrank_permutation(time, event, case.arm, seed=case.seed)
    yield from derive_result_rows(replace(place, context="log-rank-exact"), exact, EXACT)
    check_columns(subjects.frame, "ADSL", block.strata)
    for variable in block.strata:
        strata = subjects.frame[variable].to_numpy(dtype=object)
        test = estimate_logrank(time, event, case.arm, strata=strata)
        here = replace(place, context="log-rank-stratified", variable_level=variable)
        yield from derive_result_rows(here, test, TEST)


def _derive_trend_rows(place: Row, case: Comparison) -> Iterator[Row]:
    """Arms without a dose take no part."""
    arm = np.array([name if name in case.scores else None for name in case.arm], dtype=object)
    plain = Result("Log-rank test for trend", reason=ONE_DOSE)
    exact = Result("Log-rank test for trend, permutation distribution", reason=ONE_DOSE)
    if len(set(case.scores.values())) > 1:
        time, event = case.follow.time, case.follow.event
        plain = estimate_logrank(time, event, arm, scores=case.scores)
        exact = estimate_logrank_permutation(time, event, arm, scores=case.scores, seed=case.seed)
    yield from derive_result_rows(replace(place, context="trend"), plain, TEST)
    yield from derive_result_rows(replace(place, context="trend-exact"), exact, EXACT)


def _derive_dose_rows(study: Study, place: Row, case: Comparison) -> Iterator[Row]:
    """Hazard ratio for each doubling of the dose."""
    if not derive_dose_scores(study):
        return
    covariate = {"dose": np.array([case.scores.get(name, np.nan) for name in case.arm], dtype=np.float64)}
    for context, fit in _fit(case, covariate).items():
        here = replace(place, context=context, variable_level="dose", unit="ratio", options=PER_DOUBLING)
        yield from derive_result_rows(here, fit.hazard_ratios["dose"], HAZARD)


def _derive_arm_rows(place: Row, case: Comparison, subjects: Subjects) -> Iterator[Row]:
    """Hazard ratio of each arm against the first; an arm without members is not in the model."""
    reference, *others = subjects.arms
    known = set(case.arm) - {None}
    there = [name for name in others if name in known and reference in known]
    covariates = {name: np.where(case.arm == name, 1.0, 0.0) for name in there}
    unknown = np.array([name is None for name in case.arm])
    covariates = {name: np.where(unknown, np.nan, values) for name, values in covariates.items()}
    fits = _fit(case, covariates) if covariates else dict.fromkeys(("cox-firth", "cox"), None)
    for context, fit in fits.items():
        for arm in others:
            nobody = Result("Cox regression", reason="nobody in one of the groups")
            result = fit.hazard_ratios.get(arm, nobody) if fit else nobody
            here = replace(place, context=context, variable_level="arm", unit="ratio", group1_level=arm)
            here = replace(here, group2=place.group1, group2_level=reference)
            yield from derive_result_rows(here, result, HAZARD)


def _fit(case: Comparison, covariates: Mapping[str, Floats]) -> dict[str, FirthFit | CoxFit]:
    """With Firth's penalty, and plain beside it."""
    time, event, level = case.follow.time, case.follow.event, case.conf_level
    return {
        "cox-firth": estimate_cox_firth(time, event, covariates, conf_level=level),
        "cox": estimate_cox(time, event, covariates, conf_level=level),
    }


def _without_spread(mean: Result) -> Result:
    """Where nobody had the event the variance is 0 only because there is nothing to estimate it from."""
    if mean.std_error != 0:
        return mean
    nothing = math.nan
    return replace(mean, std_error=nothing, conf_low=nothing, conf_high=nothing, reason="no event so far")


def derive_restricted_mean_rows(
    place: Row, block: Survival, follow: Follow, subjects: Subjects, letter: str
) -> Iterator[Row]:
    """Mean time to the event up to each time asked for, by group, and its differences between the arms."""
    for tau in block.restricted_mean:
        means = {
            group: estimate_restricted_mean(follow.time[inside], follow.event[inside], tau, conf_level=block.conf_level)
            for group, inside in subjects.groups.items()
        }
        here = replace(place, context="restricted-mean", visit=f"{letter}{tau:g}")
        for group, mean in means.items():
            there = replace(here, group1_level=group)
            yield from derive_result_rows(there, _without_spread(mean), ("estimate", "std.error", *INTERVAL[1:]))
        for reference, arm in combinations(subjects.arms, 2):
            there = replace(here, context="restricted-mean-difference", group1_level=arm)
            there = replace(there, group2=place.group1, group2_level=reference)
            difference = estimate_restricted_mean_difference(means[arm], means[reference])
            yield from derive_result_rows(there, difference, tuple(n for n in ESTIMATE if n != "parameter"))
