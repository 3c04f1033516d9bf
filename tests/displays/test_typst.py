"""Typst: text as it is in the PDF, headers that repeat, groups that stay whole."""

from __future__ import annotations

import re

import pypdfium2
import pytest
import typst

from analysis.displays.fonts import read_fonts
from analysis.displays.model import Column, Display, Line, Number, Table
from analysis.displays.typst import _content, escape_typst, render_typst
from analysis.verification.products import read_pdf_text
from tests.displays.hostile import HOSTILE, hostile_table
from tests.displays.made_up import made_up_display, made_up_table

HEADER = '#set page(header: context { let n = state("exhibit", none).get(); if n != none [#n, continued] })\n'
CAPTION = '#state("exhibit", none).update("Table 9")\n'


def pages(display: Display) -> list[str]:
    looks = '#set page(paper: "a4", margin: 2cm)\n#set text(font: "Liberation Sans")\n'
    source = looks + HEADER + CAPTION + render_typst(display)
    made = typst.compile(source.encode(), font_paths=read_fonts(""), ignore_system_fonts=True)
    found = (page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(made))
    return [re.sub(r"\s+", " ", text) for text in found]


def test_the_pdf_shows_every_line() -> None:
    table = made_up_table("efficacy")
    (page,) = pages(table)
    for text in ("Albumin, g/L", "+2.8 (1.9 to 3.7)", "+1.8 (−0.1 to 3.7)", "0.90 (0.80 to 1.01)", "< 0.001", "Holm P"):
        assert text in page


def test_hostile_text_is_shown_as_it_is() -> None:
    shown = "".join(pages(hostile_table())).replace(" ", "").replace("\ufffe", "")
    for text in HOSTILE:
        if text.isascii():
            assert text.replace(" ", "") in shown


def test_text_with_markup_compiles_to_itself() -> None:
    for text in HOSTILE:
        assert "\n" not in escape_typst(text)
        typst.compile(f"#[{escape_typst(text)}]".encode(), font_paths=read_fonts(""), ignore_system_fonts=True)


def test_the_header_repeats_and_a_group_is_not_parted() -> None:
    lines: list[Line] = []
    for group in range(14):
        lines.append(Line((f"Group {group}",), ((), ()), group=True))
        lines += [Line((f"Line {group}-{n}",), (("1.5",), ("2.5",)), indent=1) for n in range(5)]
    columns = (Column(("First",), spanner=("Both",)), Column(("Second",), spanner=("Both",)))
    found = pages(Table("t", (), "Stub", columns, tuple(lines), (("Note.",),)))
    assert len(found) > 1
    for page in found:
        assert "Both" in page
        assert "Second" in page
        groups, ends = set(re.findall(r"Group (\d+)", page)), set(re.findall(r"Line (\d+)-4", page))
        assert groups == ends


@pytest.mark.parametrize("more", [1, 60])
def test_a_page_says_which_long_group_goes_on_there(more: int) -> None:
    lines: list[Line] = []
    for group in range(3):
        lines.append(Line((f"Group {group}",), ((),), group=True))
        for visit in range(6):
            lines.append(Line((f"Visit {group}-{visit}",), ((),), indent=1, group=True))
            lines += [Line((f"Line {group}-{visit}",), (("1.5",),), indent=2) for _ in range(4)]
    lines += [Line((f"More {n}",), (("2.5",),)) for n in range(more)]
    found = pages(Table("t", (), "Stub", (Column(("First",)),), tuple(lines), (("Note.",),)))
    assert len(found) > 1
    for page in found:
        told = set(re.findall(r"Group (\d)", page))
        assert told == set(re.findall(r"Line (\d)", page))  # of every group, and of those that have ended none


@pytest.mark.parametrize("count", range(92, 98))
def test_a_table_that_goes_on_says_so_and_no_page_holds_its_notes_alone(count: int) -> None:
    lines = tuple(Line((f"Line {n}.",), (("1.5",),)) for n in range(1, count + 1))
    first, *others = pages(Table("t", (), "Stub", (Column(("First",)),), lines, (("Note.",),) * 3))
    assert "continued" not in first
    assert all("Table 9, continued" in page for page in others)
    assert f"Line {count}." in others[-1]
    assert "Note." in others[-1]


def test_single_digits_side_by_side_are_not_read_as_one_number() -> None:
    heads = (Column(("Date",), "left"), *(Column((name,)) for name in ("Day", "Value", "Before", "Change")))
    lines = tuple(Line(("Low",), (("2022-07-13",), (str(n),), ("7",), ("1",), ("−6",))) for n in range(1, 9))
    (page,) = pages(Table("t", (), "Group", heads, lines, ()))
    for number in range(1, 9):
        assert f"2022-07-13 {number} 7 1 −6" in page


def test_a_figure_leaves_its_drawing_to_the_document() -> None:
    assert "image" not in render_typst(made_up_display("consort-flow"))


def test_plain_cells_are_strings_which_typst_sets_faster() -> None:
    assert _content(escape_typst('ALT (U/L): "1.5"')) == '"ALT (U/L): \\"1.5\\""'
    assert _content(escape_typst("a\\b")) == '"a\\\\b"'
    assert _content("") == '""'
    assert _content(escape_typst("1\u00a02~")) == '"1\u00a02~"'
    for marked in (r"#emph[P]", escape_typst("two\nlines"), "two  spaces", "end "):
        assert _content(marked) == f"[{marked}]"


def test_numbers_after_words_from_right_to_left_keep_their_order() -> None:
    fever = "\u05d7\u05d5\u05dd \u05d2\u05d1\u05d5\u05d4"  # in Hebrew, which the project's typeface has
    said = (f"{fever} fell to 0.89 (0.80 to 1.17)", f"{fever} 1.17", f"{fever} (9.25)")
    lines = tuple(Line((text,), ((Number("2.5", "a.b/n", "f1"),),)) for text in said)
    table = Table("t", ("Title",), "Stub", (Column(("n",)),), lines, ())
    made = typst.compile(render_typst(table).encode(), font_paths=read_fonts(fever), ignore_system_fonts=True)
    page = read_pdf_text(made)
    numbers = re.findall(r"\d\.\d+", page)
    assert numbers == ["0.89", "0.80", "1.17", "2.5", "1.17", "2.5", "9.25", "2.5"]
