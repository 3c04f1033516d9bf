"""What one analysis makes: rows of the results table, and frames for displays that need more than single numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from analysis.results.table import Row
from analysis.study.formulas import format_field


@dataclass(frozen=True, eq=False)
class Product:
    """The rows of one analysis, and its frames by name (curves, listings), each with the columns its module states."""

    rows: tuple[Row, ...]
    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)


def derive_counted(rows: Iterable[Row]) -> pd.DataFrame:
    """The frame ``counted``: the id of each count of subjects that isn't 0, and who they are, between tabs."""
    counted = [{"row": row.id, "subjects": row.subjects} for row in rows if row.subjects]
    return pd.DataFrame(counted, columns=["row", "subjects"])


def format_frame(frame: pd.DataFrame) -> str:
    """A frame as CSV text, numbers with the 12 significant digits of the results table, formulas as text."""
    safe = frame.apply(lambda column: column.map(lambda v: format_field(v) if isinstance(v, str) else v))
    text: str = (safe if len(frame) else frame).to_csv(index=False, lineterminator="\n", float_format="%.12g")
    return text
