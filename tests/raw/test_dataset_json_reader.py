import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from analysis.errors import RawDataError
from analysis.raw.dataset_json_reader import read_content

COLUMNS = [
    {"itemOID": "IT.USUBJID", "name": "USUBJID", "label": "Unique Subject Identifier", "dataType": "string"},
    {"itemOID": "IT.LBSTRESN", "name": "LBSTRESN", "label": "Result", "dataType": "double"},
    {"itemOID": "IT.LBSEQ", "name": "LBSEQ", "label": "Sequence", "dataType": "integer"},
    {"itemOID": "IT.X", "name": "EXACT", "label": "", "dataType": "decimal", "targetDataType": "decimal"},
    {"itemOID": "IT.ADT", "name": "ADT", "label": "Date", "dataType": "date", "targetDataType": "integer"},
]
ROWS = [["S-1 ", 1.5, 1, "0.1", "2024-01-10"], ["S-2", None, 2, None, None]]


def described(**changes: Any) -> dict[str, Any]:
    version = {"datasetJSONCreationDateTime": "2024-01-01T00:00:00", "datasetJSONVersion": "1.1.0"}
    return version | {"itemGroupOID": "IG.LB", "records": 2, "name": "LB", "label": "", "columns": COLUMNS} | changes


def write(path: Path, tree: dict[str, Any], rows: list[Any]) -> Path:
    if path.suffix == ".json":
        path.write_text(json.dumps(tree | {"rows": rows}), encoding="utf-8")
        return path
    text = "\n".join(json.dumps(line) for line in (tree, *rows)).encode()
    path.write_bytes(gzip.compress(text) if path.suffix == ".dsjc" else text)
    return path


@pytest.mark.parametrize("suffix", ["json", "ndjson", "dsjc"])
def test_types_labels_and_missing_values(tmp_path: Path, suffix: str) -> None:
    content = read_content(write(tmp_path / f"lb.{suffix}", described(), ROWS))
    assert content.labels["USUBJID"] == "Unique Subject Identifier"
    assert content.frame.fillna(-1).to_numpy().tolist() == [
        ["S-1", 1.5, 1, 0.1, "2024-01-10"],
        ["S-2", -1, 2, -1, ""],
    ]


@pytest.mark.parametrize(
    ("tree", "rows", "told"),
    [
        (described(records=3), ROWS, "2 rows where `records` says 3"),
        (described(), [ROWS[0], ["S-2"]], "1 rows don't have 5 values, the first is number 2"),
        (described(datasetJSONVersion="1.0.0"), ROWS, "Dataset-JSON of version 1.0.0"),
        ({"clinicalData": {}}, ROWS, "no Dataset-JSON"),
        (
            described(),
            [["S-1", "high", 1, "", ""], ROWS[1]],
            "lb.json, LBSTRESN, row 1: text in a numeric column: high",
        ),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, tree: dict[str, Any], rows: list[Any], told: str) -> None:
    with pytest.raises(RawDataError, match=told):
        read_content(write(tmp_path / "lb.json", tree, rows))


@pytest.mark.parametrize("name", ["lb.json", "lb.dsjc"])
def test_what_is_no_json(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"not json")
    with pytest.raises(RawDataError, match="not valid JSON"):
        read_content(tmp_path / name)
