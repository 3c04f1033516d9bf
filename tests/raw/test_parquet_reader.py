"""Numbers, texts, dates and missing values of Parquet files."""

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from analysis.errors import RawDataError
from analysis.raw.parquet_reader import read_content


def test_types_and_missing_values(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "usubjid": ["S-1 ", None],
            "LBSTRESN": [1.5, None],
            "LBSEQ": [1, 2],
            "ADT": [date(2024, 1, 10), None],
            "LBDT": [datetime(2024, 1, 10), None],  # noqa: DTZ001 - as SAS exports it
            "ADTM": [datetime(2024, 1, 10, 8, 30), None],  # noqa: DTZ001
            "AEREL": pl.Series(["Y", "N"], dtype=pl.Categorical),
        }
    )
    frame.write_parquet(tmp_path / "lb.parquet")
    content = read_content(tmp_path / "lb.parquet")
    assert list(content.frame.columns) == ["USUBJID", *frame.columns[1:]]
    assert content.frame.fillna(-1).to_numpy().tolist() == [
        ["S-1", 1.5, 1, "2024-01-10", "2024-01-10", "2024-01-10T08:30:00", "Y"],
        ["", -1, 2, "", "", "", "N"],
    ]


def test_what_is_no_parquet(tmp_path: Path) -> None:
    (tmp_path / "lb.parquet").write_bytes(b"no parquet")
    with pytest.raises(RawDataError, match=r"lb\.parquet: not a Parquet file"):
        read_content(tmp_path / "lb.parquet")
