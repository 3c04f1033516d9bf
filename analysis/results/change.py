"""Value and change by visit: description, paired t test of the change, and ratios where a parameter is log-normal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.methods.geometric_ratio import estimate_geometric_ratio
from analysis.methods.paired_t import estimate_paired_t
from analysis.methods.result import Result, Statistic
from analysis.methods.summary import estimate_summary
from analysis.results.measurements import Floats, Measurements, derive_baseline_visit, derive_measurements
from analysis.results.product import Product
from analysis.results.subjects import Booleans, derive_subjects
from analysis.results.table import Row
from analysis.results.writing import derive_population_rows, derive_result_rows, derive_rows, derive_template
from analysis.study import Study
from analysis.study.analyses import Change

NEEDS = ("ADSL", "parameters")
FRAMES: tuple[str, ...] = ()


def estimate(study: Study, block: Change, datasets: Mapping[str, pd.DataFrame]) -> Product:
    """For each parameter, visit and group, and over all: value and change described, paired t test of the change.

    Log-normal parameters also get the geometric mean and the geometric ratio to baseline, each with its interval.
    """
    subjects = derive_subjects(study, block.population, datasets)
    template = derive_template(block, block.kind, subjects)
    rows = derive_population_rows(template, subjects)
    for name in block.parameters:
        found = derive_measurements(study, name, block.visits, subjects, datasets)
        place = replace(template, dataset=found.dataset, variable=name, unit=found.parameter.unit)
        for group, members in subjects.groups.items():
            here = replace(place, group1_level=group)
            rows += _derive_baseline_rows(replace(here, visit=derive_baseline_visit(study)), block, found, members)
            for number, visit in enumerate(block.visits):
                rows += _derive_visit_rows(replace(here, visit=visit), block, found, members, number)
    return Product(tuple(rows))


def _derive_baseline_rows(place: Row, block: Change, found: Measurements, members: Booleans) -> list[Row]:
    values = found.baseline[members]
    rows = _describe_value(place, block, values)
    return rows + (_derive_geometric_rows(place, block, values) if found.log_normal else [])


def _derive_visit_rows(place: Row, block: Change, found: Measurements, members: Booleans, visit: int) -> list[Row]:
    value, change = found.value[members, visit], found.change[members, visit]
    rows = _describe_value(place, block, value)
    rows += _describe(replace(place, context="change"), change)
    test = estimate_paired_t(change, conf_level=block.conf_level)
    rows += derive_result_rows(replace(place, context="paired-t"), test)
    if found.log_normal:
        ratio = estimate_geometric_ratio(value, found.baseline[members], block.conf_level)
        names = ("estimate", "conf.low", "conf.high", "p.value")
        rows += _derive_geometric_rows(place, block, value)
        rows += derive_result_rows(replace(place, context="ratio", unit="ratio"), ratio, names)
    return rows


def _describe(place: Row, values: Floats) -> list[Row]:
    n = int(np.isfinite(values).sum())
    here = replace(place, method="Descriptive statistics", options="quantiles by SAS definition 5", n=n)
    return derive_rows(here, estimate_summary(values))


def _describe_value(place: Row, block: Change, values: Floats) -> list[Row]:
    """The values described, and the t interval of their mean for figures."""
    n = int(np.isfinite(values).sum())
    mean = estimate_paired_t(values, conf_level=block.conf_level)
    reason = {0: "no values", 1: "one value has no interval"}.get(n, "all values are equal")
    statistics = (
        Statistic("conf.low", "Lower confidence limit", mean.conf_low, error=reason),
        Statistic("conf.high", "Upper confidence limit", mean.conf_high, error=reason),
    )
    here = replace(place, context="value")
    interval = derive_rows(replace(here, method="Mean", options="t interval", n=n), statistics)
    return _describe(here, values) + interval


def _derive_geometric_rows(place: Row, block: Change, values: Floats) -> list[Row]:
    """The geometric mean and its interval: those of the mean logarithm, back on the scale of the values."""
    observed = values[np.isfinite(values)]
    n, bad = len(observed), int((observed <= 0).sum())
    logs = Result("") if bad else estimate_paired_t(np.log(observed), conf_level=block.conf_level)
    reason = {0: "no values", 1: "one value has no interval"}.get(n, "all values are equal")
    reason = f"{bad} of {n} values are not above 0" if bad else reason
    here = replace(place, context="geometric", method="Geometric mean", options="t interval of logarithms", n=n)
    statistics = (
        Statistic("mean", "Geometric mean", float(np.exp(logs.estimate)), error=reason),
        Statistic("conf.low", "Lower confidence limit", float(np.exp(logs.conf_low)), error=reason),
        Statistic("conf.high", "Upper confidence limit", float(np.exp(logs.conf_high)), error=reason),
    )
    return derive_rows(here, statistics)
