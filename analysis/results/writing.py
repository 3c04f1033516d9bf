"""From the statistics of a method to rows of the results table."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from analysis.methods.result import LABELS, Result, Statistic
from analysis.methods.summary import estimate_summary
from analysis.results.subjects import Subjects
from analysis.results.table import Row
from analysis.study.analyses import AnalysisBlock

Floats = NDArray[np.float64]

#: Statistics that have the unit of their variable; the others are counts, proportions or pure numbers.
WITH_UNIT = (
    *("mean", "sd", "median", "p25", "p75", "min", "max", "estimate", "std.error", "conf.low", "conf.high"),
    *("estimate.min", "estimate.max", "tipping.below", "tipping.above", "sd.within", "sd.population"),
    *("untreated.change", "untreated.conf.low", "untreated.conf.high"),
)
ESTIMATE = ("estimate", "std.error", "conf.low", "conf.high", "statistic", "parameter", "p.value")
INTERVAL = ("estimate", "conf.low", "conf.high")
#: Which variable of ADSL groups the subjects.
TREATMENTS = {"planned": "TRT01P", "actual": "TRT01A"}


def derive_template(block: AnalysisBlock, kind: str, subjects: Subjects) -> Row:
    """A row that holds what all rows of an analysis share, to be completed with ``dataclasses.replace``."""
    return Row(
        analysis=block.id,
        context="",
        dataset="ADSL",
        population=block.population,
        stat_name="",
        stat_label="",
        stat=math.nan,
        n=0,
        group1=subjects.treatment,
        script=f"analysis/results/{kind.replace('-', '_')}.py:estimate",
    )


def derive_rows(template: Row, statistics: Iterable[Statistic]) -> list[Row]:
    """One row for each statistic; one without a value must say why."""
    return [
        replace(
            template,
            stat_name=statistic.name,
            stat_label=statistic.label,
            stat=statistic.value,
            subjects=template.subjects if statistic.name == "n" else "",
            unit=template.unit if statistic.name in WITH_UNIT else "",
            warning="; ".join(text for text in (template.warning, statistic.warning) if text),
            error=(statistic.error or "can't be estimated") if math.isnan(statistic.value) else "",
        )
        for statistic in statistics
    ]


def derive_result_rows(template: Row, result: Result, names: tuple[str, ...] = ESTIMATE) -> list[Row]:
    """The named statistics of a result, all of them whether or not they could be estimated."""
    found = {statistic.name: statistic for statistic in result.to_rows()}
    missing = {name: Statistic(name, LABELS.get(name, name), math.nan, result.warning, result.reason) for name in names}
    options = "; ".join((*([template.options] if template.options else []), *result.options))
    place = replace(template, method=result.method, options=options, n=result.n)
    return derive_rows(place, [found.get(name, missing[name]) for name in names])


def derive_ratio(result: Result) -> Result:
    """A result on the scale of logarithms, its estimate and limits brought back as ratios."""
    return replace(
        result,
        estimate=math.exp(result.estimate),
        conf_low=math.exp(result.conf_low),
        conf_high=math.exp(result.conf_high),
    )


def derive_ratio_rows(template: Row, result: Result, names: tuple[str, ...]) -> list[Row]:
    """Named statistics on the scale of logarithms, brought back as ratios; the context says so."""
    back = [replace(one, value=math.exp(one.value)) for one in result.to_rows() if one.name in names]
    place = replace(template, context=f"{template.context}-ratio", unit="ratio")
    return derive_result_rows(place, replace(result, wants=(), more=tuple(back), estimate=math.nan), names)


def derive_summary_rows(template: Row, values: Floats, subjects: Subjects) -> list[Row]:
    """Description of ``values`` (one for each member) in each group."""
    rows = []
    for group, members in subjects.groups.items():
        inside = values[members]
        here = replace(template, group1_level=group, n=int(np.isfinite(inside).sum()), method="Descriptive statistics")
        rows += derive_rows(replace(here, options="quantiles by SAS definition 5"), estimate_summary(inside))
    return rows


def derive_count_rows(template: Row, count: int, of: int, nothing: str = "nobody in this group") -> list[Row]:
    """n, N and p of ``count`` out of ``of``; ``nothing`` says why there is no p. n keeps the template's subjects."""
    share = count / of if of else math.nan
    statistics = (
        Statistic("n", "n", float(count)),
        Statistic("N", "N", float(of)),
        Statistic("p", "Proportion", share, error=nothing),
    )
    return derive_rows(template, statistics)


def derive_proportion_rows(template: Row, result: Result, count: int, of: int) -> list[Row]:
    """n, N and p of ``count`` out of ``of``, and the interval of ``result``."""
    method = f"{result.method} with {' and '.join(result.options)}"
    place = replace(template, n=of, method=method)
    limits = (
        Statistic("conf.low", "Lower confidence limit", result.conf_low, error=result.reason),
        Statistic("conf.high", "Upper confidence limit", result.conf_high, error=result.reason),
    )
    return [*derive_count_rows(place, count, of), *derive_rows(place, limits)]


def derive_population_rows(template: Row, subjects: Subjects) -> list[Row]:
    """How many members of the population each group has."""
    place = replace(template, context="population", variable=subjects.population.id, method="Count of subjects")
    counts = {group: subjects.count(group) for group in subjects.groups}
    return [
        row
        for group, n in counts.items()
        for row in derive_rows(replace(place, group1_level=group, n=n), (Statistic("N", "N", float(n)),))
    ]
