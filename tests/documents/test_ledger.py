from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.documents.job import Folders, RenderJob
from analysis.documents.ledger import read_ledger
from analysis.errors import DocumentError
from tests.documents.made_up import made_study, made_table

DISPLAY = f'<figure id="display-base-table">{made_table()["html"]}</figure>'
OWN = '<p><span class="n" id="n_prose_1" data-row="a.b/n" data-form="i">12</span></p>'


@pytest.fixture
def job(tmp_path: Path) -> RenderJob:
    path = tmp_path / "data/results/displays/base-table.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(made_table()), encoding="utf-8")
    study = made_study()
    return RenderJob(study.document("note"), study, Folders(tmp_path, tmp_path, tmp_path, tmp_path))


def test_numbers_of_prose_and_displays_in_reading_order(job: RenderJob) -> None:
    assert read_ledger(f"{DISPLAY}{OWN}".encode(), job) == [
        {"id": "n_base_table_1", "text": "51", "row": "base.summary/AGE/ALL/mean", "form": "i"},
        {"id": "n_prose_1", "text": "12", "row": "a.b/n", "form": "i"},
    ]


def test_a_display_that_lost_a_number_is_told(job: RenderJob) -> None:
    with pytest.raises(DocumentError, match="n_base_table_1: a display's number is not in the page"):
        read_ledger(DISPLAY.replace("n_base_table_1", "n_base_table_2").replace("<p", "<p").encode(), job)


def test_a_number_without_a_row_is_told(job: RenderJob) -> None:
    with pytest.raises(DocumentError, match="is bound to no results row"):
        read_ledger(b'<p><span class="n" id="n_prose_1">12</span></p>', job)
