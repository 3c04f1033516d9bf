"""The rows of one line of an occurrence table: counts by group, by worst level, differences and rates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.methods.poisson_rate import estimate_poisson_rate
from analysis.methods.result import Statistic
from analysis.methods.risk_difference import estimate_risk_difference
from analysis.results.measurements import Floats
from analysis.results.subjects import Booleans, Subjects
from analysis.results.table import Row
from analysis.results.time_at_risk import derive_patient_years, format_time_at_risk
from analysis.results.writing import INTERVAL, derive_count_rows, derive_result_rows, derive_rows
from analysis.study import Study
from analysis.study.analyses import AdverseEvents, Breakdown, Occurrence

Integers = NDArray[np.int64]

MISSING = "MISSING"


@dataclass(frozen=True, eq=False)
class Scope:
    """What is the same for all lines; ``years`` at risk of each member (shape (n,))."""

    study: Study
    block: Occurrence | AdverseEvents
    subjects: Subjects
    years: Floats


def derive_scope(study: Study, block: Occurrence | AdverseEvents, subjects: Subjects) -> Scope:
    """The time at risk is derived only where rates are asked for."""
    years = derive_patient_years(study, subjects) if block.rate else np.zeros(len(subjects.ids))
    return Scope(study, block, subjects, years)


def derive_node_rows(place: Row, records: pd.DataFrame, by: tuple[Breakdown, ...], scope: Scope) -> Iterator[Row]:
    """All rows of the ``records`` of one line, in ``place``; ``by``: whose worst levels are counted."""
    member = records["member"].to_numpy(dtype=np.int64)
    having = np.isin(np.arange(len(scope.subjects.ids)), member)
    for group, members in scope.subjects.groups.items():
        here = replace(place, group1_level=group, subjects=scope.subjects.names(having & members))
        yield from _derive_count_rows(here, having & members, members[member], scope)
    for one in by:
        yield from _derive_level_rows(place, one, records, scope)
    yield from derive_risk_rows(place, member, scope)


def derive_risk_rows(place: Row, member: Integers, scope: Scope) -> Iterator[Row]:
    """Differences and rates where the block asks for them; ``member``: the position of each event's subject."""
    if scope.block.compare:
        having = np.isin(np.arange(len(scope.subjects.ids)), member)
        yield from derive_difference_rows(place, having, scope.subjects, scope.block.conf_level)
    if scope.block.rate:
        yield from _derive_rate_rows(place, member, scope.block.rate, scope)


def _derive_count_rows(place: Row, having: Booleans, events: Booleans, scope: Scope) -> list[Row]:
    size = scope.subjects.count(place.group1_level)
    here = replace(place, n=size, method="Count of subjects")
    number = Statistic("events", "Records", float(events.sum()))
    return [
        *derive_count_rows(here, int(having.sum()), size),
        *derive_rows(replace(here, method="Count of records"), (number,)),
    ]


def _derive_level_rows(place: Row, one: Breakdown, records: pd.DataFrame, scope: Scope) -> Iterator[Row]:
    """Each subject counts once, at the worst level of his records: the last in study.yaml; an unknown one is least."""
    levels = (MISSING, *one.levels)
    known = pd.Index(levels).get_indexer(pd.Index(records[one.variable].astype(str)))
    worst = np.full(len(scope.subjects.ids), -1)
    np.maximum.at(worst, records["member"].to_numpy(dtype=np.int64), np.maximum(known, 0))
    for group, members in scope.subjects.groups.items():
        size = scope.subjects.count(group)
        for number, level in enumerate(levels):
            here = replace(place, context=f"{place.context}-{one.id}", group1_level=group, n=size)
            here = replace(here, group2=one.variable, group2_level=level, method="Count of subjects by worst level")
            counted = (worst == number) & members
            here = replace(here, subjects=scope.subjects.names(counted))
            yield from derive_count_rows(here, int(counted.sum()), size)


def derive_difference_rows(place: Row, having: Booleans, subjects: Subjects, conf_level: float) -> Iterator[Row]:
    """Difference of the proportions of subjects ``having`` it (shape (n,)), each later arm against each earlier one."""
    counts = {arm: (int((having & subjects.groups[arm]).sum()), subjects.count(arm)) for arm in subjects.arms}
    for reference, arm in combinations(subjects.arms, 2):
        here = replace(place, context=f"{place.context}-difference", group1_level=arm)
        here = replace(here, group2=place.group1, group2_level=reference)
        result = estimate_risk_difference(counts[arm], counts[reference], conf_level=conf_level)
        yield from derive_result_rows(here, result, INTERVAL)


def _derive_rate_rows(place: Row, member: Integers, per: float, scope: Scope) -> Iterator[Row]:
    """Events for so many patient-years, with exact limits."""
    for group, members in scope.subjects.groups.items():
        events, exposure = int(members[member].sum()), float(scope.years[members].sum())
        result = estimate_poisson_rate(events, exposure, per, scope.block.conf_level)
        counts = (
            Statistic("events", "Events", float(events)),
            Statistic("exposure", "Patient-years at risk", exposure),
        )
        here = replace(place, context=f"{place.context}-rate", group1_level=group, unit=f"per {per:g} patient-years")
        here = replace(here, options=format_time_at_risk(scope.study))
        known = replace(here, n=scope.subjects.count(group), method="Count of events and time at risk", unit="")
        yield from derive_rows(known, counts)
        yield from derive_result_rows(here, replace(result, n=scope.subjects.count(group)), INTERVAL)
