"""What is too big for its column or its page."""

from __future__ import annotations

import pypdfium2
import pytest
import typst

from analysis.displays.breaking import BREAK, derive_breakable, derive_loosened
from analysis.displays.fonts import read_fonts
from analysis.displays.model import Column, Line, Number, Table, plain
from analysis.displays.typst import render_typst
from analysis.displays.widths import derive_widths


def table(*lines: Line, columns: int = 1) -> Table:
    headings = tuple(Column((f"Column {n}",), "left", spanner=("S" * 90,)) for n in range(columns))
    return Table("t", ("Title",), "Stub", headings, lines, (("A note.",),))


def pages(shown: Table) -> list[str]:
    """What is printed on the pages, without blanks and places to break."""
    looks = '#set page(paper: "a4", margin: 2cm)\n#set text(font: "Liberation Sans")\n'
    source = (looks + render_typst(shown)).encode()
    made = typst.compile(source, font_paths=read_fonts(""), ignore_system_fonts=True)
    found = (page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(made))
    return ["".join(text.replace(BREAK, "").split()) for text in found]


def test_a_word_is_parted_where_it_does_not_fit_and_never_within_a_number() -> None:
    long = Line(("a" * 200,), (("short words only and 12345678901234567890",),))
    shown = derive_breakable(table(long), (100.0, 60.0))
    assert plain(shown.lines[0].stub).replace(BREAK, "") == "a" * 200
    assert BREAK in plain(shown.lines[0].stub)
    assert plain(shown.lines[0].cells[0]) == "short words only and 12345678901234567890"
    assert BREAK in plain(shown.columns[0].spanner)


def test_numbers_of_results_are_left_alone() -> None:
    number = Number("1" * 99, "a.b/n", "i")
    shown = derive_breakable(table(Line(("a",), ((number, "b" * 99),))), (100.0, 60.0))
    assert shown.lines[0].cells[0][0] is number


def test_what_is_tied_and_higher_than_a_page_is_loosened_but_for_its_headings() -> None:
    lines = (Line(("A",), ((),), group=True), *(Line(("b",), (("c",),), indent=1) for _ in range(3)))
    assert derive_loosened(table(*lines), (True, True, True, False), [10.0] * 4) == (True, True, True, False)
    assert derive_loosened(table(*lines), (True, True, True, False), [300.0] * 4) == (True, False, False, False)


@pytest.mark.parametrize("words", [150, 1500])
def test_nothing_is_cut_at_the_end_of_a_page(words: int) -> None:
    """Few lines of much text, and lines that are higher than a page: typst cuts what it may not part."""
    lines = [Line((f"line{n}",), ((" ".join(f"w{n}x{word}" for word in range(words)),),)) for n in range(20)]
    printed = "".join(pages(table(*lines)))
    assert all(f"w{n}x{words - 1}" in printed for n in range(20))


def test_a_long_word_stays_on_the_page_and_in_its_column() -> None:
    shown = table(Line(("x" * 300,), (("y" * 300,),)))
    (printed,) = pages(shown)
    assert "x" * 300 in printed.replace("y", "")
    assert "y" * 300 in printed.replace("x", "")
    assert sum(derive_widths(shown)) == pytest.approx(481.9, abs=1)
