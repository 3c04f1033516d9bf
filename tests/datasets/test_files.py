from pathlib import Path

import pandas as pd
import pytest

from analysis.datasets import adtte
from analysis.datasets.checking import check_dataset
from analysis.datasets.files import derive_frame, format_dataset, read_dataset
from analysis.datasets.schema import read_columns
from analysis.errors import DatasetError
from tests.datasets.small import make_study


def example() -> pd.DataFrame:
    values: dict[str, object] = {column.name: "x" for column in adtte.COLUMNS}
    values |= {"USUBJID": ["S-1", "S-2"], "PARAMN": [1, None], "AVAL": [0.1 + 0.2, -0.0], "CNSR": [0.0, 1.0]}
    values |= {"STARTDT": pd.to_datetime(["2024-01-10", ""]), "ADT": pd.to_datetime(["2024-02-01", "2024-03-01"])}
    return derive_frame(pd.DataFrame(values), adtte.COLUMNS)


def test_the_text_of_a_dataset() -> None:
    lines = format_dataset(example(), "ADTTE").splitlines()
    assert lines[0].startswith("STUDYID,USUBJID,TRTP")
    assert lines[1] == "x,S-1,x,x,x,x,1,2024-01-10,2024-02-01,0.3,x,0,x,x,x,x"
    assert lines[2] == "x,S-2,x,x,x,x,,,2024-03-01,0,x,1,x,x,x,x"


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    (tmp_path / "adtte.csv").write_text(format_dataset(example(), "ADTTE"), encoding="utf-8")
    back = read_dataset(tmp_path / "adtte.csv", "ADTTE")
    pd.testing.assert_frame_equal(back, example(), rtol=1e-14)
    assert format_dataset(back, "ADTTE") == format_dataset(example(), "ADTTE")


def test_a_dataset_without_records_keeps_its_types(tmp_path: Path) -> None:
    (tmp_path / "adtte.csv").write_text(format_dataset(example().head(0), "ADTTE"), encoding="utf-8")
    pd.testing.assert_frame_equal(read_dataset(tmp_path / "adtte.csv", "ADTTE"), example().head(0))


def test_a_missing_dataset_or_column_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="build ADTTE first"):
        read_dataset(tmp_path / "adtte.csv", "ADTTE")
    (tmp_path / "adtte.csv").write_text("STUDYID\n")
    with pytest.raises(DatasetError, match=r"adtte.csv, AVAL: the column is missing"):
        read_dataset(tmp_path / "adtte.csv", "ADTTE")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda f: pd.concat([f, f]), "records share their key USUBJID, PARAMCD"),
        (lambda f: f.drop(columns="AVAL"), "ADTTE, AVAL: the column is missing"),
        (lambda f: f.assign(EXTRA=""), "ADTTE, EXTRA: a column that COLUMNS doesn't have"),
        (lambda f: f.assign(EVNTDESC=""), "ADTTE, EVNTDESC, subjects S-1: a value is missing"),
        (lambda f: f.assign(TRTP="x" * 201), "text longer than 200"),
        (lambda f: f.head(0), "0 records where 1 are expected"),
    ],
)
def test_what_a_dataset_must_satisfy(change: object, told: str) -> None:
    frame = example().head(1)
    check_dataset(make_study(), "ADTTE", frame, 1)
    assert callable(change)
    with pytest.raises(DatasetError, match=told):
        check_dataset(make_study(), "ADTTE", change(frame), 1)


@pytest.mark.parametrize("name", ["ADSL", "ADLB", "ADVS", "ADEFF", "ADAE", "ADTTE"])
def test_names_and_labels_fit_transport_files(name: str) -> None:
    columns = read_columns(name)
    assert all(len(column.name) <= 8 and 0 < len(column.label) <= 40 for column in columns)
    assert len({column.name for column in columns}) == len(columns)
