"""The reporting event holds what the standard asks for, and every result once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from analysis.documents.exports import ars
from analysis.documents.exports.ars import format_ars
from analysis.documents.exports.ars_schema import check_ars
from analysis.errors import DocumentError
from analysis.results.table import Results, Row
from tests.documents.made_up import made_study


def row(**changes: Any) -> Row:
    told: dict[str, Any] = {
        "analysis": "visits",
        "context": "change",
        "dataset": "ADLB",
        "population": "safety",
        "stat_name": "mean",
        "stat_label": "Mean",
        "stat": 1.25,
        "n": 12,
        "variable": "HGB",
        "visit": "W4",
        "group1": "TRT01P",
        "group1_level": "ACT",
        "method": "Descriptive statistics",
    }
    return Row(**told | changes)


ROWS = (
    row(),
    row(stat_name="sd", stat=0.5),
    row(group1_level="ALL", stat=float("nan"), error="too few"),
    row(
        context="difference", stat_name="estimate", group2="TRT01P", group2_level="PBO", method="Model", options="REML"
    ),
    row(analysis="base", context="tabulate", variable="SEX", variable_level="F", visit="", stat_name="n", stat=7.0),
)


def event() -> dict[str, Any]:
    text = format_ars(made_study(), Results(ROWS), {ROWS[0].id: "1.3"}, {"base-table": ["t.html", "t.rtf"]})
    made: dict[str, Any] = json.loads(text)
    return made


def test_every_result_stands_once_with_its_groups() -> None:
    made = event()
    results = [result for analysis in made["analyses"] for result in analysis["results"]]
    assert len(results) == len(ROWS)
    assert results[0] == {
        "operationId": "METHOD.change.1.mean",
        "resultGroups": [
            {"groupingId": "TRT01P", "groupId": "TRT01P.ACT"},
            {"groupingId": "AVISIT", "groupValue": "W4"},
        ],
        "rawValue": "1.25",
        "formattedValue": "1.3",
    }
    assert "rawValue" not in results[2]
    assert results[2]["formattedValue"] == "NE"


def test_an_analysis_names_set_subset_method_and_reason() -> None:
    first = event()["analyses"][0]
    assert (first["analysisSetId"], first["dataSubsetId"], first["variable"]) == (
        "SET.safety",
        "SUBSET.ADLB.HGB",
        "CHG",
    )
    assert first["reason"] == {"controlledTerm": "SPECIFIED IN SAP"}
    assert [grouping["groupingId"] for grouping in first["orderedGroupings"]] == ["TRT01P", "AVISIT"]


def test_all_groups_together_are_the_groups_joined() -> None:
    treatment = next(g for g in event()["analysisGroupings"] if g["id"] == "TRT01P")
    everyone = treatment["groups"][-1]
    assert everyone["compoundExpression"]["logicalOperator"] == "OR"
    assert [c["subClauseId"] for c in everyone["compoundExpression"]["whereClauses"]] == ["TRT01P.PBO", "TRT01P.ACT"]


def test_what_the_standard_asks_for_is_checked() -> None:
    made = event()
    assert check_ars(made) == []
    del made["analyses"][0]["reason"]
    made["analyses"][1]["methodId"] = "METHOD.none"
    made["outputs"][0]["colour"] = "red"
    made["methods"][0]["operations"][0]["order"] = "1"
    assert check_ars(made) == [
        "methods[0].operations[0].order: '1' is no int",
        "analyses[0]: Analysis lacks reason",
        "outputs[0]: Output has no colour",
        "analyses[1].methodId: refers to METHOD.none, which is not defined",
    ]


def test_a_fault_stops_the_export(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ars, "REASONS", {"secondary": "BY CHANCE"})
    with pytest.raises(DocumentError, match="is no AnalysisReasonEnum"):
        event()
