"""The trial's own files once more, by nothing that the first route reads them with: each cell as text.

CSV by Python's csv module, Dataset-JSON by its json, SAS transport files (SAS' technical paper TS-140) byte by byte;
pandas' reader of these takes 0 for a small number and loses short records. Parquet has no other reader here than
polars, but what becomes of its values is worked out again.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from analysis.verification.recompute_trial import Record, read_records

START, RECORD = b"HEADER RECORD*******", 80


def read_again(path: Path) -> tuple[Record, ...]:
    """The records of a file that the first route has read; the form is told by the name's end."""
    form = path.suffix.lower()
    if form == ".csv":
        return read_records(path)
    if form == ".xpt":
        return _read_transport(path)
    if form == ".parquet":
        import polars

        return _format_records(polars.read_parquet(path).iter_rows(named=True))
    return _read_json(path)


def _read_transport(path: Path) -> tuple[Record, ...]:
    """The first dataset of the file: a description of so many bytes for each variable, then records without a gap."""
    data = path.read_bytes()
    size, count = (int(data[_find(data, word) + at :][:4]) for word, at in ((b"MEMBER  ", 74), (b"NAMESTR ", 54)))
    described = _find(data, b"NAMESTR ") + RECORD
    fields = [data[described + size * number :][:size] for number in range(count)]
    lengths = [int.from_bytes(field[4:6], "big") for field in fields]
    first = _find(data, b"OBS     ", described) + RECORD
    last = data.find(START + b"MEMBER  ", first)
    body, width = data[first : last if last > 0 else len(data)], sum(lengths)
    lines = [body[at : at + width] for at in range(0, len(body) - width + 1, width)]
    while lines and not lines[-1].strip() and (len(lines) - 1) * width > len(body) - RECORD:
        lines.pop()  # what fills the last 80 bytes
    return _format_records(dict(_cut(line, fields, lengths)) for line in lines)


def _find(data: bytes, word: bytes, after: int = 0) -> int:
    return data.index(START + word, after)


def _cut(line: bytes, fields: Sequence[bytes], lengths: Sequence[int]) -> Iterator[tuple[str, object]]:
    for field, length in zip(fields, lengths, strict=True):
        at = int.from_bytes(field[84:88], "big")
        cell = line[at : at + length]
        yield field[8:16].decode("ascii").strip(), cell if field[1] == 2 else _read_number(cell)


def _read_number(cell: bytes) -> float:
    """IBM's floating point: sign and a power of 16 in the first byte, then the fraction; a letter with 0 is missing."""
    fraction = int.from_bytes(cell[1:], "big")
    if not fraction:
        return 0.0 if not cell[0] & 0x7F else math.nan
    value = math.ldexp(fraction, 4 * ((cell[0] & 0x7F) - 64) - 8 * (len(cell) - 1))
    return -value if cell[0] & 0x80 else value


def _read_json(path: Path) -> tuple[Record, ...]:
    content = path.read_bytes()
    if path.suffix.lower() == ".dsjc":
        content = zlib.decompress(content, wbits=47)
    text = content.decode("utf-8-sig")
    if path.suffix.lower() == ".json":
        described = json.loads(text)
        rows = described.get("rows", ())
    else:
        described, *rows = (json.loads(line) for line in text.split("\n") if line.strip())
    names = [column["name"] for column in described["columns"]]
    return _format_records(dict(zip(names, row, strict=True)) for row in rows)


def _format_records(records: Iterable[Mapping[str, object]]) -> tuple[Record, ...]:
    return tuple({name.upper(): _format_cell(value) for name, value in record.items()} for record in records)


def _format_cell(value: object) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8").strip()
        except UnicodeDecodeError:
            return value.decode("cp1252", "replace").strip()
    return f"{value:.15g}" if isinstance(value, float) else str(value).strip()
