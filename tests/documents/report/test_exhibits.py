"""Displays stand where their numbers place them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from analysis.documents.places import Places
from analysis.documents.report.exhibits import EMPTY, find_displays, format_exhibits, format_exhibits_about, format_see
from analysis.documents.session import Session
from tests.documents.made_up import TREE, made_results, made_session, made_study, made_table

NUMBERS = {
    "b": "Table 14.2.10",
    "a": "Figure 14.2.1",
    "c": "Table 14.2.9",
    "d": "Table 14.1.1",
    "e": "Table 14.21.1",
    "f": "Listing 16.2.1.1",
}


def displays(numbers: dict[str, str]) -> list[dict[str, Any]]:
    kinds = {"Table": "baseline-table", "Figure": "flow-diagram", "Listing": "baseline-table"}
    return [
        {
            "id": i,
            "kind": kinds[n.split()[0]],
            "title": i,
            "analyses": ["base" if "Table" in n else "flow"],
            "numbers": {"note": n},
        }
        for i, n in numbers.items()
    ]


def built(folder: Path, landscape: bool = True) -> Session:
    """A session in which the table of section 14.1 and the listing of 16.2.1 are built."""
    study = made_study(displays=[d for d in displays(NUMBERS) if d["id"] in "df"])
    (folder / "data/results/displays").mkdir(parents=True)
    for name in "df":
        bundle = made_table() | {"id": name, "landscape": landscape}
        (folder / f"data/results/displays/{name}.json").write_text(json.dumps(bundle), encoding="utf-8")
    return Session("note", study, made_results({"flow.counts/x/ALL/n": 1}), Places("study.yaml", str(folder)))


SESSION = made_session({}, study=made_study(displays=displays(NUMBERS)))


def test_a_section_holds_its_own_tables_first_and_by_number() -> None:
    assert [block.id for block in find_displays(SESSION, "14.2")] == ["c", "b", "a"]
    assert [block.id for block in find_displays(SESSION, "14.1")] == ["d"]
    assert [block.id for block in find_displays(SESSION)] == ["d", "c", "b", "e", "a", "f"]


def test_a_supplement_tells_its_displays_apart_by_their_analyses() -> None:
    supplement = displays({"b": "Table S10", "c": "Table S9", "a": "Figure S1"})
    session = made_session({}, study=made_study(displays=supplement))
    assert [block.id for block in find_displays(session)] == ["c", "b", "a"]
    assert format_exhibits_about(session, "survival") == EMPTY
    assert format_exhibits_about(session, "flow", "baseline", others=True) == EMPTY


def test_a_section_without_displays_says_so() -> None:
    assert format_exhibits(SESSION, "14.3.1") == EMPTY


def test_a_sentence_that_would_lead_nowhere_is_left_out() -> None:
    assert format_see(SESSION, "14.3.1") == ""
    assert format_see(SESSION, "14.2", "survival") == ""


def test_a_heading_shares_the_page_of_a_display_that_lies_across(tmp_path: Path) -> None:
    told = format_exhibits(built(tmp_path), "14.1", "## 14.1 Data {#s14-1}")
    assert told.index("#page(flipped: true)[") < told.index("## 14.1 Data") < told.index("#display-caption")
    assert told.index("w:sectPr") < told.index("## 14.1 Data") < told.index('w:orient="landscape"')


def test_a_display_that_stands_upright_follows_its_heading(tmp_path: Path) -> None:
    told = format_exhibits(built(tmp_path, landscape=False), "14.1", "## 14.1 Data {#s14-1}")
    assert told.startswith("## 14.1 Data")
    assert "flipped" not in told
    assert "sectPr" not in told


def test_word_collects_listings_by_the_style_of_their_captions(tmp_path: Path) -> None:
    assert 'w:val="ListingCaption"' in format_exhibits(built(tmp_path), "16.2.1")
    assert 'w:val="TableCaption"' in format_exhibits(built(tmp_path / "b"), "14.1")


def test_a_section_without_displays_tells_why() -> None:
    session = made_session({})
    variables = [{"name": "EXLOT", "missing": 4}, {"name": "EXTRT", "missing": 0}]
    described = {"datasets": [{"name": "ADEX", "records": 4, "variables": variables}]}
    session.__dict__["description"] = described
    assert "have no records of this kind (ADDV)" in format_exhibits(session, "16.2.2", "### 16.2.2", of="ADDV")
    assert "do not record it (ADEX.EXLOT is empty)" in format_exhibits(session, "16.1.6", of="ADEX.EXLOT")
    assert "no display of them was asked for" in format_exhibits(session, "16.2.5", of="ADEX")
    assert format_exhibits(session, "9.1", "## 9.1", quiet=True) == "## 9.1"


def test_a_listing_without_a_number_is_named_with_its_files() -> None:
    listing = {"id": "list", "kind": "listing", "label": "All values", "population": "safety", "dataset": "ADLB"}
    analyses = [*TREE["analyses"], listing | {"columns": {"AVAL": "Value"}}]
    shown = [{"id": "all-values", "kind": "listing-table", "title": "All", "analyses": ["list"]}]
    session = made_session({}, study=made_study(analyses=analyses, displays=shown))
    session.__dict__["description"] = {"datasets": [{"name": "ADLB", "records": 90_000, "variables": []}]}
    told = format_exhibits(session, "16.2.8", of="ADLB")
    assert told == "Too long for this report, and a file of its own: *tables/all-values.html*, *.rtf* and *.csv*."
