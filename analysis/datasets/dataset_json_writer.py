"""Datasets as CDISC Dataset-JSON 1.1."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.datasets.schema import Column

VERSION = "1.1.0"
ORIGINATOR = "trial-report"
#: Dates are text in JSON and numbers in SAS: the format says how they look there.
_FORMATS = {"date": "E8601DA.", "datetime": "E8601DT."}
_TYPES = {"text": "string", "integer": "integer", "float": "double", "date": "date", "datetime": "datetime"}


def format_dataset_json(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    title: tuple[str, str],
    origin: tuple[str, str],
    key: Sequence[str] = (),
) -> str:
    """A dataset as Dataset-JSON; ``title`` is its name and label, ``key`` the variables that identify a record.

    ``origin``: the study, and the ISO 8601 date and time at which the file counts as created. Missing numbers and dates
    are null, missing text is "". One row a line, so that two versions can be compared.
    """
    (name, label), (study, created) = title, origin
    order = {variable: number for number, variable in enumerate(key, 1)}
    described = {
        "datasetJSONCreationDateTime": created,
        "datasetJSONVersion": VERSION,
        "originator": ORIGINATOR,
        "studyOID": study,
        "itemGroupOID": f"IG.{name}",
        "records": len(frame),
        "name": name,
        "label": label,
        "columns": [
            _describe(column, name, frame[column.name])
            | ({"keySequence": order[column.name]} if column.name in order else {})
            for column in columns
        ],
    }
    head = json.dumps(described, ensure_ascii=False)
    cells = [_format_cells(frame[column.name], column) for column in columns]
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in zip(*cells, strict=True))
    return f'{head[:-1]}, "rows": [\n{rows}\n]}}\n'


def _describe(column: Column, dataset: str, values: pd.Series) -> dict[str, Any]:
    described: dict[str, Any] = {
        "itemOID": f"IT.{dataset}.{column.name}",
        "name": column.name,
        "label": column.label,
        "dataType": _TYPES[column.type],
    }
    if column.type in _FORMATS:
        described |= {"targetDataType": "integer", "displayFormat": _FORMATS[column.type]}
    if column.type == "text":
        described["length"] = max((len(str(value).encode()) for value in values.unique()), default=1) or 1
    return described


def _format_cells(values: pd.Series, column: Column) -> list[Any]:
    if column.type == "text":
        return list(values)
    if column.type in _FORMATS:
        text = np.datetime_as_string(values.to_numpy("datetime64[s]"), unit="D" if column.type == "date" else "s")
        return [None if missing else str(one) for one, missing in zip(text, values.isna(), strict=True)]
    if column.type == "integer":
        return [None if missing else int(one) for one, missing in zip(values, values.isna(), strict=True)]
    return [None if missing else float(f"{one:.15g}") for one, missing in zip(values, values.isna(), strict=True)]
