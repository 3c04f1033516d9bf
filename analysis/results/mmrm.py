"""Mixed model for repeated measures of each parameter: LS means, differences, tests, fit, and adjusted P values."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations

import pandas as pd

from analysis.methods.multiplicity import estimate_adjusted_p
from analysis.methods.result import Result, Statistic
from analysis.results.doses import PER_DOUBLING, derive_dose_scores
from analysis.results.measurements import derive_measurements
from analysis.results.mmrm_model import BASELINE, GROUP, VISIT, Fitted, estimate_model
from analysis.results.product import Product
from analysis.results.subjects import Subjects, derive_subjects
from analysis.results.table import ALL, Row
from analysis.results.verdict import derive_verdict_rows
from analysis.results.writing import (
    ESTIMATE,
    INTERVAL,
    derive_population_rows,
    derive_ratio,
    derive_result_rows,
    derive_rows,
    derive_template,
)
from analysis.study import Study
from analysis.study.analyses import Mmrm

NEEDS = ("ADSL", "parameters")
FRAMES: tuple[str, ...] = ()

TERMS = {
    "group": (GROUP,),
    "visit": (VISIT,),
    "group-by-visit": (GROUP, VISIT),
    "baseline": (BASELINE,),
    "baseline-by-visit": (BASELINE, VISIT),
}
HOLM = "P adjusted by Holm within the {m} visits of the parameter"
NOT_COUNTED = "derived from a parameter that is counted already"
FDR = "P adjusted by Benjamini-Hochberg over the {k} parameters at the visit"

Pooled = dict[tuple[str, str], Result]


def estimate(study: Study, block: Mmrm, datasets: Mapping[str, pd.DataFrame]) -> Product:
    """Change (of the logarithm for log-normal parameters) by group and visit, as mmrm_model.py models it.

    LS means of each group and, with equal weights, of all; differences between groups and, where arms have doses, the
    trend over them at each visit; type III tests; fit. The pooled P values also adjusted (Holm within a parameter,
    Benjamini-Hochberg over the parameters at a visit), and what may be said of the pooled change.
    """
    subjects = derive_subjects(study, block.population, datasets)
    template = derive_template(block, block.kind, subjects)
    fits = {
        name: estimate_model(derive_measurements(study, name, block.visits, subjects, datasets), block, subjects)
        for name in block.parameters
    }
    pooled = {(name, visit): fit.ls_mean(ALL, visit) for name, fit in fits.items() for visit in block.visits}
    adjusted = _derive_adjusted(block, pooled)
    rows = derive_population_rows(template, subjects)
    for name, fit in fits.items():
        unit = "log ratio" if fit.found.log_normal else fit.found.parameter.unit
        place = replace(template, dataset=fit.found.dataset, variable=name, unit=unit, options=fit.told)
        rows += _derive_mean_rows(place, block, fit, subjects)
        for visit in block.visits:
            rows += _derive_adjusted_rows(place, block, visit, pooled, adjusted)
            here = replace(place, context="verdict", visit=visit, group1_level=ALL)
            holm = adjusted[name, visit][0].value
            rows += derive_verdict_rows(here, pooled[name, visit], holm, fit.found.parameter)
        rows += [*_derive_difference_rows(place, block, fit, subjects), *_derive_trend_rows(place, study, block, fit)]
        rows += _derive_test_rows(place, fit)
    return Product(tuple(rows))


def _derive_adjusted(block: Mmrm, pooled: Pooled) -> dict[tuple[str, str], tuple[Statistic, Statistic]]:
    """p.adjusted and p.fdr of each parameter and visit; a P value that is missing still counts in its family."""
    found: dict[str, dict[tuple[str, str], float]] = {"holm": {}, "benjamini-hochberg": {}}
    families = [("holm", [(name, visit) for visit in block.visits]) for name in block.parameters]
    families += [("benjamini-hochberg", [(name, visit) for name in _counted(block)]) for visit in block.visits]
    for method, family in families:
        values = estimate_adjusted_p([pooled[key].p_value for key in family], method, len(family))
        found[method] |= zip(family, values.tolist(), strict=True)
    fdr = found["benjamini-hochberg"]
    why = {key: result.reason if key in fdr else NOT_COUNTED for key, result in pooled.items()}
    return {
        key: (
            Statistic("p.adjusted", "Adjusted P value (Holm)", found["holm"][key], error=result.reason),
            Statistic("p.fdr", "Adjusted P value (FDR)", fdr.get(key, math.nan), error=why[key]),
        )
        for key, result in pooled.items()
    }


def _counted(block: Mmrm) -> tuple[str, ...]:
    return tuple(name for name in block.parameters if name not in block.not_counted)


def _derive_mean_rows(place: Row, block: Mmrm, fit: Fitted, subjects: Subjects) -> list[Row]:
    rows = []
    for visit in block.visits:
        for group in subjects.groups:
            here = replace(place, context="ls-mean", visit=visit, group1_level=group)
            mean = fit.ls_mean(group, visit)
            rows += derive_result_rows(here, mean, ESTIMATE)
            if fit.found.log_normal:
                there = replace(here, context="ls-ratio", unit="ratio")
                rows += derive_result_rows(there, derive_ratio(mean), INTERVAL)
    return rows


def _derive_adjusted_rows(
    place: Row, block: Mmrm, visit: str, pooled: Pooled, adjusted: Mapping[tuple[str, str], tuple[Statistic, Statistic]]
) -> Iterator[Row]:
    key = (place.variable, visit)
    sizes = {"m": len(block.visits), "k": len(_counted(block))}
    result = pooled[key]
    here = replace(place, context="ls-mean", visit=visit, group1_level=ALL, method=result.method, n=result.n)
    for statistic, told in zip(adjusted[key], (HOLM, FDR), strict=True):
        options = "; ".join(text for text in (place.options, *result.options, told.format(**sizes)) if text)
        yield from derive_rows(replace(here, options=options), (statistic,))


def _derive_difference_rows(place: Row, block: Mmrm, fit: Fitted, subjects: Subjects) -> Iterator[Row]:
    """Each later arm against each earlier one; of logarithms also as a ratio."""
    for visit in block.visits:
        for reference, arm in combinations(subjects.arms, 2):
            here = replace(place, context="difference", visit=visit, group1_level=arm)
            here = replace(here, group2=place.group1, group2_level=reference)
            difference = fit.difference(arm, reference, visit)
            yield from derive_result_rows(here, difference, ESTIMATE)
            if fit.found.log_normal:
                there = replace(here, context="difference-ratio", unit="ratio")
                yield from derive_result_rows(there, derive_ratio(difference), INTERVAL)


def _derive_trend_rows(place: Row, study: Study, block: Mmrm, fit: Fitted) -> Iterator[Row]:
    """The change for each doubling of the dose, where study.yaml gives doses."""
    scores = derive_dose_scores(study)
    for visit in block.visits if scores else ():
        here = replace(place, context="dose-trend", visit=visit, group1="", options=f"{place.options}; {PER_DOUBLING}")
        slope = fit.trend(scores, visit)
        yield from derive_result_rows(here, slope, ESTIMATE)
        if fit.found.log_normal:
            here = replace(here, context="dose-trend-ratio", unit="ratio")
            yield from derive_result_rows(here, derive_ratio(slope), INTERVAL)


def _derive_test_rows(place: Row, fit: Fitted) -> Iterator[Row]:
    """Type III tests and fit statistics: of the whole model, so without a group."""
    here = replace(place, group1="", unit="")
    for name, term in TERMS.items():
        names = ("statistic", "parameter", "parameter2", "p.value")
        yield from derive_result_rows(replace(here, context="type-3", variable_level=name), fit.test(term), names)
    method, n = fit.test((BASELINE,)).method, int(fit.statistics()[0].value)
    yield from derive_rows(replace(here, context="fit", method=method, n=n), fit.statistics())
