"""Subjects whose value, or change from baseline, reaches a limit: responders, and outliers of safety measurements."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.methods.proportion import estimate_proportion
from analysis.methods.result import Statistic
from analysis.results.measurements import Floats, derive_baseline_visit, derive_dataset_name, derive_measurements
from analysis.results.occurrence_rows import derive_difference_rows
from analysis.results.product import Product, derive_counted
from analysis.results.records import derive_later_records
from analysis.results.subjects import Booleans, Subjects, derive_subjects
from analysis.results.table import Row
from analysis.results.writing import (
    TREATMENTS,
    derive_population_rows,
    derive_proportion_rows,
    derive_rows,
    derive_template,
)
from analysis.study import Study
from analysis.study.analyses import Criterion, Responders

NEEDS = ("ADSL", "parameters")
FRAMES = ("counted",)

#: The visit that stands for all of them.
ANY = "ANY"
OPERATORS = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}
COLUMNS = {"value": "AVAL", "change": "CHG", "percent-change": "PCHG"}
NEW = ", and not so at baseline"
WORDS = {"value": "value", "change": "change from baseline", "percent-change": "change from baseline in %"}


@dataclass(frozen=True, eq=False)
class Answer:
    """Who meets a criterion, and who has a value that could; both of shape (n,)."""

    met: Booleans
    observed: Booleans


def estimate(study: Study, block: Responders, datasets: Mapping[str, pd.DataFrame]) -> Product:
    """For each criterion, visit and group: how many of the group meet it, with exact interval.

    Who has no value doesn't meet it and stays in N; ``n.observed`` tells how many have one. The visit ANY is any of
    the block's visits, or with ``unscheduled`` any record after the first dose. On request also differences of arms.
    """
    subjects = derive_subjects(study, block.population, datasets, treatment=TREATMENTS[block.treatment])
    template = derive_template(block, block.kind, subjects)
    rows = derive_population_rows(template, subjects)
    for criterion in block.criteria:
        parameter = study.parameter(criterion.parameter)
        place = replace(
            template,
            context="responder",
            dataset=derive_dataset_name(parameter),
            variable=parameter.id,
            variable_level=criterion.id,
            options=f"{WORDS[criterion.of]} {criterion.op} {criterion.value:g}{NEW if criterion.new else ''}",
        )
        for visit, answer in _derive_answers(study, block, criterion, subjects, datasets):
            here = replace(place, visit=visit)
            rows += _derive_visit_rows(here, answer, subjects, block.conf_level)
            if block.compare:
                rows += derive_difference_rows(here, answer.met, subjects, block.conf_level)
    return Product(tuple(rows), {"counted": derive_counted(rows)})


def _derive_answers(
    study: Study, block: Responders, criterion: Criterion, subjects: Subjects, datasets: Mapping[str, pd.DataFrame]
) -> Iterator[tuple[str, Answer]]:
    """The answer at each visit; of a value also at baseline. Whoever met a ``new`` criterion there can't meet it."""
    found = derive_measurements(study, criterion.parameter, block.visits, subjects, datasets)
    values = {"value": found.value, "change": found.change, "percent-change": found.percent}[criterion.of]
    met, observed = _meet(criterion, values), np.isfinite(values)
    before = _meet(criterion, found.baseline) if criterion.of == "value" else np.zeros(len(met), dtype=np.bool_)
    if criterion.of == "value":
        yield derive_baseline_visit(study), Answer(before, np.isfinite(found.baseline))
    able = ~before if criterion.new else np.ones(len(met), dtype=np.bool_)
    for number, visit in enumerate(block.visits):
        yield visit, Answer(able & met[:, number], observed[:, number])
    if block.unscheduled:
        records = derive_later_records(study, criterion.parameter, subjects, datasets)
        every = records[COLUMNS[criterion.of]].to_numpy(dtype=np.float64)
        hits, seen = records[_meet(criterion, every)], records[np.isfinite(every)]
        yield ANY, Answer(able & _has(hits, subjects), _has(seen, subjects))
    else:
        yield ANY, Answer(able & _any(met), _any(observed))


def _meet(criterion: Criterion, values: Floats) -> Booleans:
    """Compared after rounding to 9 decimals, so that 30.2 − 28.2 is 2; NaN meets nothing."""
    return np.asarray(OPERATORS[criterion.op](np.round(values, 9), criterion.value), dtype=np.bool_)


def _any(answers: Booleans) -> Booleans:
    return np.asarray(answers.any(axis=1), dtype=np.bool_)


def _has(records: pd.DataFrame, subjects: Subjects) -> Booleans:
    return np.isin(np.arange(len(subjects.ids)), records["member"])


def _derive_visit_rows(place: Row, answer: Answer, subjects: Subjects, conf_level: float) -> Iterator[Row]:
    for group, members in subjects.groups.items():
        size, n = subjects.count(group), int((answer.met & members).sum())
        here = replace(place, group1_level=group, subjects=subjects.names(answer.met & members))
        yield from derive_proportion_rows(here, estimate_proportion(n, size, conf_level=conf_level), n, size)
        observed = Statistic("n.observed", "Subjects with a value", float((answer.observed & members).sum()))
        yield from derive_rows(replace(here, n=size, method="Count of subjects"), (observed,))
