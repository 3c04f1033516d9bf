"""What is missing is marked, what is there is printed, and quotes are bound to their facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.documents.places import Places
from analysis.documents.report.gaps import format_author, format_gap, format_text, format_told
from analysis.documents.report.mentions import link_mentions
from analysis.documents.session import Session
from analysis.errors import DocumentError
from tests.documents.made_up import made_results, made_session, made_study, read_aloud

PROTOCOL = {"phase": "Phase 1", "design": {"regimen": "{doses} doses of {volume}, on days {days}"}}
SESSION = made_session({}, study=made_study(protocol=PROTOCOL))


def session_in(folder: Path) -> Session:
    return Session(
        "note", made_study(), made_results({"flow.counts/screened/ALL/n": 39}), Places(str(folder / "study.yaml"), ".")
    )


def test_a_text_of_the_protocol_is_printed_with_its_quotes_bound() -> None:
    assert format_told(SESSION, "protocol/phase", "phase") == "Phase 1"
    told = format_told(SESSION, "protocol/design/regimen", "regimen")
    assert read_aloud(told) == "2 doses of 100 mL, on days 1 and 8"
    assert 'data-row="study:facts/volume/value"' in told


def test_what_is_missing_is_marked_by_whom_it_waits_for() -> None:
    assert (
        format_told(SESSION, "protocol/number", "protocol code")
        == '[To be filled in: protocol code]{.gap by="sponsor" place="study.yaml, protocol/number"}'
    )
    assert format_gap("why [this]", "author") == '[To be written: why \\[this\\]]{.gap by="author"}'


def test_a_path_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(DocumentError, match="has no numbr there"):
        format_told(SESSION, "protocol/numbr", "protocol code")


def test_what_an_author_wrote_is_shown_with_its_numbers(tmp_path: Path) -> None:
    session = session_in(tmp_path)
    assert "{.gap" in format_author(session, "introduction", "why")
    folder = tmp_path / "manuscript/text"
    folder.mkdir(parents=True)
    text = 'There were `{python} participants("screened")` patients.\n'
    (folder / "introduction.qmd").write_text(text, encoding="utf-8")
    assert read_aloud(format_author(session, "introduction", "why")).strip() == "There were 39 patients."


def test_what_an_author_wrote_wrongly_is_told_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "manuscript/text"
    folder.mkdir(parents=True)
    (folder / "introduction.qmd").write_text('Well.\n`{python} fact("dosses")`\n', encoding="utf-8")
    with pytest.raises(DocumentError, match=r"introduction\.qmd, line 2, fact\(.dosses.\).*no such fact"):
        format_author(session_in(tmp_path), "introduction", "why")


def test_text_of_the_study_is_no_markup() -> None:
    assert format_text(SESSION, "a *b* [c] #d") == r"a \*b\* \[c\] \#d"


def test_what_people_name_in_their_texts_is_linked() -> None:
    display = {"id": "base", "kind": "baseline-table", "title": "B", "analyses": ["base"]}
    session = made_session({}, study=made_study(displays=[display | {"numbers": {"note": "Table 14.1.1"}}]))
    told = link_mentions(session, "See Table 14.1.1, Table 14.1.10, section 9.1. `Table 14.1.1` [Table 14.1.1](#x)")
    assert told == (
        "See [Table\u00a014.1.1](#display-base), Table 14.1.10, "
        '[section 9.1]{.mention to="9.1"}. `Table 14.1.1` [Table 14.1.1](#x)'
    )
