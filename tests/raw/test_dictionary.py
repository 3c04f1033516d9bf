"""The data dictionary beside the raw data."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import RawDataError
from analysis.raw.dictionary import read_dictionary


def test_lines_are_read_as_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "dictionary.csv"
    path.write_text(
        'domain,variable,label,codelist,origin\nAE,AESER,Serious Event,"Y, N",collected\n', encoding="utf-8"
    )
    assert read_dictionary(path) == [
        {"domain": "AE", "variable": "AESER", "label": "Serious Event", "codelist": "Y, N", "origin": "collected"}
    ]


def test_a_column_that_is_needed_is_missed(tmp_path: Path) -> None:
    path = tmp_path / "dictionary.csv"
    path.write_text("domain,variable\n", encoding="utf-8")
    with pytest.raises(RawDataError, match="label"):
        read_dictionary(path)
