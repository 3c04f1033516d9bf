"""The golden study's datasets for other programs, read back by this project's readers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.datasets.files import format_dataset, read_dataset
from analysis.errors import DatasetError
from analysis.raw import dataset_json_reader, xpt_reader
from analysis.steps.export_dataset import run
from analysis.steps.step import Job

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
DATASETS = GOLDEN / "expected/data/datasets"


def export(name: str, dataset: Path, folder: Path) -> tuple[Path, Path]:
    """The dataset as transport file and as Dataset-JSON."""
    outputs = (folder / f"{name}.xpt", folder / f"{name}.json")
    inputs = {"study": (GOLDEN / "study/study.yaml",), "dataset": (dataset,)}
    for path, content in run(Job("export_dataset", name, inputs, outputs)).files.items():
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return outputs


@pytest.mark.parametrize("name", ["adsl", "adlb", "adtte"])
def test_the_values_are_those_of_the_dataset(name: str, tmp_path: Path) -> None:
    expected = read_dataset(DATASETS / f"{name}.csv", name.upper())
    xpt, json_file = export(name, DATASETS / f"{name}.csv", tmp_path)
    for content in (xpt_reader.read_content(xpt), dataset_json_reader.read_content(json_file)):
        assert list(content.frame) == list(expected)
        assert content.labels["USUBJID"] == "Unique Subject Identifier"
        numbers = expected.select_dtypes("float64").columns
        assert (content.frame[numbers] - expected[numbers]).abs().max().max() < 1e-9
        assert (content.frame[numbers].isna() == expected[numbers].isna()).all().all()
        texts = expected.select_dtypes(object).columns
        assert (content.frame[texts] == expected[texts]).all().all()


def test_the_files_are_dated_by_the_data(tmp_path: Path) -> None:
    xpt, json_file = export("adtte", DATASETS / "adtte.csv", tmp_path)
    described = json.loads(json_file.read_text(encoding="utf-8"))
    assert described["datasetJSONCreationDateTime"] == "2024-12-01T00:00:00"
    assert b"01DEC24:00:00:00" in xpt.read_bytes()


def test_a_text_that_does_not_fit_is_told_with_its_variable(tmp_path: Path) -> None:
    frame = read_dataset(DATASETS / "adae.csv", "ADAE")
    frame.loc[0, "AETERM"] = "µ" * 150
    (tmp_path / "long.csv").write_text(format_dataset(frame, "ADAE"), encoding="utf-8")
    with pytest.raises(DatasetError, match="ADAE, AETERM: text longer than 200 bytes"):
        export("adae", tmp_path / "long.csv", tmp_path)
