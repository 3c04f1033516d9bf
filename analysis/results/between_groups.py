"""The groups compared at each visit: analysis of covariance of the change, and rank tests of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.methods.ancova import Ancova, estimate_ancova
from analysis.methods.jonckheere import estimate_jonckheere
from analysis.methods.kruskal_wallis import estimate_kruskal_wallis
from analysis.methods.result import Result
from analysis.results.doses import derive_dose_scores
from analysis.results.measurements import Floats, derive_analysed_scale, derive_measurements
from analysis.results.product import Product
from analysis.results.subjects import Subjects, derive_subjects
from analysis.results.table import Row
from analysis.results.writing import (
    ESTIMATE,
    INTERVAL,
    derive_population_rows,
    derive_ratio,
    derive_result_rows,
    derive_template,
)
from analysis.study import Study
from analysis.study.analyses import BetweenGroups

NEEDS = ("ADSL", "parameters")
FRAMES: tuple[str, ...] = ()

F_TEST = ("statistic", "parameter", "parameter2", "p.value")
BASELINE = "baseline"
#: Of more patients the exact distribution takes seconds, and the normal one is as good.
MOST_EXACT = 50


def estimate(study: Study, block: BetweenGroups, datasets: Mapping[str, pd.DataFrame]) -> Product:
    """For each parameter and visit the change (of the logarithm where log-normal) compared between the arms.

    Analysis of covariance with the baseline: LS means, differences, tests of group, baseline and equal slopes;
    Kruskal-Wallis; Jonckheere-Terpstra along the dose (along study.yaml's order where arms have no dose).
    """
    subjects = derive_subjects(study, block.population, datasets)
    template = derive_template(block, block.kind, subjects)
    order = _derive_order(study, subjects)
    arms = np.array([name or None for name in subjects.arm_of], dtype=object)
    rows = derive_population_rows(template, subjects)
    for name in block.parameters:
        found = derive_measurements(study, name, block.visits, subjects, datasets)
        change, baseline, reason = derive_analysed_scale(found)
        unit = "log ratio" if found.log_normal else found.parameter.unit
        scale = "of the change of the natural logarithm" if found.log_normal else "of the change"
        place = replace(template, dataset=found.dataset, variable=name, unit=unit, options=scale)
        for number, visit in enumerate(block.visits):
            here = replace(place, visit=visit)
            ancova = estimate_ancova(change[:, number], arms, {BASELINE: baseline}, block.conf_level)
            rows += _derive_ancova_rows(here, ancova, subjects.arms, reason)
            if found.log_normal:
                rows += _derive_ratio_rows(here, ancova, subjects.arms, reason)
            rows += _derive_rank_rows(here, change[:, number], arms, order, reason, study.study.seed)
    return Product(tuple(rows))


def _derive_order(study: Study, subjects: Subjects) -> tuple[str, ...]:
    """The arms by ascending dose; those without one stand first, all of them as in study.yaml where none has one."""
    scores = derive_dose_scores(study)
    return tuple(sorted(subjects.arms, key=lambda name: scores.get(name, -np.inf)))


def _derive_ancova_rows(place: Row, ancova: Ancova, arms: tuple[str, ...], reason: str) -> Iterator[Row]:
    for arm in arms:
        here = replace(place, context="ancova-mean", group1_level=arm)
        yield from derive_result_rows(here, _explain(ancova, ancova.means.get(arm), reason))
    for reference, arm in combinations(arms, 2):
        here = replace(place, context="ancova-difference", group1_level=arm)
        here = replace(here, group2=place.group1, group2_level=reference)
        yield from derive_result_rows(here, _explain(ancova, ancova.differences.get((arm, reference)), reason))
    tests = {"group": ancova.group_test, "parallel-slopes": ancova.slope_test}
    for name, test in tests.items():
        here = replace(place, context="ancova", variable_level=name, group1="", unit="")
        yield from derive_result_rows(here, replace(test, reason=reason or test.reason), F_TEST)
    slope = replace(place, context="ancova", variable_level=BASELINE, group1="", unit="")
    yield from derive_result_rows(slope, _explain(ancova, ancova.slopes.get(BASELINE), reason), ESTIMATE)


def _derive_ratio_rows(place: Row, ancova: Ancova, arms: tuple[str, ...], reason: str) -> Iterator[Row]:
    """The differences of logarithms as ratios of the groups' geometric mean ratios."""
    for reference, arm in combinations(arms, 2):
        here = replace(place, context="ancova-ratio", unit="ratio", group1_level=arm)
        here = replace(here, group2=place.group1, group2_level=reference)
        difference = _explain(ancova, ancova.differences.get((arm, reference)), reason)
        yield from derive_result_rows(here, derive_ratio(difference), INTERVAL)


def _explain(ancova: Ancova, found: Result | None, reason: str) -> Result:
    """A part of the model; where it is missing a group has no values, or the values can't be analysed at all."""
    test = ancova.group_test
    result = found or Result(test.method, test.options, n=test.n, reason="no patient of this group has a change")
    return replace(result, reason=reason) if reason else result


def _derive_rank_rows(
    place: Row, change: Floats, arms: NDArray[Any], order: tuple[str, ...], reason: str, seed: int
) -> Iterator[Row]:
    """Tests of all groups at once: they belong to none."""
    present = set(arms[np.isfinite(change)])
    present_order = [name for name in order if name in present]
    p_method = "exact" if np.isfinite(change).sum() <= MOST_EXACT else "normal"
    tests = {
        "kruskal-wallis": (estimate_kruskal_wallis(change, arms), "parameter"),
        "jonckheere": (estimate_jonckheere(change, arms, present_order, p_method, seed), "z"),
    }
    for name, (test, special) in tests.items():
        here = replace(place, context=name, group1="", unit="")
        yield from derive_result_rows(
            here, replace(test, reason=reason or test.reason), ("statistic", special, "p.value")
        )
