"""Reading a domain from Parquet; needs pyarrow."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from analysis.errors import Fault, RawDataError
from analysis.raw.content import Content, derive_text


def read_content(path: Path) -> Content:
    """The table of a Parquet file; labels from the fields' metadata ("label"), where a writer left them.

    Raises RawDataError where pyarrow is missing, or the file is no Parquet.
    """
    try:
        from pyarrow import ArrowInvalid, parquet
    except ImportError:
        raise RawDataError(
            Fault(path.name, "reading Parquet needs pyarrow", f"{sys.executable} -m pip install pyarrow")
        ) from None
    try:
        table = parquet.read_table(path)
    except (ArrowInvalid, OSError) as error:
        raise RawDataError(Fault(path.name, f"not a Parquet file: {error}", "export the domain again")) from None
    frame = table.to_pandas()
    labels = {f.name.upper(): (f.metadata or {}).get(b"label", b"").decode("utf-8") for f in table.schema}
    columns = {str(name).upper(): _read_column(frame[name]) for name in frame.columns}
    return Content(pd.DataFrame(columns).reset_index(drop=True), {name: text for name, text in labels.items() if text})


def _read_column(values: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values):
        days = values.dt.tz_localize(None) if values.dt.tz is not None else values
        whole_days = bool((days.dropna() == days.dropna().dt.normalize()).all())
        text = days.dt.strftime("%Y-%m-%d" if whole_days else "%Y-%m-%dT%H:%M:%S")
        return pd.Series(text.astype(object).where(values.notna(), ""))
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return values.astype("float64")
    return derive_text(values)
