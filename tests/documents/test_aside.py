"""Displays set aside while pandoc reads, and put back."""

from __future__ import annotations

from analysis.documents.aside import Aside, format_asides
from analysis.documents.native import format_blocks

DISPLAY = format_blocks(
    html='<table class="t"><td>MELD, 24 of ALT</td></table>', typst="#table[MELD]", openxml="<w:p/>"
)
TEXT = f"# Results\n\n{DISPLAY}\n\nNext.\n\n{DISPLAY.replace('MELD', 'INR')}\n"


def aside(text: str, form: str) -> Aside:
    """What one of the formats gets."""
    return format_asides(text, ("html", "pdf", "docx"))[form]


def test_pandoc_reads_marks_that_carry_abbreviations() -> None:
    given = aside(TEXT, "html")
    assert "<table" not in given.markdown
    assert "#table" not in given.markdown
    assert "<w:p/>" not in given.markdown
    assert "ALT MELD</data>" in given.markdown


def test_what_is_set_aside_comes_back_in_its_place() -> None:
    assert aside(TEXT, "html").restored('<p>a</p><data value="1">ALT INR</data>').endswith("24 of ALT</td></table>")
    typst = aside(TEXT, "pdf")
    marks = [line for line in typst.markdown.splitlines() if line.startswith("/*")]
    assert typst.restored("\n".join(marks)).splitlines() == ["#table[MELD]", "#table[INR]"]


def test_word_gets_marks_too() -> None:
    given = aside(TEXT, "docx")
    assert "<w:p/>" not in given.markdown
    assert "#table" not in given.markdown
    assert "MELD</data>" in given.markdown
    assert given.restored("<w:body><!--display 0--><w:p>a</w:p></w:body>") == "<w:body><w:p/><w:p>a</w:p></w:body>"


def test_each_format_alone_gets_what_it_gets_with_the_others() -> None:
    for form in ("html", "pdf", "docx"):
        assert format_asides(TEXT, (form,))[form] == aside(TEXT, form)


def test_an_authors_own_raw_block_is_left_to_pandoc() -> None:
    own = "```{=html}\n<hr>\n```\n"
    assert aside(own, "html").markdown == own
