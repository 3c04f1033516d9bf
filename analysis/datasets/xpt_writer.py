"""Datasets as SAS transport files, version 5 (SAS' technical paper TS-140)."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.datasets.schema import Column
from analysis.errors import DatasetError, Fault
from analysis.raw.ibm_float import format_ibm

RECORD = 80
LONGEST_LABEL = 40
LONGEST_TEXT = 200
MOST_VARIABLES = 9999
_NAME = re.compile(r"[A-Z_][A-Z0-9_]{0,7}")
_EPOCH = pd.Timestamp("1960-01-01")
#: Name and width of the SAS format of dates.
_FORMATS = {"date": ("DATE", 9), "datetime": ("DATETIME", 20)}


@dataclass(frozen=True)
class _Field:
    column: Column
    content: bytes
    length: int
    position: int


def format_xpt(frame: pd.DataFrame, columns: Sequence[Column], title: tuple[str, str], created: date) -> bytes:
    """A dataset as a transport file; ``title`` is its name and label, ``created`` stands in the header.

    Dates are days and datetimes seconds since 1960, with the formats DATE9. and DATETIME20.; missing numbers are ".";
    text is UTF-8 in the shortest length that holds it. The same data give the same bytes. Raises DatasetError with all
    names, labels and texts that are too long, and numbers too large or small for the format.
    """
    faults = list(_find_faults(frame, columns, title))
    if faults:
        raise DatasetError(faults)
    fields: list[_Field] = []
    position = 0
    for column in columns:
        content, length = _format_column(frame[column.name], column, title[0])
        fields.append(_Field(column, content, length, position))
        position += length
    names = b"".join(_format_namestr(field, number) for number, field in enumerate(fields, 1))
    head = _format_header(title, created, len(fields)) + _pad(names)
    return head + _line(b"OBS", "0" * 30) + _pad(_interleave(fields, len(frame)))


def _find_faults(frame: pd.DataFrame, columns: Sequence[Column], title: tuple[str, str]) -> Iterator[Fault]:
    name, label = title
    if not _NAME.fullmatch(name):
        yield Fault(name, "not a name of at most 8 capitals, digits and _", "rename the dataset")
    if len(label.encode()) > LONGEST_LABEL:
        yield Fault(name, f"the label is longer than {LONGEST_LABEL} bytes", "shorten it")
    if len(columns) > MOST_VARIABLES:
        yield Fault(name, f"more than {MOST_VARIABLES} variables", "split the dataset")
    for column in columns:
        where = f"{name}, {column.name}"
        if not _NAME.fullmatch(column.name):
            yield Fault(where, "not a name of at most 8 capitals, digits and _", "rename it")
        if len(column.label.encode()) > LONGEST_LABEL:
            yield Fault(where, f"the label is longer than {LONGEST_LABEL} bytes", "shorten it")
        if column.type == "text" and _longest(frame[column.name]) > LONGEST_TEXT:
            yield Fault(where, f"text longer than {LONGEST_TEXT} bytes", "shorten it, or split it over two variables")


def _longest(values: pd.Series) -> int:
    return max((len(str(value).encode()) for value in values.unique()), default=0)


def _format_column(values: pd.Series, column: Column, dataset: str) -> tuple[bytes, int]:
    """The column's cells one after another, and the length of each."""
    if column.type == "text":
        length = max(_longest(values), 1)
        codes, distinct = pd.factorize(values)
        cells = np.array([str(value).encode().ljust(length) for value in distinct], dtype=f"S{length}")
        return cells[codes].tobytes() if len(values) else b"", length
    try:
        return format_ibm(_numbers(values, column)), 8
    except OverflowError as error:
        raise DatasetError(Fault(f"{dataset}, {column.name}", str(error), "correct the value")) from None


def _numbers(values: pd.Series, column: Column) -> np.ndarray:
    if column.type not in _FORMATS:
        return values.to_numpy(np.float64)
    since = values - _EPOCH
    return (since.dt.days if column.type == "date" else since.dt.total_seconds()).to_numpy(np.float64)


def _interleave(fields: Sequence[_Field], records: int) -> bytes:
    """The records: of each the fields one after another."""
    parts = [np.frombuffer(f.content, dtype=np.uint8).reshape(records, f.length) for f in fields]
    return np.hstack(parts).tobytes() if records else b""


def _format_namestr(field: _Field, number: int) -> bytes:
    """The 140 bytes that describe a variable."""
    column = field.column
    name, width = _FORMATS.get(column.type, ("", 0))
    head = struct.pack(">hhhh", 2 if column.type == "text" else 1, 0, field.length, number)
    text = column.name.encode().ljust(8) + column.label.encode().ljust(40) + name.encode().ljust(8)
    formats = struct.pack(">hhh2x8shh", width, 0, 0, b" " * 8, 0, 0)
    return head + text + formats + struct.pack(">l52x", field.position)


def _format_header(title: tuple[str, str], created: date, variables: int) -> bytes:
    months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
    when = f"{created.day:02d}{months[created.month - 1]}{created.year % 100:02d}:00:00:00".encode()
    machine = b"9.4".ljust(8) + b"PYTHON".ljust(8) + b" " * 24 + when
    return b"".join(
        [
            _line(b"LIBRARY", "0" * 30),
            b"SAS     SAS     SASLIB  " + machine,
            when.ljust(RECORD),
            _line(b"MEMBER", "0" * 17 + "1600000000140"),
            _line(b"DSCRPTR", "0" * 30),
            b"SAS     " + title[0].encode().ljust(8) + b"SASDATA " + machine,
            when + b" " * 16 + title[1].encode().ljust(40) + b" " * 8,
            _line(b"NAMESTR", f"000000{variables:04d}" + "0" * 20),
        ]
    )


def _line(kind: bytes, digits: str) -> bytes:
    return b"HEADER RECORD*******" + kind.ljust(8) + b"HEADER RECORD!!!!!!!" + digits.encode() + b"  "


def _pad(content: bytes) -> bytes:
    return content + b" " * (-len(content) % RECORD)
