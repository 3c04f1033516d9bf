"""The description of the archive keeps what RO-Crate 1.1 and the Workflow Run profile ask for.

A public checker (roc-validator 0.13.0, profile workflow-run-crate-0.5) passes all required checks of such an archive;
three recommended ones are left: they ask for web addresses that this project doesn't have.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from analysis.archive.crate import Build, Member, format_crate
from analysis.study import read_study

ROOT = Path(__file__).resolve().parents[2]
STUDY = read_study(ROOT / "tests/golden/study/study.yaml")
MEMBERS = [
    Member("Snakefile", 10, "a" * 64, "source"),
    Member("data/raw/dm.csv", 5, "b" * 64, "input"),
    Member("output/paper.html", 7, "c" * 64, "product"),
    Member(".work/logs/results.log", 3, "d" * 64, "log"),
]
BUILD = Build("1234abc", "2026-01-02", "2026-01-02T03:04:05+00:00", {"python": "3.11.2", "snakemake": "9.27.0"})


@pytest.fixture
def graph() -> dict[str, dict[str, Any]]:
    crate = json.loads(format_crate(STUDY, BUILD, MEMBERS, {"analysis/": "The program"}))
    assert crate["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    ids = [entity["@id"] for entity in crate["@graph"]]
    assert len(ids) == len(set(ids))
    return {entity["@id"]: entity for entity in crate["@graph"]}


def ids(value: Any) -> set[str]:
    return {one["@id"] for one in (value if isinstance(value, list) else [value])}


def test_the_descriptor_leads_to_the_root(graph: dict[str, dict[str, Any]]) -> None:
    descriptor = graph["ro-crate-metadata.json"]
    assert descriptor["@type"] == "CreativeWork"
    assert ids(descriptor["about"]) == {"./"}
    assert "https://w3id.org/ro/crate/1.1" in ids(descriptor["conformsTo"])


def test_the_root_says_what_it_is_and_holds_every_file(graph: dict[str, dict[str, Any]]) -> None:
    root = graph["./"]
    assert root["@type"] == "Dataset"
    assert root["name"] == "GOLDEN-1: Golden study"
    assert root["datePublished"] == "2026-01-02"
    assert "synthetic" in root["description"]
    assert ids(root["hasPart"]) == {"analysis/", *(member.path for member in MEMBERS)}
    assert "https://w3id.org/ro/wfrun/workflow/0.5" in ids(root["conformsTo"])
    assert ids(root["mainEntity"]) == {"Snakefile"}


def test_the_run_is_of_the_workflow_from_raw_data_to_products(graph: dict[str, dict[str, Any]]) -> None:
    assert set(graph["Snakefile"]["@type"]) == {"File", "SoftwareSourceCode", "ComputationalWorkflow"}
    (run,) = (entity for entity in graph.values() if entity["@type"] == "CreateAction")
    assert ids(graph["./"]["mentions"]) == {run["@id"]}
    assert ids(run["instrument"]) == {"Snakefile"}
    assert ids(run["object"]) == {"data/raw/dm.csv"}
    assert ids(run["result"]) == {"output/paper.html"}
    assert run["endTime"] == BUILD.ended


def test_each_file_has_size_digest_and_kind_and_data_their_own_licence(graph: dict[str, dict[str, Any]]) -> None:
    data = graph["data/raw/dm.csv"]
    assert (data["contentSize"], data["sha256"], data["encodingFormat"]) == ("5", "b" * 64, "text/csv")
    assert "publicdomain/zero" in data["license"]["@id"]
    assert "MIT" in graph["./"]["license"]["@id"]


def test_whatever_is_named_is_described(graph: dict[str, dict[str, Any]]) -> None:
    def named(value: Any) -> set[str]:
        if isinstance(value, dict):
            own = {value["@id"]} if set(value) == {"@id"} else set()
            return own.union(*(named(part) for part in value.values()))
        return set().union(*(named(part) for part in value)) if isinstance(value, list) else set()

    inside = {name for name in named(list(graph.values())) if not name.startswith("http")}
    assert inside <= set(graph)


def test_the_citation_file_has_what_its_schema_asks_for() -> None:
    """Valid by cffconvert 2.0.0 against the schema of version 1.2.0, too."""
    told = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(told)
    assert told["cff-version"] == "1.2.0"
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{told["version"]}"' in project
    assert f'license = "{told["license"]}"' in project
