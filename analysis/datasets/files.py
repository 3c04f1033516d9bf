"""Datasets as CSV text: UTF-8, LF, missing as empty, dates as ISO 8601, numbers with at most 15 significant digits.

Text that a spreadsheet would run has an apostrophe in front (analysis/study/formulas.py), which reading takes off.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.datasets.schema import Column, Type, read_columns
from analysis.errors import DatasetError, Fault
from analysis.study.formulas import format_field, read_field


def format_dataset(frame: pd.DataFrame, name: str) -> str:
    """A dataset as CSV text, its columns in the order of the frame."""
    types = _types(name)
    columns = {column: _format(frame[column], types.get(column, "text")) for column in frame.columns}
    text: str = pd.DataFrame(columns, columns=frame.columns).to_csv(
        index=False, lineterminator="\n", float_format="%.15g"
    )
    return text


def read_dataset(path: Path, name: str) -> pd.DataFrame:
    """A dataset as format_dataset wrote it: text str ("" for missing), numbers float64, dates datetime64[ns].

    Columns that the schema doesn't have are numbers where all their values are. Raises DatasetError where the file is
    missing or lacks a column.
    """
    if not path.is_file():
        raise DatasetError(Fault(path.name, "the dataset is missing", f"build {name} first"))
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_filter=False, encoding="utf-8")
    lacking = [column.name for column in read_columns(name) if column.name not in frame]
    if lacking:
        raise DatasetError(
            [Fault(f"{path.name}, {column}", "the column is missing", f"build {name} again") for column in lacking]
        )
    types = _types(name)
    known = {column: _read(frame[column], types[str(column)]) for column in frame.columns if column in types}
    more = {column: _read_unknown(frame[column]) for column in frame.columns if column not in types}
    return pd.DataFrame(known | more, columns=frame.columns)


def derive_frame(values: pd.DataFrame, columns: tuple[Column, ...], extra: tuple[str, ...] = ()) -> pd.DataFrame:
    """The columns of a schema (and ``extra`` text columns) in order, each in its type, with a fresh index."""
    typed = {column.name: _cast(values[column.name], column.type) for column in columns}
    typed |= {name: _cast(values[name], "text") for name in extra}
    return pd.DataFrame(typed, columns=list(typed)).reset_index(drop=True)


def _read_unknown(values: pd.Series) -> pd.Series:
    """A column that the schema doesn't have (a flag, or one of a given ADSL): numbers where all of it is numbers."""
    filled = values[values != ""]
    numbers = pd.to_numeric(filled, errors="coerce")
    return _read(values, "float" if len(filled) and numbers.notna().all() else "text")


def _types(name: str) -> dict[str, Type]:
    return {column.name: column.type for column in read_columns(name)}


def _cast(values: pd.Series, kind: Type) -> pd.Series:
    if kind == "text":
        return values.astype(object).where(values.notna(), "")
    if kind in ("integer", "float"):
        return values.astype("float64")
    return values.astype("datetime64[ns]")


def _format(values: pd.Series, kind: Type) -> pd.Series:
    if kind == "integer":
        return values.round().astype("Int64")
    if kind == "float":
        return values + 0.0  # no −0
    if kind in ("date", "datetime"):
        text = np.datetime_as_string(values.to_numpy("datetime64[s]"), unit="D" if kind == "date" else "s")
        return pd.Series(np.where(values.isna(), "", text), index=values.index)
    return values.map(lambda value: format_field(value) if isinstance(value, str) else value)


def _read(values: pd.Series, kind: Type) -> pd.Series:
    if kind in ("integer", "float"):
        return pd.to_numeric(values.where(values != "", None)).astype("float64")
    if kind in ("date", "datetime"):
        return pd.to_datetime(values.where(values != "", None), format="ISO8601").astype("datetime64[ns]")
    return values.map(read_field).astype(object)
