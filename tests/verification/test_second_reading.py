"""The same records from each form of a file, by readers that the first route doesn't have."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

from analysis.datasets.schema import Column
from analysis.datasets.xpt_writer import format_xpt
from analysis.verification.second_reading import read_again

NAMES = ("USUBJID", "EXTRT", "EXDOSE")
ROWS: list[tuple[str, str, float | None]] = [("01", "Zäpfchen", 2.5), ("02", "CELLS", 0.0), ("03", "", None)]
EXPECTED = tuple(
    dict(zip(NAMES, line, strict=True)) for line in (("01", "Zäpfchen", "2.5"), ("02", "CELLS", "0"), ("03", "", ""))
)


def as_csv(_: str) -> bytes:
    return "usubjid,EXTRT,EXDOSE\n01,Zäpfchen ,2.5\n02,CELLS,0\n03,,\n".encode("utf-8-sig")


def as_transport(_: str) -> bytes:
    types = ("text", "text", "float")
    columns = [Column(name, name, kind) for name, kind in zip(NAMES, types, strict=True)]  # type: ignore[arg-type]
    return format_xpt(pd.DataFrame(ROWS, columns=list(NAMES)), columns, ("EX", "Exposure"), date(2024, 1, 1))


def as_parquet(folder: str) -> bytes:
    path = Path(folder) / "made.parquet"
    pl.DataFrame(ROWS, schema=list(NAMES), orient="row").write_parquet(path)
    return path.read_bytes()


def as_json(_: str) -> bytes:
    return json.dumps({"columns": [{"name": name} for name in NAMES], "rows": ROWS}).encode()


def as_lines(_: str) -> bytes:
    head = {"columns": [{"name": name} for name in NAMES]}
    return "\n".join(json.dumps(line) for line in (head, *ROWS)).encode()


FORMS: dict[str, Callable[[str], bytes]] = {
    "csv": as_csv,
    "xpt": as_transport,
    "parquet": as_parquet,
    "json": as_json,
    "ndjson": as_lines,
    "dsjc": lambda folder: zlib.compress(as_lines(folder)),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_same_records_from_each_form(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"ex.{form}"
    path.write_bytes(FORMS[form](str(tmp_path)))
    assert read_again(path) == EXPECTED
