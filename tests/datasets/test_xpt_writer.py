"""What is written is read back by this project's reader, which was tried on public files, and by pandas."""

import io
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analysis.datasets.schema import Column
from analysis.datasets.xpt_writer import format_xpt
from analysis.errors import DatasetError, RawDataError
from analysis.raw.xpt_reader import read_content

COLUMNS = (
    Column("USUBJID", "Unique Subject Identifier"),
    Column("PARAM", "Parameter"),
    Column("AVAL", "Analysis Value", "float"),
    Column("ADT", "Analysis Date", "date"),
    Column("ADTM", "Analysis Datetime", "datetime"),
)
FRAME = pd.DataFrame(
    {
        "USUBJID": ["S-1", "S-2", "S-3"],
        "PARAM": ["Bilirubin (µmol/L)", "", "B"],
        "AVAL": [0.1, None, -1e30],
        "ADT": pd.to_datetime(["2024-02-29", "1959-12-31", ""], format="ISO8601"),
        "ADTM": pd.to_datetime(["2024-02-29T23:59:59", "", "1960-01-01T00:00:00"], format="ISO8601"),
    }
)
CREATED = date(2024, 3, 1)
TITLE = ("ADLB", "Laboratory Analysis Dataset")


def written(path: Path, frame: pd.DataFrame = FRAME, columns: tuple[Column, ...] = COLUMNS) -> Path:
    path.write_bytes(format_xpt(frame, columns, TITLE, CREATED))
    return path


def test_what_is_written_is_read(tmp_path: Path) -> None:
    content = read_content(written(tmp_path / "adlb.xpt"))
    assert content.labels == {column.name: column.label for column in COLUMNS}
    assert content.frame.fillna("-").to_numpy().tolist() == [
        ["S-1", "Bilirubin (µmol/L)", 0.1, "2024-02-29", "2024-02-29T23:59:59"],
        ["S-2", "", "-", "1959-12-31", ""],
        ["S-3", "B", -1e30, "", "1960-01-01T00:00:00"],
    ]
    assert not content.notes


def test_another_reader_agrees() -> None:
    data = format_xpt(FRAME.assign(PARAM="x" * 60), COLUMNS, TITLE, CREATED)  # pandas miscounts blank text at the end
    assert len(data) % 80 == 0
    read = pd.read_sas(io.BytesIO(data), format="xport", encoding="utf-8")
    assert read["USUBJID"].tolist() == ["S-1", "S-2", "S-3"]
    assert read["AVAL"].tolist()[::2] == pytest.approx([0.1, -1e30], rel=1e-15)
    assert read["ADT"].tolist()[:2] == [23435, -1]  # as R has it, too: days since 1960


def test_the_same_data_give_the_same_bytes() -> None:
    data = format_xpt(FRAME, COLUMNS, TITLE, CREATED)
    assert data == format_xpt(FRAME.copy(), COLUMNS, TITLE, CREATED)
    assert data.count(b"01MAR24:00:00:00") == 4


@pytest.mark.parametrize("records", [0, 1, 2, 3])
def test_records_of_blanks_are_kept_apart_from_padding(tmp_path: Path, records: int) -> None:
    frame = pd.DataFrame({"USUBJID": ["S-1", "", "S-3"][:records], "PARAM": ["x" * 70] * records}, dtype=object)
    content = read_content(written(tmp_path / "adlb.xpt", frame, COLUMNS[:2]))
    assert content.frame["USUBJID"].tolist() == frame["USUBJID"].tolist()


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        (Column("ANALYSISV", "Analysis Value"), "x", "at most 8 capitals"),
        (Column("aval", "Analysis Value"), "x", "at most 8 capitals"),
        (Column("AVAL", "A" * 41), "x", "label is longer than 40"),
        (Column("AVAL", "Analysis Value"), "µ" * 101, "text longer than 200 bytes"),
        (Column("AVAL", "Analysis Value", "float"), 1e76, "too large or too small"),
    ],
)
def test_what_does_not_fit_is_an_error(column: Column, value: object, told: str) -> None:
    with pytest.raises(DatasetError, match=told):
        format_xpt(pd.DataFrame({column.name: [value]}), (column,), TITLE, CREATED)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda data: data[:-40], "the transport file is cut off"),
        (lambda _: b"USUBJID,AVAL\n", "not a SAS transport file"),
        (lambda data: data.replace(b"LIBRARY ", b"LIBV8   "), "version 8"),
        (lambda data: data.replace(b"NAMESTR ", b"NAMESTRX"), "no variables"),
        (lambda data: data.replace(b"OBS     ", b"OBSX    "), "no records"),
    ],
)
def test_damaged_files_are_told(tmp_path: Path, change: object, told: str) -> None:
    assert callable(change)
    path = written(tmp_path / "adlb.xpt")
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(RawDataError, match=told):
        read_content(path)


def test_text_of_another_encoding_is_read_and_told(tmp_path: Path) -> None:
    path = written(tmp_path / "adlb.xpt")
    path.write_bytes(path.read_bytes().replace("µ".encode(), "µ ".encode("cp1252")))
    content = read_content(path)
    assert content.frame["PARAM"].iloc[0] == "Bilirubin (µ mol/L)"
    assert "PARAM is not UTF-8" in content.notes[0]
