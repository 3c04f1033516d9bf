"""Reading CDISC Dataset-JSON 1.1: one JSON object, its form by lines (.ndjson), and that compressed (.dsjc)."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import Fault, RawDataError
from analysis.raw.content import Content, derive_text

NUMBERS = frozenset({"integer", "float", "double", "decimal"})
#: Packed text may grow so many times, or to so many bytes, before it is refused.
MOST_TIMES, SMALL = 200, 50_000_000
NEEDED = ("name", "columns", "records")


def read_content(path: Path) -> Content:
    """The dataset of a Dataset-JSON file.

    Raises RawDataError for what is no Dataset-JSON, and where rows, columns and the number of records don't fit.
    """
    try:
        described, rows = _read_lines(path) if path.suffix.lower() in (".ndjson", ".dsjc") else _read_object(path)
    except (ValueError, OSError, EOFError, zlib.error, RecursionError) as error:
        raise RawDataError(Fault(path.name, f"not valid JSON: {error}", "export the domain again")) from None
    check_description(described, path.name)
    columns = described["columns"]
    faults = list(_find_faults(described, rows, path.name))
    if faults:
        raise RawDataError(faults)
    names = [str(column["name"]).upper() for column in columns]
    frame = pd.DataFrame(rows, columns=pd.Index(names), dtype=object)
    typed = {name: _read_column(frame[name], column, path.name) for name, column in zip(names, columns, strict=True)}
    labels = {name: str(column.get("label", "")) for name, column in zip(names, columns, strict=True)}
    return Content(pd.DataFrame(typed, index=frame.index), labels)


def check_description(described: Any, name: str) -> None:
    """Raise RawDataError unless the metadata are those of a Dataset-JSON file of version 1.1."""
    if not isinstance(described, dict) or not all(key in described for key in NEEDED):
        what = f"no Dataset-JSON: {', '.join(NEEDED)} are needed at the top level"
        raise RawDataError(Fault(name, what, "export the domain as Dataset-JSON 1.1"))
    version = str(described.get("datasetJSONVersion", ""))
    if not version.startswith("1.1"):
        raise RawDataError(Fault(name, f"Dataset-JSON of version {version or 'unknown'}", "export it as version 1.1"))


def _read_object(path: Path) -> tuple[Any, list[Any]]:
    described = json.loads(path.read_text(encoding="utf-8-sig"))
    return described, described.get("rows", []) if isinstance(described, dict) else []


def _read_lines(path: Path) -> tuple[Any, list[Any]]:
    content = path.read_bytes()
    if path.suffix.lower() == ".dsjc":
        content = _unpack(content, path.name)
    lines = [json.loads(line) for line in content.decode("utf-8-sig").split("\n") if line.strip()]
    return (lines[0], lines[1:]) if lines else ({}, [])


def _unpack(content: bytes, name: str) -> bytes:
    """The packed text (gzip or zlib). RawDataError where it is larger than data can be that were packed so small."""
    most = max(SMALL, MOST_TIMES * len(content))
    unpacking = zlib.decompressobj(wbits=47)  # 15 bits, and 32: whichever of the two it is
    text = unpacking.decompress(content, most)
    if unpacking.unconsumed_tail:
        what = f"it unpacks to more than {MOST_TIMES} times its size: no data do"
        raise RawDataError(Fault(name, what, "export the domain again"))
    if not unpacking.eof or unpacking.unused_data:
        raise EOFError("its packed text doesn't end where it does")
    return text


def _find_faults(described: dict[str, Any], rows: list[Any], name: str) -> list[Fault]:
    width = len(described["columns"])
    faults = []
    uneven = [number for number, row in enumerate(rows, 1) if len(row) != width]
    if uneven:
        what = f"{len(uneven)} rows don't have {width} values, the first is number {uneven[0]}"
        faults.append(Fault(name, what, "export the domain again"))
    if described["records"] != len(rows):
        faults.append(Fault(name, f"{len(rows)} rows where `records` says {described['records']}", "export it again"))
    return faults


def _read_column(values: pd.Series, column: dict[str, Any], name: str) -> pd.Series:
    if column.get("dataType") in NUMBERS:
        numbers = pd.to_numeric(values.where(values.notna(), np.nan), errors="coerce").astype("float64")
        wrong = numbers.isna() & values.notna() & (values != "")
        if wrong.any():
            where = f"{name}, {column['name']}, row {int(wrong.argmax()) + 1}"
            raise RawDataError(Fault(where, f"text in a numeric column: {values[wrong].iloc[0]}", "correct the value"))
        return numbers
    return derive_text(values)
