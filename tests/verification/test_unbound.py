"""A number in a finished document that no row is behind is found, whatever brought it there."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from analysis.verification.unbound import find_in_displays, find_in_text, read_context, verify_unbound
from tests.documents.made_up import made_results, made_study

STUDY = made_study()
BOUND = '<span class="n" id="n_prose_1">12</span>'
TABLE = '<div class="display"><table><thead><tr><th>Q1</th></tr></thead><tr><td>51</td></tr></table></div>'
DISPLAYS: Mapping[str, Mapping[str, Any]] = {"base-table": {"html": TABLE}}
CONTEXT = read_context(STUDY, made_results({"flow.counts/treated/ALL/n": 12.0}), DISPLAYS, {})


def page(text: str, table: str = TABLE, caption: str = "<b>Table 1</b> Who they were") -> bytes:
    figure = f'<figure class="exhibit table" id="display-base-table"><figcaption>{caption}</figcaption>{table}</figure>'
    return f"<html><body><main><p>{text}</p>{figure}</main></body></html>".encode()


def word(text: str) -> bytes:
    out = io.BytesIO()
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(out, "w") as archive:
        body = f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
        archive.writestr("word/document.xml", body)
    return out.getvalue()


def test_bound_numbers_names_citations_and_links_are_explained() -> None:
    text = (
        f"Of {BOUND} by CONSORT 2025 with SF-36 (95% CI {BOUND}), see "
        '<a href="#display-base-table">Table 1</a> <span class="citation"><sup>[3]</sup></span>'
    )
    assert list(find_in_text(page(text), CONTEXT)) == []
    assert list(find_in_displays(page(text), CONTEXT)) == []


def test_a_number_that_nobody_bound_is_found_in_the_text() -> None:
    assert [token for token, _ in find_in_text(page(f"Of {BOUND} patients 24 were treated."), CONTEXT)] == ["24"]
    smuggled = page("Fine.").replace(b"</main>", b"24 patients</main>")
    assert [token for token, _ in find_in_text(smuggled, CONTEXT)] == ["24"]


def test_a_number_more_than_the_display_was_built_with_is_found() -> None:
    table = TABLE.replace("<td>51", "<td>51 (24)")
    assert [token for token, _ in find_in_displays(page("Fine.", table), CONTEXT)] == ["24"]
    assert [t for t, _ in find_in_displays(page("Fine.", caption="<b>Table 1</b> All 24"), CONTEXT)] == ["24"]


def test_a_number_that_only_the_word_file_holds_is_found() -> None:
    html = page(f"Of {BOUND} patients.")
    good = {"html": html, "docx": word("Of 12 patients. Table 1 Who they were Q1 51")}
    assert [d for check in verify_unbound("note", good, CONTEXT) for d in check.differences] == []
    bad = {"html": html, "docx": word("Of 12 patients, 24. Table 1 Who they were Q1 51")}
    (found,) = [d for check in verify_unbound("note", bad, CONTEXT) for d in check.differences]
    assert (found.found, found.product) == ("24", "note.docx")
