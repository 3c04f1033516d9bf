"""Characteristics before the first dose, described by group and over all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.errors import Fault, ResultsError
from analysis.results.measurements import Floats, derive_baseline_class, derive_dataset_name, derive_measurements
from analysis.results.product import Product, derive_counted
from analysis.results.subjects import Subjects, check_columns, derive_subjects
from analysis.results.table import Row
from analysis.results.writing import derive_count_rows, derive_population_rows, derive_summary_rows, derive_template
from analysis.study import Study
from analysis.study.analyses import Baseline, Characteristic

NEEDS = ("ADSL", "parameters")
FRAMES = ("counted",)

Datasets = Mapping[str, pd.DataFrame]


def estimate(study: Study, block: Baseline, datasets: Datasets) -> Product:
    """Continuous characteristics by n, mean, SD, quartiles and range; categories by n, N and proportion of the group.

    N is the group's size in ADSL; subjects without a value are told in the row's warning.
    """
    subjects = derive_subjects(study, block.population, datasets)
    template = derive_template(block, block.kind, subjects)
    rows = derive_population_rows(template, subjects)
    for item in block.characteristics:
        place = _derive_place(study, item, template)
        if item.type == "categorical":
            rows += _derive_counts(place, item, _read_classes(study, item, subjects, datasets), subjects)
        else:
            rows += derive_summary_rows(
                replace(place, context="summary"), _read_values(study, item, subjects, datasets), subjects
            )
    return Product(tuple(rows), {"counted": derive_counted(rows)})


def _derive_place(study: Study, item: Characteristic, template: Row) -> Row:
    if item.parameter is None:
        return replace(template, variable=item.variable or "", dataset="ADSL")
    parameter = study.parameter(item.parameter)
    return replace(template, variable=parameter.id, dataset=derive_dataset_name(parameter), unit=parameter.unit)


def _read_values(study: Study, item: Characteristic, subjects: Subjects, datasets: Datasets) -> Floats:
    if item.parameter is not None:
        return derive_measurements(study, item.parameter, (), subjects, datasets).baseline
    values = _read_variable(item, subjects)
    try:
        return values.to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError):
        raise ResultsError(Fault(f"ADSL, {item.variable}", "text, not numbers", "set `type: categorical`")) from None


def _read_classes(study: Study, item: Characteristic, subjects: Subjects, datasets: Datasets) -> pd.Series[str]:
    if item.parameter is not None:
        return derive_baseline_class(study, item.parameter, subjects, datasets)
    return _read_variable(item, subjects)


def _read_variable(item: Characteristic, subjects: Subjects) -> pd.Series[str]:
    check_columns(subjects.frame, "ADSL", (item.variable or "a variable or parameter for each characteristic",))
    return subjects.frame[item.variable]


def _derive_counts(place: Row, item: Characteristic, classes: pd.Series, subjects: Subjects) -> list[Row]:
    held = classes.fillna("").to_numpy(dtype=np.str_)
    levels = tuple(item.levels) or tuple(sorted(set(held.tolist()) - {""}))
    strange = sorted(set(held.tolist()) - {*levels, ""})
    if strange:
        where = f"{place.dataset}, {place.variable}"
        raise ResultsError(Fault(where, f"levels not in study.yaml: {', '.join(strange)}", "add them to `levels`"))
    rows = []
    for level in levels:
        for group, members in subjects.groups.items():
            size, lacking = subjects.count(group), int((members & (held == "")).sum())
            warning = f"{lacking} of {size} have no value" if lacking else ""
            here = replace(place, context="tabulate", variable_level=level, method="Count of subjects")
            here = replace(here, group1_level=group, n=size, warning=warning)
            here = replace(here, subjects=subjects.names(members & (held == level)))
            rows += derive_count_rows(here, int((members & (held == level)).sum()), size)
    return rows
