"""A checklist is filled by what the finished files hold; places are found, not typed."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from analysis.documents.checklist.filling import derive_checklist, format_csv
from analysis.documents.checklist.items import Item, read_checklists
from analysis.documents.checklist.places import find_places
from analysis.documents.checklist.sheet import format_checklist
from analysis.errors import DocumentError, TrialError

ROOT = Path(__file__).resolve().parents[3]
PAGE = """<html><body><main><h1>A randomized trial</h1><h2>Methods</h2><h3>People</h3>
<p>They came. <span class="item" id="item-12a" data-no="12a D5"></span><b>Adults</b> with cirrhosis
(<a href="#display-flow">Figure 1</a>) took part, one two three four five six seven eight nine.</p>
<h2>Results</h2><p><span class="item" id="item-25" data-no="25"></span>All were <i>well</i>.</p></main></body></html>"""


def item(mark: str, title: str = "") -> Item:
    return Item("A list", mark, mark, "Methods", f"Topic {mark}", f"Asks for {mark}", title)


def test_a_place_is_told_by_its_headings_first_words_and_displays() -> None:
    title, people, dose, results = find_places(PAGE.encode())
    assert (title.mark, title.words) == ("title", "A randomized trial")
    assert (people.mark, dose.mark, people.sections) == ("12a", "D5", ("Methods", "People"))
    assert people.words == "Adults with cirrhosis (Figure 1) took part, one two three four five six seven …"
    assert (people.displays, people.target) == (("Figure 1",), "item-12a")
    assert (results.sections, results.words) == (("Results",), "All were well.")


def test_an_item_is_reported_missing_or_does_not_apply_with_its_reason() -> None:
    items = [item("1a", "randomi[sz]ed"), item("12a"), item("D5"), item("25"), item("8"), item("17a")]
    filled = derive_checklist(items, {"17a": "Not randomized"}, PAGE.encode(), None)
    lines = list(csv.DictReader(io.StringIO(format_csv(filled))))
    assert [line["status"] for line in lines] == [*["reported"] * 4, "missing", "does not apply"]
    assert lines[1]["where"] == "Methods, People; Figure 1"
    assert lines[5]["reason"] == "Not randomized"
    text = format_checklist(filled, "paper.html")
    assert "**6 items: 4 reported, 1 do not apply, 1 missing (8).**" in text
    assert '<a href="paper.html#item-12a">`{=html}Methods, People; Figure 1`</a>' in text
    assert "*Does not apply:* Not randomized" in text


def test_no_spreadsheet_runs_a_reason() -> None:
    reason = '=HYPERLINK("http://example.org", "x")'
    filled = derive_checklist([item("12a"), item("D5"), item("25"), item("8")], {"8": reason}, PAGE.encode(), None)
    assert list(csv.DictReader(io.StringIO(format_csv(filled))))[3]["reason"] == f"'{reason}"


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        ({"12a": "No"}, "item 12a: is reported and said not to apply"),
        ({"99": "No"}, "item 99: is in no checklist of this document"),
    ],
)
def test_what_contradicts_itself_or_is_unknown_is_told(reasons: dict[str, str], said: str) -> None:
    with pytest.raises(DocumentError, match=said):
        derive_checklist([item("12a"), item("D5"), item("25")], reasons, PAGE.encode(), None)


def test_the_shipped_lists_are_whole() -> None:
    lists = sorted((ROOT / "manuscript/checklists").glob("*.yaml"))
    items = read_checklists(lists)
    consort = [one.number for one in items if one.list == "CONSORT 2025"]
    assert len(consort) == 42
    assert len({number.rstrip("abcd") for number in consort}) == 30
    assert all(one.mark == f"D{one.number}" for one in items if one.list == "CONSORT-DEFINE")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: X\nitems:\n  - {item: '1', section: A, topic: B}", "'ask' is missing"),
        ("name: X\nitems:\n  - {item: '1', section: A, topic: B, ask: C, asks: D}", "unknown key 'asks'"),
        ("items:\n  - &a {item: '1', section: A, topic: B, ask: C}\n  - *a", "1: stands for two items"),
    ],
)
def test_a_list_with_a_fault_is_told(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(TrialError, match=said):
        read_checklists([tmp_path / "x.yaml"])
