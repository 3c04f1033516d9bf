"""Records of a dataset as they stand: of occurrences and listings, and all later ones of a parameter."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.errors import Fault, ResultsError
from analysis.results.measurements import COLUMNS, derive_dataset_name
from analysis.results.subjects import Subjects, check_columns
from analysis.study import Study


def derive_records(
    dataset: str,
    columns: tuple[str, ...],
    subjects: Subjects,
    datasets: Mapping[str, pd.DataFrame],
    where: Mapping[str, tuple[str, ...]] | None = None,
) -> pd.DataFrame:
    """The records of the population's members in their order; ``member`` is the position of each one's subject.

    ``where`` names, by variable, the values of the records that count, compared as text (3 for the number 3).
    ResultsError for a missing dataset or column.
    """
    if dataset not in datasets:
        raise ResultsError(Fault(dataset, "the dataset is missing", "derive it before the analysis"))
    frame, where = datasets[dataset], where or {}
    check_columns(frame, dataset, ("USUBJID", *columns, *where))
    chosen = frame[frame["USUBJID"].isin(subjects.ids)]
    for variable, allowed in where.items():
        chosen = chosen[derive_text(chosen[variable]).isin(allowed)]
    member = pd.Index(subjects.ids).get_indexer(pd.Index(chosen["USUBJID"]))
    return chosen.assign(member=member).sort_values("member", kind="stable", ignore_index=True)


def derive_text(values: pd.Series) -> pd.Series:
    """Values as text: numbers without needless decimals, dates as ISO 8601 (to the minute), missing as ""."""
    if values.dtype.kind == "M":
        dated = values.dt.normalize().eq(values) | values.isna()
        text = values.dt.strftime("%Y-%m-%d" if dated.all() else "%Y-%m-%dT%H:%M")
    elif values.dtype.kind in "iuf":
        text = values.map("{:.12g}".format)
    else:
        text = values.astype(object)
    return pd.Series(np.where(values.isna(), "", text), index=values.index, dtype=object)


def derive_recorded_text(records: pd.DataFrame, variable: str) -> pd.Series:
    """A variable as text; of an imputed date only the part that was recorded: its flag (--F) M leaves the year."""
    text, flag = derive_text(records[variable]), f"{variable}F"
    if flag not in records:
        return text
    return text.mask(records[flag].eq("D"), text.str[:7]).mask(records[flag].eq("M"), text.str[:4])


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
