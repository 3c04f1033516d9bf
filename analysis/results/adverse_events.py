"""Treatment-emergent adverse events: subjects and events in the categories of the overview, by actual treatment."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.methods.proportion import estimate_proportion
from analysis.methods.result import Statistic
from analysis.results.occurrence_rows import derive_risk_rows, derive_scope
from analysis.results.product import Product, derive_counted
from analysis.results.records import derive_records
from analysis.results.subjects import Booleans, Subjects, derive_subjects
from analysis.results.table import Row
from analysis.results.writing import (
    derive_count_rows,
    derive_population_rows,
    derive_proportion_rows,
    derive_rows,
    derive_template,
)
from analysis.study import Study
from analysis.study.analyses import AdverseEvents

NEEDS = ("ADSL", "ADAE")
FRAMES = ("counted",)

COLUMNS = ("AEDECOD", "AREL", "AESER", "ATOXGRN", "AEACN", "AEOUT")

#: What must be recorded of any event before nobody can be said to have had one of a category.
RECORDED = {
    "related": ("AREL",),
    "grade-3-plus": ("ATOXGRN",),
    "serious": ("AESER",),
    "withdrawal": ("AEACN",),
    "fatal": ("AEOUT", "ATOXGRN"),
}

Key = tuple[str, str]


def estimate(study: Study, block: AdverseEvents, datasets: Mapping[str, pd.DataFrame]) -> Product:
    """Subjects with at least one event (of N in ADSL, with exact interval) and number of events, by category and group.

    On request also differences between the arms and exposure-adjusted rates. Also the share of events of grade 1 or 2
    among all events; events without a grade are told in a warning. A category for which nothing is recorded of any
    event (RECORDED) has no numbers, and says why.
    """
    subjects = derive_subjects(study, block.population, datasets, treatment="TRT01A")
    template = derive_template(block, block.kind, subjects)
    events = derive_records("ADAE", COLUMNS, subjects, datasets, {"TRTEMFL": ("Y",)})
    place, scope = replace(template, dataset="ADAE"), derive_scope(study, block, subjects)
    rows = derive_population_rows(template, subjects)
    for (context, name), chosen in _derive_categories(study, events).items():
        here = replace(place, context=context, variable=name)
        counted = list(_derive_overview_rows(here, block, events[chosen], subjects))
        counted += derive_risk_rows(here, events.loc[chosen, "member"].to_numpy(dtype=np.int64), scope)
        reason = _find_unrecorded(events, name) if context == "overview" else ""
        rows += [replace(row, stat=math.nan, error=reason) for row in counted] if reason else counted
    rows += _derive_grade_rows(replace(place, context="grade-1-2", variable="events"), events, subjects)
    return Product(tuple(rows), {"counted": derive_counted(rows)})


def _derive_categories(study: Study, events: pd.DataFrame) -> dict[Key, Booleans]:
    """Which events count in each category, by (context, name) in the order of the overview."""
    grade = events["ATOXGRN"]
    chosen = {
        ("overview", "any"): events["TRTEMFL"].eq("Y"),
        ("overview", "related"): events["AREL"].eq("RELATED"),
        ("overview", "grade-3-plus"): grade.ge(3),
        ("overview", "serious"): events["AESER"].eq("Y"),
        ("overview", "withdrawal"): events["AEACN"].eq("DRUG WITHDRAWN"),
        ("overview", "fatal"): events["AEOUT"].eq("FATAL") | grade.eq(5),
    }
    special = study.safety.special_interest if study.safety else {}
    terms = events["AEDECOD"].str.casefold()
    for name, wanted in special.items():
        chosen["special-interest", name] = terms.isin([term.casefold() for term in wanted])
    return {key: flags.fillna(value=False).to_numpy(dtype=np.bool_) for key, flags in chosen.items()}


def _find_unrecorded(events: pd.DataFrame, category: str) -> str:
    """Why a category can't be counted: there are events, and of none is recorded what decides; "" where it can."""
    deciding = RECORDED.get(category, ())
    empty = all((events[name].isna() | events[name].eq("")).all() for name in deciding)
    return f"{' and '.join(deciding)} not recorded for any event" if deciding and len(events) and empty else ""


def _derive_overview_rows(place: Row, block: AdverseEvents, events: pd.DataFrame, subjects: Subjects) -> Iterator[Row]:
    having = np.isin(np.arange(len(subjects.ids)), events["member"])
    for group, members in subjects.groups.items():
        size, n = subjects.count(group), int((having & members).sum())
        here = replace(place, group1_level=group, subjects=subjects.names(having & members))
        yield from derive_proportion_rows(here, estimate_proportion(n, size, conf_level=block.conf_level), n, size)
        number = Statistic("events", "Events", float(members[events["member"]].sum()))
        yield from derive_rows(replace(here, n=size, method="Count of events"), (number,))


def _derive_grade_rows(place: Row, events: pd.DataFrame, subjects: Subjects) -> Iterator[Row]:
    """Here n and N count events, not subjects."""
    for group, members in subjects.groups.items():
        grades = events["ATOXGRN"][members[events["member"]]]
        lacking = int(grades.isna().sum())
        warning = f"{lacking} of {len(grades)} events have no grade" if lacking else ""
        here = replace(place, group1_level=group, n=subjects.count(group), method="Count of events", warning=warning)
        yield from derive_count_rows(here, int(grades.isin([1, 2]).sum()), len(grades), "no events")
