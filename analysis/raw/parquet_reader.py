"""Reading a domain from Parquet, with polars, which needs no further package for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.errors import Fault, RawDataError
from analysis.raw.content import Content, derive_text

if TYPE_CHECKING:
    import polars as pl


def read_content(path: Path) -> Content:
    """The table of a Parquet file; the format has no place for labels that programs agree on. Raises RawDataError."""
    import polars as pl

    try:
        table = pl.read_parquet(path.read_bytes())
    except (pl.exceptions.PolarsError, OSError) as error:
        raise RawDataError(Fault(path.name, f"not a Parquet file: {error}", "export the domain again")) from None
    return Content(pd.DataFrame({column.name.upper(): _read_column(column) for column in table}), {})


def _read_column(values: pl.Series) -> pd.Series:
    """Numbers as floats, dates and times as ISO 8601 text (days where no time of day is given), all else as text."""
    import polars as pl

    if values.dtype.is_numeric():
        return pd.Series(values.cast(pl.Float64).to_numpy(), dtype="float64")
    if isinstance(values.dtype, pl.Datetime):
        whole_days = bool((values.dt.truncate("1d") == values).all())
        values = values.dt.to_string("%Y-%m-%d" if whole_days else "%Y-%m-%dT%H:%M:%S")
    return derive_text(pd.Series(values.cast(pl.String).to_list(), dtype=object))
