"""The start page: what is on it, where it leads, and nothing that a title could smuggle in."""

from __future__ import annotations

import re
from pathlib import Path

from analysis.documents.start_page import Check, Entry, File, Shelf, Step, render_build_page, render_start_page
from analysis.study import read_study

STUDY = read_study(Path(__file__).resolve().parents[1] / "golden/study/study.yaml")
HOSTILE = '<script>alert("1")</script>'
CHECK = Check("bad", "1,381", "printed numbers checked, 1 differ", File("verification.html", "HTML"))
ENTRY = Entry(HOSTILE, (File("../tables/a b.csv", "CSV"), File("x#y?.html", "HTML")), note='Table "1"')


def page(*entries: Entry) -> str:
    return render_start_page(STUDY, [CHECK], [Shelf("tables", "Tables", "", entries), Shelf("empty", "None", "", ())])


def test_checks_stand_first_with_their_state_and_lead_to_the_report() -> None:
    told = page(ENTRY)
    assert '<li class="bad"><a href="verification.html">' in told
    assert told.index("1,381") < told.index('id="tables"')


def test_titles_are_text_and_names_of_files_are_quoted() -> None:
    told = page(ENTRY)
    assert "<script>" not in told
    assert "&lt;script&gt;" in told
    assert 'href="../tables/a%20b.csv"' in told
    assert 'href="x%23y%3F.html"' in told
    assert 'aria-label="Table &quot;1&quot; &lt;script' in told


def test_an_empty_shelf_is_left_out_and_figures_are_shown() -> None:
    told = page(Entry("Flow", (File("../figures/flow.svg", "SVG"),), picture="../figures/flow.svg"))
    assert "None" not in told
    assert '<img src="../figures/flow.svg" alt=""' in told


def test_invented_data_are_stamped_on_both_pages() -> None:
    step = Step("Dataset adlb", "12 records", File("../.work/logs/a.log", "log"), (File("", "own.css"),), ())
    for told in (page(ENTRY), render_build_page(STUDY, [step], File("../.work/logs/steps.csv", "steps.csv"))):
        assert 'class="stamp">Synthetic data' in told
    assert "own.css" in told
    real = STUDY.model_copy(update={"study": STUDY.study.model_copy(update={"synthetic": False})})
    assert 'class="stamp"' not in render_start_page(real, [CHECK], [])


def test_the_page_loads_nothing_from_elsewhere() -> None:
    assert not re.findall(r"https?:|@import|url\(|<script|<link", page(ENTRY))
