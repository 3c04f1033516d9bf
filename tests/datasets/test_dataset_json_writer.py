import json
import re
from pathlib import Path
from typing import Any

from analysis.datasets.dataset_json_writer import format_dataset_json
from analysis.raw.dataset_json_reader import read_content
from tests.datasets.test_xpt_writer import COLUMNS, FRAME, TITLE

#: Attributes of Dataset-JSON 1.1, the required ones in capitals; no others are allowed.
TOP = {
    *("DATASETJSONCREATIONDATETIME", "DATASETJSONVERSION", "ITEMGROUPOID", "RECORDS", "NAME", "LABEL", "COLUMNS"),
    *("fileOID", "dbLastModifiedDateTime", "originator", "sourceSystem", "studyOID", "metaDataVersionOID"),
    *("metaDataRef", "rows"),
}
COLUMN = {"ITEMOID", "NAME", "LABEL", "DATATYPE", "targetDataType", "length", "displayFormat", "keySequence"}
TYPES = {"string", "integer", "decimal", "float", "double", "boolean", "datetime", "date", "time", "URI"}


def text() -> str:
    return format_dataset_json(FRAME, COLUMNS, TITLE, ("S", "2024-03-01T00:00:00"), ("USUBJID", "ADT"))


def keeps(attributes: dict[str, Any], allowed: set[str]) -> bool:
    known = {name.lower() for name in allowed}
    required = {name.lower() for name in allowed if name.isupper()}
    given = {name.lower() for name in attributes}
    return required <= given <= known


def test_the_attributes_are_those_of_the_standard() -> None:
    tree = json.loads(text())
    assert keeps(tree, TOP)
    assert re.fullmatch(r"1\.1(\.(0|([1-9][0-9]*)))?", tree["datasetJSONVersion"])
    assert tree["records"] == len(tree["rows"]) == 3
    for column in tree["columns"]:
        assert keeps(column, COLUMN)
        assert column["dataType"] in TYPES
        assert column.get("length", 1) >= 1
        assert ("targetDataType" in column) == (column["dataType"] in ("date", "datetime"))


def test_missing_values() -> None:
    rows = json.loads(text())["rows"]
    assert rows[1] == ["S-2", "", None, "1959-12-31", None]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    (tmp_path / "adlb.json").write_text(text(), encoding="utf-8")
    content = read_content(tmp_path / "adlb.json")
    assert content.labels["ADT"] == "Analysis Date"
    assert content.frame["AVAL"].iloc[2] == -1e30
    assert content.frame["ADTM"].tolist() == ["2024-02-29T23:59:59", "", "1960-01-01T00:00:00"]


def test_the_key_is_told_by_its_order() -> None:
    keys = {column["name"]: column.get("keySequence") for column in json.loads(text())["columns"]}
    assert keys == {"USUBJID": 1, "PARAM": None, "AVAL": None, "ADT": 2, "ADTM": None}
