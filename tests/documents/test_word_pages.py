"""No page of a Word file is empty: what ends a page needs none for itself."""

from __future__ import annotations

from analysis.documents.native import format_word_paragraph, format_word_run, format_word_section
from analysis.documents.word_contents import format_word_contents
from analysis.documents.word_pages import format_pages, format_sections

BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
CAPTION = format_word_paragraph("TableCaption", format_word_run("Table 1"), bookmark="display-a")
LATER = '<w:pPr><w:pStyle w:val="TableCaption"/><w:pageBreakBefore/></w:pPr>'


def test_sections_without_header_and_footer_get_those_of_the_last() -> None:
    running = '<w:headerReference r:id="h"/><w:footerReference r:id="f"/>'
    document = f"<w:sectPr><w:pgSz/></w:sectPr>text<w:sectPr>{running}<w:pgSz/></w:sectPr>"
    assert format_sections(document).count(running) == 2
    assert format_sections(f"text<w:sectPr>{running}</w:sectPr>") == f"text<w:sectPr>{running}</w:sectPr>"


def test_no_empty_page_stands_between_two_pages_that_lie_across() -> None:
    upright, across = format_word_section(landscape=False), format_word_section(landscape=True)
    document = f"a{upright}one{across}\n{upright}two{across}\n\n{upright}<w:p>text</w:p>{across}b<w:sectPr></w:sectPr>"
    told = format_sections(document)
    assert told.count("<w:sectPr>") == 5
    assert told.index("one") < told.index("two") < told.index("text")
    assert (
        format_sections(f"{upright}text{across}<w:p>b</w:p>{upright}c{across}<w:sectPr></w:sectPr>").count(upright) == 2
    )


def test_a_break_is_a_property_of_what_begins_the_page() -> None:
    told = format_pages(f'<w:p>a</w:p>{BREAK}\n<w:bookmarkEnd w:id="1" />{CAPTION}')
    assert LATER in told
    assert "w:br" not in told


def test_a_break_before_anything_else_stays() -> None:
    assert format_pages(f"{BREAK}<w:tbl></w:tbl>") == f"{BREAK}<w:tbl></w:tbl>"


def test_properties_follow_one_another_as_word_asks() -> None:
    kept = '<w:p><w:pPr><w:pStyle w:val="Figure" /><w:keepNext /><w:jc w:val="center"/></w:pPr></w:p>'
    assert "<w:keepNext /><w:pageBreakBefore/><w:jc" in format_pages(BREAK + kept)


def test_a_main_section_after_a_break_begins_one_page() -> None:
    heading = '<w:bookmarkStart w:id="1" w:name="s1" /><w:p><w:pPr><w:pStyle w:val="Heading1" /></w:pPr></w:p>'
    told = format_word_contents(format_pages(f"<w:p>CONTENTS:sections</w:p>{BREAK}\n{heading}"))
    assert told.count("<w:pageBreakBefore/>") == 1
    assert "w:br" not in told


def test_text_stands_off_the_table_above_it_and_notes_do_not() -> None:
    text = '</w:tbl>\n  <w:p><w:pPr><w:pStyle w:val="{}" /></w:pPr></w:p>'
    assert '<w:pStyle w:val="BodyText" /><w:spacing w:before="160"/></w:pPr>' in format_pages(text.format("BodyText"))
    assert format_pages(text.format("TableNote")) == text.format("TableNote")


def test_a_section_ends_with_its_last_paragraph() -> None:
    note, end = format_word_paragraph("TableNote", format_word_run("A note.")), format_word_section(landscape=True)
    told = format_sections(f"<w:tbl></w:tbl>{note}\n\n{end}<w:p>b</w:p><w:sectPr></w:sectPr>")
    assert told.count("<w:p>") == 2
    assert told.index("TableNote") < told.index("<w:sectPr>") < told.index("A note.")


def test_a_section_that_ends_with_a_table_keeps_a_paragraph() -> None:
    document = f"<w:tbl><w:p><w:pPr></w:pPr></w:p></w:tbl>{format_word_section(landscape=True)}<w:sectPr></w:sectPr>"
    assert format_sections(document) == document
