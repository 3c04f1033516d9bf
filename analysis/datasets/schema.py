"""What a dataset is made of: columns with label and type, and the key that is unique."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from types import ModuleType
from typing import Literal

Type = Literal["text", "integer", "float", "date", "datetime"]
YES = ("Y",)
YES_NO = ("Y", "N")


@dataclass(frozen=True)
class Column:
    """A variable of a dataset; ``codes``: the values it may have besides missing; ``filled``: missing is a fault.

    In memory text is str with "" for missing, integer and float are float64 with NaN, date and datetime are
    datetime64[ns] with NaT.
    """

    name: str
    label: str
    type: Type = "text"
    codes: tuple[str, ...] = ()
    filled: bool = False


def read_module(name: str) -> ModuleType:
    """The module of a dataset: COLUMNS, KEY and derive."""
    return importlib.import_module(f"analysis.datasets.{name.lower()}")


def read_columns(name: str) -> tuple[Column, ...]:
    """The columns of a dataset; ADSL has a flag for each population of study.yaml besides."""
    columns: tuple[Column, ...] = read_module(name).COLUMNS
    return columns
