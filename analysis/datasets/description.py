"""What the analysis datasets are: structure, key, sources, variables, and how many records they hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from analysis.datasets.checking import derive_columns
from analysis.datasets.files import read_dataset
from analysis.datasets.schema import Column, read_module
from analysis.study import Study


def read_description(study: Study, path: Path) -> dict[str, Any]:
    """One dataset as built: label, key, sources, counts, variables with label, type, codes and share of missing."""
    name = path.stem.upper()
    module, frame = read_module(name), read_dataset(path, name)
    known = {column.name: column for column in derive_columns(study, name)}
    return {
        "name": name,
        "label": module.LABEL,
        "about": " ".join((module.__doc__ or "").split()),
        "key": list(module.KEY),
        "domains": [*module.SOURCES, *getattr(module, "OPTIONAL", ())],
        "datasets": list(getattr(module, "NEEDS", ())),
        "module": module.__name__,
        "records": len(frame),
        "subjects": int(frame["USUBJID"].nunique()),
        "variables": [_variable(str(column), frame[column], known.get(str(column))) for column in frame.columns],
    }


def derive_frame_columns(study: Study, name: str, frame: pd.DataFrame) -> tuple[Column, ...]:
    """What each variable of a dataset is, in its order; one that a given ADSL has besides is labelled by its name."""
    known = {column.name: column for column in derive_columns(study, name)}
    kinds = {variable: "text" if frame[variable].dtype == object else "float" for variable in frame.columns}
    return tuple(
        known.get(str(variable)) or Column(str(variable), str(variable), "float" if kind == "float" else "text")
        for variable, kind in kinds.items()
    )


def read_period(adsl: Path) -> dict[str, str]:
    """The first consent (or first dose) and the last date on which anybody is known of, as ISO dates; empty if none."""
    frame = read_dataset(adsl, "ADSL")
    first = _dates(frame, ("RFICDT", "TRTSDT", "RFSTDT"))
    last = _dates(frame, ("LSTALVDT", "EOSDT", "DTHDT", "TRTEDT"))
    return {"first": min(first, default=""), "last": max(last, default="")}


def _variable(name: str, values: pd.Series, column: Column | None) -> dict[str, Any]:
    missing = int((values == "").sum()) if values.dtype == object else int(values.isna().sum())
    return {
        "name": name,
        "label": column.label if column else "",
        "type": column.type if column else ("text" if values.dtype == object else "float"),
        "codes": list(column.codes) if column else [],
        "missing": missing,
    }


def _dates(frame: pd.DataFrame, names: tuple[str, ...]) -> list[str]:
    """All dates of the first of these variables that the dataset has."""
    for name in names:
        if name in frame and frame[name].notna().any():
            return [str(date)[:10] for date in frame[name].dropna() if str(date)]
    return []
