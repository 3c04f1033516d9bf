"""Tables of text as Markdown."""

from __future__ import annotations

from analysis.documents.report.grid import format_fields, format_grid, format_numbered


def test_rows_become_a_list_of_lists() -> None:
    told = format_grid([("A", "B"), ("one\n\n- two", "")], (1, 2.5))
    assert told == '::: {.grid widths="1,2.5" head="1"}\n* - A\n  - B\n* - one\n\n    - two\n  - –\n:::'


def test_fields_have_no_head_and_bold_names() -> None:
    assert 'head="0"' in format_fields([("Phase", "1")])
    assert "* - **Phase**\n  - 1" in format_fields([("Phase", "1")])


def test_numbered() -> None:
    assert format_numbered(["a", "b"]) == "1. a\n2. b"
