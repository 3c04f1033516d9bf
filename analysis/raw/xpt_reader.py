"""Reading SAS transport files, version 5 (the layout is SAS' technical paper TS-140)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errors import Fault, RawDataError
from analysis.raw.content import Content
from analysis.raw.ibm_float import read_ibm
from analysis.raw.sas_dates import derive_iso

RECORD = 80
_START = b"HEADER RECORD*******"
_LIBRARY = _START + b"LIBRARY HEADER RECORD!!!!!!!"
_VERSION_8 = _START + b"LIBV8   HEADER RECORD!!!!!!!"
_MEMBER = _START + b"MEMBER  HEADER RECORD!!!!!!!"
_NAMES = _START + b"NAMESTR HEADER RECORD!!!!!!!"
_DATA = _START + b"OBS     HEADER RECORD!!!!!!!"
#: Fields of a variable's description that matter here; what is left out are widths and justifications.
_NAMESTR = np.dtype(
    {
        "names": ["kind", "length", "name", "label", "format", "position"],
        "formats": [">i2", ">i2", "S8", "S40", "S8", ">i4"],
        "offsets": [0, 4, 8, 16, 56, 84],
        "itemsize": 140,
    }
)


@dataclass(frozen=True)
class Variable:
    """A column of the file: ``kind`` is 1 for numbers, 2 for text; ``position`` in the record."""

    name: str
    label: str
    kind: int
    length: int
    position: int
    sas_format: str


def read_content(path: Path) -> Content:
    """The first dataset of a transport file. Raises RawDataError for another kind of file, or a damaged one."""
    data = path.read_bytes()
    if data.startswith(_VERSION_8):
        raise RawDataError(
            Fault(path.name, "a transport file of version 8", "export it as version 5 (SAS: XPORT engine)")
        )
    if not data.startswith(_LIBRARY) or _MEMBER not in data:
        raise RawDataError(Fault(path.name, "not a SAS transport file", "export the domain again"))
    variables, start = _read_variables(data, path.name)
    records = _read_records(data, start, variables, path.name)
    notes: list[str] = []
    columns = {v.name: _read_column(records[v.name], v, notes) for v in variables}
    return Content(pd.DataFrame(columns), {v.name: v.label for v in variables}, tuple(notes))


def _read_variables(data: bytes, name: str) -> tuple[list[Variable], int]:
    """The variables, and where the records begin."""
    header = data.find(_NAMES)
    if header < 0:
        raise RawDataError(Fault(name, "the transport file is damaged: no variables", "export the domain again"))
    size = int(data[data.find(_MEMBER) + 74 : data.find(_MEMBER) + 78])
    count = int(data[header + 54 : header + 58])
    begin = header + RECORD
    block = np.frombuffer(data[begin : begin + size * count], dtype=np.uint8).reshape(count, size)
    described = np.ascontiguousarray(block[:, :140]) if size >= 140 else np.pad(block, ((0, 0), (0, 140 - size)))
    variables = [_read_variable(one) for one in described.view(_NAMESTR).reshape(-1)]
    _check_places(variables, name)
    start = data.find(_DATA, begin)
    if start < 0:
        raise RawDataError(Fault(name, "the transport file is damaged: no records", "export the domain again"))
    return variables, start + RECORD


def _check_places(variables: list[Variable], name: str) -> None:
    """Each variable has a length that its kind can have, and a place of its own in the record."""
    end = 0
    for variable in sorted(variables, key=lambda v: v.position):
        fits = variable.kind == 2 or (variable.kind == 1 and variable.length <= 8)
        if variable.length < 1 or variable.position != end or not fits:
            what = f"the transport file is damaged: {variable.name or 'a variable'} has no place in the records"
            raise RawDataError(Fault(name, what, "export the domain again"))
        end += variable.length
    if not variables:
        raise RawDataError(Fault(name, "the transport file is damaged: no variables", "export the domain again"))


def _read_variable(field: np.void) -> Variable:
    text = {key: bytes(field[key]).decode("utf-8", "replace").strip(" \0") for key in ("name", "label", "format")}
    return Variable(
        text["name"].upper(),
        text["label"],
        int(field["kind"]),
        int(field["length"]),
        int(field["position"]),
        text["format"],
    )


def _read_records(data: bytes, start: int, variables: list[Variable], name: str) -> np.ndarray:
    """The records as a structured array; blanks that only fill up the last 80 bytes are no record."""
    width = sum(variable.length for variable in variables)
    end = data.find(_MEMBER, start)
    block = data[start : end if end > 0 else len(data)]
    if len(block) % RECORD:
        raise RawDataError(Fault(name, "the transport file is cut off", "copy or export it again, in binary mode"))
    count = len(block) // width
    while (
        count
        and len(block) - (count - 1) * width <= RECORD
        and not block[(count - 1) * width : count * width].strip(b" ")
    ):
        count -= 1
    layout = np.dtype(
        {
            "names": [variable.name for variable in variables],
            "formats": [f"V{variable.length}" for variable in variables],
            "offsets": [variable.position for variable in variables],
            "itemsize": width,
        }
    )
    return np.frombuffer(block, dtype=layout, count=count)


def _read_column(raw: np.ndarray, variable: Variable, notes: list[str]) -> pd.Series:
    raw = np.ascontiguousarray(raw)
    if variable.kind == 1:
        return derive_iso(pd.Series(read_ibm(raw, variable.length)), variable.sas_format)
    codes, distinct = pd.factorize(raw.view(f"S{variable.length}").astype(object), use_na_sentinel=False)
    texts = [_decode(value) for value in distinct]
    strange = [text for text, value in zip(texts, distinct, strict=True) if text.encode() != value.strip()]
    if strange:
        notes.append(f"{variable.name} is not UTF-8 and was read as Windows-1252: {strange[0]}")
    return pd.Series(pd.Index(texts, dtype=object).take(codes), dtype=object)


def _decode(value: bytes) -> str:
    """Text without its blanks. Transport files don't say how text is encoded: UTF-8, or else Windows' Western set."""
    try:
        return value.decode("utf-8").strip()
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace").strip()
