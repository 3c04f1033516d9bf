"""How categories change: reference range, toxicity grade or class at baseline against later ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.datasets.ctcae import read_term
from analysis.errors import Fault, ResultsError
from analysis.results.measurements import derive_dataset_name
from analysis.results.product import Product, derive_counted
from analysis.results.records import derive_later_records, derive_records
from analysis.results.subjects import Subjects, derive_subjects
from analysis.results.table import Row
from analysis.results.writing import TREATMENTS, derive_count_rows, derive_population_rows, derive_template
from analysis.study import Parameter, Study
from analysis.study.analyses import Shift

NEEDS = ("ADSL", "parameters")
FRAMES = ("pairs", "counted")

MISSING, TOTAL = "MISSING", "TOTAL"
PAIRS = ("parameter", "subject", "group", "baseline", "lowest", "highest", "last", "limit.low", "limit.high")
Labels = NDArray[np.object_]


@dataclass(frozen=True)
class Scale:
    """Where the category stands, and its levels from the lowest."""

    context: str
    column: str
    levels: tuple[str, ...]


RANGE = Scale("shift", "ANRIND", ("LOW", "NORMAL", "HIGH"))
#: By direction: whether high values are graded.
GRADES = {
    False: Scale("shift-low", "ATOXGRL", ("0", "1", "2", "3", "4")),
    True: Scale("shift-high", "ATOXGRH", ("0", "1", "2", "3", "4")),
}


def estimate(study: Study, block: Shift, datasets: Mapping[str, pd.DataFrame]) -> Product:
    """Subjects by category at baseline and at each visit and endpoint; who has none stands under MISSING.

    Endpoints take all records after the first dose: the LOWEST, HIGHEST (of grades and classes: the worst) and LAST
    category. Grades have a table for each direction in which CTCAE grades the parameter. The frame ``pairs`` (PAIRS)
    has each subject's values in numbers with the reference range.
    """
    subjects = derive_subjects(study, block.population, datasets, treatment=TREATMENTS[block.treatment])
    template = derive_template(block, block.kind, subjects)
    rows, pairs = derive_population_rows(template, subjects), []
    for name in block.parameters:
        place = replace(template, dataset=derive_dataset_name(study.parameter(name)), variable=name)
        for scale in _find_scales(block, study.parameter(name)):
            records = _read_records(study, name, scale, subjects, datasets)
            later = derive_later_records(study, name, subjects, datasets, (scale.column,))
            rows += _derive_scale_rows(place, block, scale, records, later, subjects)
        pairs.append(_derive_pairs(name, records, later, subjects))
    return Product(tuple(rows), {"pairs": pd.concat(pairs, ignore_index=True), "counted": derive_counted(rows)})


def _find_scales(block: Shift, parameter: Parameter) -> tuple[Scale, ...]:
    """The directions in which a parameter is graded; ResultsError for one that CTCAE doesn't grade."""
    if block.by == "range":
        return (RANGE,)
    if block.by == "class":
        return (Scale("shift", "AVALC", tuple(block.levels)),)
    scales = tuple(scale for high, scale in GRADES.items() if read_term(parameter, high=high))
    if not scales:
        remedy = "leave it out of the parameters of the shift by grade"
        raise ResultsError(Fault(f"study.yaml, analysis {block.id}", f"CTCAE does not grade {parameter.id}", remedy))
    return scales


def _read_records(
    study: Study, name: str, scale: Scale, subjects: Subjects, datasets: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    columns = ("AVISIT", "AVAL", "ABLFL", "ANL01FL", scale.column)
    dataset = derive_dataset_name(study.parameter(name))
    return derive_records(dataset, columns, subjects, datasets, {"PARAMCD": (name,)})


def _derive_scale_rows(
    place: Row, block: Shift, scale: Scale, records: pd.DataFrame, later: pd.DataFrame, subjects: Subjects
) -> Iterator[Row]:
    start = _spread(records[records["ABLFL"].eq("Y")], scale, subjects)
    ends = {}
    for visit in block.visits:
        chosen = records["ANL01FL"].eq("Y") & records["AVISIT"].eq(visit) & ~records["ABLFL"].eq("Y")
        ends[visit] = _spread(records[chosen], scale, subjects)
    rank = later[scale.column].map({level: float(place) for place, level in enumerate(scale.levels)})
    known = later.assign(rank=rank)[rank.notna()]
    for endpoint in block.endpoints:
        ordered = known if endpoint == "LAST" else known.sort_values("rank", kind="stable")
        kept = ordered.drop_duplicates("member", keep="first" if endpoint == "LOWEST" else "last")
        ends[endpoint] = _spread(kept, scale, subjects)
    for visit, end in ends.items():
        here = replace(place, context=scale.context, visit=visit, method="Count of subjects")
        yield from _derive_table(here, (start, end), (*scale.levels, MISSING), subjects)


def _spread(records: pd.DataFrame, scale: Scale, subjects: Subjects) -> Labels:
    """The category of each member; MISSING where there is none, or none that is a level."""
    labels: Labels = np.full(len(subjects.ids), MISSING, dtype=object)
    known = records[records[scale.column].isin(scale.levels)]
    labels[known["member"].to_numpy(dtype=np.int64)] = known[scale.column]
    return labels


def _derive_table(
    place: Row, shift: tuple[Labels, Labels], levels: tuple[str, ...], subjects: Subjects
) -> Iterator[Row]:
    """Counts of each pair of levels, and of each level at baseline (to TOTAL), with their shares of the group."""
    start, end = shift
    for before in levels:
        for after in (*levels, TOTAL):
            both = (start == before) & ((end == after) | (after == TOTAL))
            for group, members in subjects.groups.items():
                size = subjects.count(group)
                here = replace(place, variable_level=f"{before}-to-{after}", group1_level=group, n=size)
                here = replace(here, subjects=subjects.names(both & members))
                counts = derive_count_rows(here, int((both & members).sum()), size)
                yield from (row for row in counts if row.stat_name != "N")


def _derive_pairs(name: str, records: pd.DataFrame, later: pd.DataFrame, subjects: Subjects) -> pd.DataFrame:
    """Each subject's value at baseline, and the lowest, highest and last after it; missing where there is none."""
    members = pd.RangeIndex(len(subjects.ids))
    base = records[records["ABLFL"].eq("Y")].set_index("member").reindex(members)
    by_member = later.groupby("member")["AVAL"]
    nothing = pd.Series(np.nan, index=members)
    columns: dict[str, Any] = {
        "parameter": name,
        "subject": subjects.ids,
        "group": subjects.arm_of,
        "baseline": base["AVAL"],
        "lowest": by_member.min().reindex(members),
        "highest": by_member.max().reindex(members),
        "last": by_member.last().reindex(members),
        "limit.low": base.get("ANRLO", nothing),
        "limit.high": base.get("ANRHI", nothing),
    }
    pairs = pd.DataFrame(columns, index=members, columns=PAIRS)
    return pairs[pairs[["baseline", "highest"]].notna().any(axis=1)].reset_index(drop=True)
