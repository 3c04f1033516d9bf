"""Quotes of facts in the protocol's texts, and the columns of its schedule."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import StudyError
from analysis.study import read_study
from analysis.study.quotes import check_quotes, check_schedule, find_quotes

GOLDEN = Path(__file__).resolve().parents[1] / "golden/study/study.yaml"


def test_quotes_are_names_in_braces() -> None:
    assert find_quotes("{infusions} infusions of {infusion_volume}, {} and {not a name}") == [
        "infusions",
        "infusion_volume",
    ]


def test_a_quote_without_a_fact_is_told_with_the_near_one() -> None:
    tree = {
        "facts": {"doses": {"value": 2}},
        "protocol": {"design": {"regimen": "{dosis} doses"}, "terms": {"A": "{doses}"}},
    }
    assert list(check_quotes(tree)) == [
        (("protocol", "design", "regimen"), "'dosis' is not in facts", "did you mean 'doses'?")
    ]


def test_a_column_of_the_schedule_must_exist() -> None:
    schedule = {"before": {"SCREEN": "Screening"}, "assessments": [{"label": "x", "visits": ["SCREEN", "W4", "W9"]}]}
    tree = {"visits": [{"id": "W4"}], "protocol": {"schedule": schedule}}
    ((loc, what, remedy),) = check_schedule(tree)
    assert loc == ("protocol", "schedule", "assessments", 0, "visits", 2)
    assert "W9" in what
    assert remedy == "known: SCREEN, W4"


def test_names_in_the_protocol_must_stand_for_something(tmp_path: Path) -> None:
    protocol = """
protocol:
  objectives: [{id: main, level: primary, text: To see, endpoints: [hgb]}]
  endpoints: [{id: hgb, label: Hemoglobin, parameter: HBG, analysis: mmrm}]
  estimands:
    - {id: e, label: E, objective: man, treatment: t, population: p, endpoint: hgb, summary: s, analysis: mmrm,
       missing: m, events: [{event: death, strategy: hypothetical}]}
"""
    path = tmp_path / "study.yaml"
    path.write_text(GOLDEN.read_text(encoding="utf-8") + protocol, encoding="utf-8")
    with pytest.raises(StudyError) as told:
        read_study(path)
    message = str(told.value)
    assert "'HBG' is not in parameters" in message
    assert "'man' is not in protocol.objectives" in message
    assert "did you mean 'main'?" in message
    assert "'death' is not in protocol.intercurrent_events" in message
