"""Value and change by visit: description, tests of the change, and ratios where a parameter is log-normal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.methods.paired_t import estimate_paired_t
from analysis.methods.result import Result, Statistic
from analysis.methods.summary import estimate_summary
from analysis.results.change_tests import derive_test_rows
from analysis.results.measurements import (
    Floats,
    Measurements,
    derive_analysed_scale,
    derive_baseline_visit,
    derive_measurements,
)
from analysis.results.product import Product
from analysis.results.subjects import Booleans, Subjects, derive_subjects
from analysis.results.table import Row
from analysis.results.writing import TREATMENTS, derive_population_rows, derive_rows, derive_template
from analysis.study import Study
from analysis.study.analyses import Change

NEEDS = ("ADSL", "parameters")
FRAMES = ("values",)

VALUES = ("parameter", "subject", "group", "visit", "day", "value", "change")


def estimate(study: Study, block: Change, datasets: Mapping[str, pd.DataFrame]) -> Product:
    """For each parameter, visit and group, and over all: values (and changes, as asked) described; change tested.

    Log-normal parameters also get the geometric mean with its interval. The frame ``values`` (columns VALUES) has a
    line for each value described, in the order of parameters, subjects and visits; the group is an arm's id.
    """
    subjects = derive_subjects(study, block.population, datasets, treatment=TREATMENTS[block.treatment])
    template = derive_template(block, block.kind, subjects)
    first = derive_baseline_visit(study)
    rows, frames = derive_population_rows(template, subjects), []
    for name in block.parameters:
        found = derive_measurements(study, name, block.visits, subjects, datasets)
        scale = derive_analysed_scale(found)
        frames.append(_derive_values(found, subjects, first))
        place = replace(template, dataset=found.dataset, variable=name, unit=found.parameter.unit)
        for group, members in subjects.groups.items():
            here = replace(place, group1_level=group)
            rows += _derive_baseline_rows(replace(here, visit=first), block, found, members)
            for number, visit in enumerate(block.visits):
                there = replace(here, visit=visit)
                rows += _derive_visit_rows(there, block, found, members, number)
                rows += derive_test_rows(there, block, found, scale, (members, number))
    return Product(tuple(rows), {"values": pd.concat(frames, ignore_index=True)})


def _derive_baseline_rows(place: Row, block: Change, found: Measurements, members: Booleans) -> list[Row]:
    values = found.baseline[members]
    rows = _describe_values(replace(place, context="value"), block, values)
    return rows + (_derive_geometric_rows(place, block, values) if found.log_normal else [])


def _derive_visit_rows(place: Row, block: Change, found: Measurements, members: Booleans, visit: int) -> Iterator[Row]:
    value = found.value[members, visit]
    yield from _describe_values(replace(place, context="value"), block, value)
    if "change" in block.describe:
        yield from _describe(replace(place, context="change"), found.change[members, visit])
    if "percent-change" in block.describe:
        yield from _describe(replace(place, context="percent-change", unit="%"), found.percent[members, visit])
    if found.log_normal:
        yield from _derive_geometric_rows(place, block, value)


def _describe(place: Row, values: Floats) -> list[Row]:
    n = int(np.isfinite(values).sum())
    here = replace(place, method="Descriptive statistics", options="quantiles by SAS definition 5", n=n)
    return derive_rows(here, estimate_summary(values))


def _describe_values(place: Row, block: Change, values: Floats) -> list[Row]:
    """The values described, and the t interval of their mean for figures."""
    n = int(np.isfinite(values).sum())
    mean = estimate_paired_t(values, conf_level=block.conf_level)
    reason = {0: "no values", 1: "one value has no interval"}.get(n, "all values are equal")
    statistics = (
        Statistic("conf.low", "Lower confidence limit", mean.conf_low, error=reason),
        Statistic("conf.high", "Upper confidence limit", mean.conf_high, error=reason),
    )
    interval = derive_rows(replace(place, method="Mean", options="t interval", n=n), statistics)
    return _describe(place, values) + interval


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


def _derive_values(found: Measurements, subjects: Subjects, first: str) -> pd.DataFrame:
    """The values of one parameter, a line each."""
    value = np.column_stack([found.baseline, found.value])
    change = np.column_stack([np.full(len(value), np.nan), found.change])
    day = np.column_stack([found.baseline_day, found.day])
    line, place = np.nonzero(np.isfinite(value))
    columns = {
        "parameter": found.parameter.id,
        "subject": np.asarray(subjects.ids, dtype=object)[line],
        "group": subjects.arm_of[line],
        "visit": np.asarray((first, *found.visits), dtype=object)[place],
        "day": day[line, place],
        "value": value[line, place],
        "change": change[line, place],
    }
    return pd.DataFrame(columns, columns=VALUES)
