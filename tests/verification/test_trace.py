"""The table of origins: a line for each display and each number in the text, with the way back."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.results.table import Results, Row
from analysis.study import read_study
from analysis.verification.trace import Lookup, derive_trace, format_trace, render_trace

STUDY = read_study(Path(__file__).resolve().parents[1] / "golden/study/study.yaml")
STUDY = STUDY.model_copy(update={"documents": tuple(d for d in STUDY.documents if d.id == "paper")})
TOLD: dict[str, Any] = {"dataset": "ADSL", "population": "safety", "stat_label": "", "n": 3, "stat": 3.0}
ROWS = Results(
    Row(analysis=analysis, context="c", stat_name="n", script=script, **TOLD)
    for analysis, script in (
        ("baseline", "analysis/results/baseline.py:estimate"),
        ("flow", "analysis/results/flow.py:estimate"),
    )
)
BUNDLE: dict[str, Any] = {
    "id": "baseline",
    "title": "Characteristics <1>",
    "produces": "table",
    "files": {},
    "drawn": [],
}
BUNDLE |= {"numbers_in_documents": {"paper": "Table 1"}, "anchors": [{"id": "n_baseline_1", "row": "baseline.c/n"}]}
LEDGER = [
    {"id": "n_prose_1", "text": "3", "row": "flow.c/n", "form": "i"},
    {"id": "n_baseline_1", "text": "3", "row": "baseline.c/n", "form": "i"},
    {"id": "n_prose_2", "text": "2", "row": "study:facts/doses/value", "form": "text"},
]
PAGE = b"""<html><body><p>Of these, <span class="n" id="n_prose_1">3</span> were treated, with
<span class="n" id="n_prose_2">2</span> doses.</p></body></html>"""
LOOKUP = Lookup(lambda name: f"{name.split(':')[0]}:7", lambda _: 11, {"ADSL": ("DM", "EX")})
TRACES = derive_trace(STUDY, ROWS, [BUNDLE], {"paper": {"anchors": LEDGER, "page": PAGE}}, LOOKUP)


def test_each_display_and_each_number_of_the_text_has_one_line() -> None:
    assert [(t.item, t.program, t.dataset, t.raw_data) for t in TRACES] == [
        ("Table 1", "analysis/results/baseline.py:7; kind:7", "ADSL", "DM; EX"),
        ("n_prose_1", "analysis/results/flow.py:7", "ADSL", "DM; EX"),
        ("n_prose_2", "study.yaml:11", "none: a fact of the design", "none"),
    ]


def test_a_number_stands_in_the_words_around_it() -> None:
    assert [t.shows for t in TRACES] == [
        "Characteristics <1> (1 numbers)",
        "Of these, [3] were treated, with 2…",
        "Of these, 3 were treated, with [2] doses.",
    ]


def test_file_and_page_hold_the_same_lines() -> None:
    lines = list(csv.DictReader(io.StringIO(format_trace(TRACES))))
    assert [line["item"] for line in lines] == [t.item for t in TRACES]
    assert "'=1+1" in format_trace([replace(TRACES[0], shows="=1+1")])  # a spreadsheet must not run it
    page = render_trace(STUDY, TRACES)
    assert "Characteristics &lt;1&gt;" in page
    assert "1 displays, 2 numbers in the text" in page
    assert "<script" not in page
