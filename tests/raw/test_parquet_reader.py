"""Needs pyarrow, which is optional: without it a Parquet file is an error that says so."""

import importlib.util
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import RawDataError
from analysis.raw.parquet_reader import read_content

HAS_PYARROW = importlib.util.find_spec("pyarrow") is not None


@pytest.mark.skipif(HAS_PYARROW, reason="pyarrow is there")
def test_without_pyarrow_the_remedy_is_told(tmp_path: Path) -> None:
    with pytest.raises(RawDataError, match="reading Parquet needs pyarrow"):
        read_content(tmp_path / "lb.parquet")


@pytest.mark.skipif(not HAS_PYARROW, reason="pyarrow is not installed")
def test_types_and_missing_values(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "usubjid": ["S-1 ", None],
            "LBSTRESN": [1.5, None],
            "LBSEQ": [1, 2],
            "ADT": pd.to_datetime(["2024-01-10", ""]),
            "ADTM": pd.to_datetime(["2024-01-10T08:30", ""]),
        }
    )
    frame.to_parquet(tmp_path / "lb.parquet")
    content = read_content(tmp_path / "lb.parquet")
    assert content.frame.fillna(-1).to_numpy().tolist() == [
        ["S-1", 1.5, 1, "2024-01-10", "2024-01-10T08:30:00"],
        ["", -1, 2, "", ""],
    ]


@pytest.mark.skipif(not HAS_PYARROW, reason="pyarrow is not installed")
def test_what_is_no_parquet(tmp_path: Path) -> None:
    (tmp_path / "lb.parquet").write_bytes(b"no parquet")
    with pytest.raises(RawDataError, match="not a Parquet file"):
        read_content(tmp_path / "lb.parquet")
