"""Displays set aside while pandoc reads, and put back."""

from __future__ import annotations

from analysis.documents.aside import format_aside
from analysis.documents.native import format_blocks

DISPLAY = format_blocks(
    html='<table class="t"><td>MELD, 24 of ALT</td></table>', typst="#table[MELD]", openxml="<w:p/>"
)
TEXT = f"# Results\n\n{DISPLAY}\n\nNext.\n\n{DISPLAY.replace('MELD', 'INR')}\n"


def test_pandoc_reads_marks_that_carry_abbreviations() -> None:
    aside = format_aside(TEXT, "html")
    assert "<table" not in aside.markdown
    assert "#table" not in aside.markdown
    assert "<w:p/>" not in aside.markdown
    assert "ALT MELD</data>" in aside.markdown


def test_what_is_set_aside_comes_back_in_its_place() -> None:
    assert (
        format_aside(TEXT, "html").restored('<p>a</p><data value="1">ALT INR</data>').endswith("24 of ALT</td></table>")
    )
    typst = format_aside(TEXT, "pdf")
    marks = [line for line in typst.markdown.splitlines() if line.startswith("/*")]
    assert typst.restored("\n".join(marks)).splitlines() == ["#table[MELD]", "#table[INR]"]


def test_word_keeps_its_displays_inside_and_loses_those_of_other_formats() -> None:
    aside = format_aside(TEXT, "docx")
    assert aside.markdown.count("<w:p/>") == 2
    assert "#table" not in aside.markdown
    assert "MELD</data>" in aside.markdown
    assert aside.restored("unchanged") == "unchanged"


def test_an_authors_own_raw_block_is_left_to_pandoc() -> None:
    own = "```{=html}\n<hr>\n```\n"
    assert format_aside(own, "html").markdown == own
