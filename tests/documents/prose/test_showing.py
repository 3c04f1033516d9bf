"""Displays in a document: its own style of statistics, and the patients behind a count where it may list them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analysis.documents.places import Places
from analysis.documents.prose.showing import format_show
from analysis.documents.session import Session
from analysis.results.table import Results
from tests.documents.made_up import made_study, made_table


def show(folder: Path, **document: Any) -> str:
    block = {"id": "base-table", "kind": "baseline-table", "title": "Who", "analyses": ["base"]}
    documents = [{"id": "note", "source": "note.qmd"} | document]
    study = made_study(displays=[block | {"numbers": {"note": "Table 1"}}], documents=documents)
    bundle = made_table() | {
        "counted": {"subjects": ["</script>"], "counts": {"n_base_table_1": [0]}},
        "profiles": {"sampl": {"html": "<p>SAMPL</p>"}},
    }
    path = folder / "data/results/displays/base-table.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(bundle), encoding="utf-8")
    return format_show(Session("note", study, Results(()), Places("", str(folder))), "base-table")


def test_a_report_lists_patients_and_a_paper_does_not(tmp_path: Path) -> None:
    listed = '<script type="application/json" class="counted">'
    assert listed in show(tmp_path, kind="Clinical Study Report")
    assert listed not in show(tmp_path, kind="Clinical Study Report", listed_subjects=False)
    assert listed not in show(tmp_path)
    assert listed in show(tmp_path, listed_subjects=True)


def test_a_hostile_name_cannot_end_the_list(tmp_path: Path) -> None:
    told = show(tmp_path, listed_subjects=True).partition('class="counted">')[2].partition("</script>")[0]
    assert json.loads(told)["subjects"] == ["</script>"]


@pytest.mark.parametrize(("profile", "there"), [("journal", False), ("sampl", True)])
def test_each_document_has_its_own_style(tmp_path: Path, profile: str, there: bool) -> None:
    assert ("<p>SAMPL</p>" in show(tmp_path, profile=profile)) is there
