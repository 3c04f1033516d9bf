"""Displays stand where their numbers place them."""

from __future__ import annotations

from typing import Any

from analysis.documents.report.exhibits import EMPTY, find_displays, format_exhibits, format_exhibits_about, format_see
from tests.documents.made_up import made_session, made_study

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
