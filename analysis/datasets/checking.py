"""What every dataset must satisfy before it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from analysis.datasets.schema import Column, read_columns, read_module
from analysis.errors import DatasetError, Fault
from analysis.study import Study

_NAME = re.compile(r"[A-Z_][A-Z0-9_]{0,7}")
LONGEST_LABEL = 40
LONGEST_TEXT = 200  # bytes, the limit of SAS transport files


def check_dataset(study: Study, name: str, frame: pd.DataFrame, records: int | None = None) -> None:
    """Raise DatasetError with all faults: columns, labels, unique key, code lists, gaps, and the number of records.

    ``records`` is how many there must be, counted by another way than the derivation; None where there is none.
    """
    expected = derive_columns(study, name)
    faults = [*_find_schema_faults(name, expected), *_find_missing(name, frame, expected)]
    if not faults:
        faults = [*_find_doubles(name, frame), *_find_wrong_values(name, frame, expected)]
        if records is not None and len(frame) != records:
            faults.append(
                Fault(name, f"{len(frame)} records where {records} are expected", "this is a fault of the derivation")
            )
    if faults:
        raise DatasetError(faults)


def derive_columns(study: Study, name: str) -> tuple[Column, ...]:
    """The columns of a dataset in this study: ADSL has a flag for each population."""
    columns = read_columns(name)
    if name.upper() != "ADSL":
        return columns
    flags = {population.flag: f"{population.label} Population Flag" for population in study.populations}
    return (*columns, *(Column(flag, label, codes=("Y", "N"), filled=True) for flag, label in flags.items()))


def _find_schema_faults(name: str, columns: tuple[Column, ...]) -> Iterator[Fault]:
    for column in columns:
        if not _NAME.fullmatch(column.name):
            yield Fault(f"{name}, {column.name}", "not a name of at most 8 capitals, digits and _", "rename it")
        if len(column.label) > LONGEST_LABEL:
            yield Fault(f"{name}, {column.name}", f"the label is longer than {LONGEST_LABEL} characters", "shorten it")


def _find_missing(name: str, frame: pd.DataFrame, columns: tuple[Column, ...]) -> Iterator[Fault]:
    names = [column.name for column in columns]
    for column in names:
        if column not in frame:
            yield Fault(f"{name}, {column}", "the column is missing", "derive it, or take it out of COLUMNS")
    for column in frame.columns:
        if column not in names:
            yield Fault(f"{name}, {column}", "a column that COLUMNS doesn't have", "describe it there")


def _find_doubles(name: str, frame: pd.DataFrame) -> Iterator[Fault]:
    key = list(read_module(name).KEY)
    double = frame[frame.duplicated(key, keep=False)]
    if len(double):
        what = f"{len(double)} records share their key {', '.join(key)}"
        yield Fault(f"{name}, subjects {_some(double['USUBJID'])}", what, "remove the double in the raw data")


def _find_wrong_values(name: str, frame: pd.DataFrame, columns: tuple[Column, ...]) -> Iterator[Fault]:
    for column in columns:
        values = frame[column.name]
        missing = values.isna() if column.type != "text" else values == ""
        if column.filled and missing.any():
            where = f"{name}, {column.name}, subjects {_some(frame.loc[missing, 'USUBJID'])}"
            yield Fault(where, "a value is missing", "complete the raw data it is derived from")
        if column.codes and not values[~missing].isin(column.codes).all():
            strange = values[~missing & ~values.isin(column.codes)]
            what = f"not in the code list ({', '.join(column.codes)}): {_some(strange)}"
            yield Fault(f"{name}, {column.name}", what, "correct the raw data")
        if column.type == "text" and (values.str.len() > LONGEST_TEXT).any():
            yield Fault(
                f"{name}, {column.name}", f"text longer than {LONGEST_TEXT} characters", "shorten it in the raw data"
            )


def _some(values: pd.Series) -> str:
    distinct = sorted({str(value) for value in values})
    return ", ".join(distinct[:5]) + (f" and {len(distinct) - 5} more" if len(distinct) > 5 else "")
