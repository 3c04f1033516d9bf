"""What a reader hands over, whatever the format of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class Content:
    """A file's records: text as str ("" for missing), numbers as float64, dates and times as ISO 8601 text.

    ``labels`` by variable, where the format has them; ``notes``: what the reader had to decide.
    """

    frame: pd.DataFrame
    labels: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def derive_text(values: pd.Series) -> pd.Series:
    """A text column without blanks at either end; each distinct value is looked at once."""
    codes, distinct = pd.factorize(values, use_na_sentinel=False)
    plain = ["" if value is None or value != value else str(value).strip() for value in distinct]
    return pd.Series(pd.Index(plain, dtype=object).take(codes), index=values.index, name=values.name, dtype=object)
