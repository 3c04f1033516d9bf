"""All of a parameter's records after the first dose, scheduled or not: what worst values are sought in."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.results.measurements import COLUMNS, derive_dataset_name
from analysis.results.subjects import Subjects, check_columns
from analysis.study import Study


def derive_later_records(
    study: Study, name: str, subjects: Subjects, datasets: Mapping[str, pd.DataFrame], more: tuple[str, ...] = ()
) -> pd.DataFrame:
    """The records after the first dose with a value, in the order of subjects and days; ``member``: whose each is.

    A record counts as after the first dose where it has a change from baseline, or is of a day after day 1. ``more``
    names columns that are needed besides those of measurements.py. ResultsError for a missing dataset or column.
    """
    dataset = derive_dataset_name(study.parameter(name))
    frame = datasets.get(dataset, pd.DataFrame())
    check_columns(frame, dataset, (*COLUMNS, *more))
    chosen = frame[frame["PARAMCD"].eq(name) & frame["USUBJID"].isin(subjects.ids) & frame["AVAL"].notna()]
    later = chosen[~chosen["ABLFL"].eq("Y") & (chosen["CHG"].notna() | chosen["ADY"].gt(1))]
    later = later.assign(member=pd.Index(subjects.ids).get_indexer(pd.Index(later["USUBJID"])))
    return later.sort_values(["member", "ADY", "AVAL"], ignore_index=True)
