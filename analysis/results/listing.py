"""Records of a dataset for a listing: subject by subject, with what ADSL says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.methods.result import Statistic
from analysis.results.product import Product
from analysis.results.records import derive_recorded_text, derive_records
from analysis.results.subjects import Subjects, check_columns, derive_subjects
from analysis.results.table import Row
from analysis.results.writing import (
    TREATMENTS,
    derive_count_rows,
    derive_population_rows,
    derive_rows,
    derive_template,
)
from analysis.study import Study
from analysis.study.analyses import Listing

NEEDS = ("ADSL", "dataset")
FRAMES = ("listing", "columns")

KEYS = ("subject", "group")


def estimate(study: Study, block: Listing, datasets: Mapping[str, pd.DataFrame]) -> Product:
    """The frame ``listing``: KEYS (USUBJID, arm id), then the block's columns by their variables' names, as text.

    Sorted by arm (who has none at the end), subject, then as the block says. The frame ``columns`` tells of each
    column its name, label and type (text, number, date, datetime). Rows count records and subjects by group.
    """
    subjects = derive_subjects(study, block.population, datasets, treatment=TREATMENTS[block.treatment])
    template = replace(derive_template(block, block.kind, subjects), dataset=block.dataset, context="listing")
    records = _derive_listed(block, subjects, datasets)
    chosen = records[list(block.columns)]
    keys = {"subject": records["USUBJID"], "group": subjects.arm_of[records["member"].to_numpy()]}
    listing = pd.DataFrame(keys | {name: derive_recorded_text(records, name) for name in block.columns})
    labels = zip(block.columns.items(), (_find_type(chosen[name]) for name in block.columns), strict=True)
    columns = pd.DataFrame([(*pair, kind) for pair, kind in labels], columns=["name", "label", "type"])
    rows = derive_population_rows(derive_template(block, block.kind, subjects), subjects)
    rows += _derive_count_rows(template, records["member"].to_numpy(dtype=np.int64), subjects)
    return Product(tuple(rows), {"listing": listing, "columns": columns})


def _derive_listed(block: Listing, subjects: Subjects, datasets: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The records listed, in order; variables that the dataset lacks come from ADSL."""
    held = set(datasets[block.dataset].columns) if block.dataset in datasets else set()
    own = tuple(name for name in (*block.columns, *block.sort) if name in held)
    others = [name for name in dict.fromkeys((*block.columns, *block.sort)) if name not in held]
    records = derive_records(block.dataset, own, subjects, datasets, block.where)
    check_columns(subjects.frame, f"{block.dataset} and ADSL", tuple(others))
    member = records["member"].to_numpy()
    records = records.assign(**{name: subjects.frame[name].to_numpy()[member] for name in others})
    place = {name: number for number, name in enumerate(subjects.arms)}
    arm = [place.get(name, len(place)) for name in subjects.arm_of[member]]
    return records.assign(arm=arm).sort_values(["arm", "member", *block.sort], kind="stable", ignore_index=True)


def _find_type(values: pd.Series) -> str:
    if values.dtype.kind == "M":
        timed = values.dropna().dt.normalize().ne(values.dropna()).any()
        return "datetime" if timed else "date"
    return "number" if values.dtype.kind in "iuf" else "text"


def _derive_count_rows(place: Row, member: np.ndarray, subjects: Subjects) -> Iterator[Row]:
    having = np.isin(np.arange(len(subjects.ids)), member)
    for group, inside in subjects.groups.items():
        here = replace(place, group1_level=group, n=subjects.count(group))
        count = Statistic("n", "n", float(inside[member].sum()))
        yield from derive_rows(replace(here, variable="records", method="Count of records"), (count,))
        there = replace(here, variable="subjects", method="Count of subjects")
        yield from derive_count_rows(there, int((having & inside).sum()), subjects.count(group))
