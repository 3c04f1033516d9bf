from __future__ import annotations

import re
import zipfile
from pathlib import Path

from lxml import etree

from analysis.documents.native import format_word_number
from analysis.documents.word_manuscript import TEXT, WORD, format_double_spacing, format_numbered_lines

REFERENCE = Path(__file__).resolve().parents[2] / "manuscript/styles/reference.docx"
PAGE = '<w:pgSz w:w="1"/><w:pgMar w:top="1"/>'
LINES = '<w:lnNumType w:countBy="1" w:restart="continuous"/>'


def test_lines_are_numbered_in_every_section_at_the_place_that_the_format_asks_for() -> None:
    other = '<w:sectPr><w:headerReference w:id="1"/><w:cols/></w:sectPr>'
    made = format_numbered_lines(f"<w:p><w:sectPr>{PAGE}<w:cols/></w:sectPr></w:p>{other}<w:sectPr></w:sectPr>x")
    assert made.count(LINES) == 3
    assert f"{PAGE}{LINES}<w:cols/>" in made
    assert f'<w:headerReference w:id="1"/>{LINES}<w:cols/>' in made
    assert f"<w:sectPr>{LINES}</w:sectPr>x" in made
    assert format_numbered_lines(made) == made


def test_running_text_is_double_spaced_and_tables_are_not() -> None:
    with zipfile.ZipFile(REFERENCE) as reference:
        tree = etree.fromstring(format_double_spacing(reference.read("word/styles.xml")))
    spaced = {
        style.get(f"{{{WORD}}}styleId")
        for style in tree.iter(f"{{{WORD}}}style")
        for spacing in style.iterfind(f"{{{WORD}}}pPr/{{{WORD}}}spacing")
        if spacing.get(f"{{{WORD}}}line") == "480"
    }
    assert spaced == set(TEXT)
    body = next(s for s in tree.iter(f"{{{WORD}}}style") if s.get(f"{{{WORD}}}styleId") == "BodyText")
    assert [etree.QName(child).localname for child in body.find(f"{{{WORD}}}pPr")] == ["spacing", "jc"]


def test_a_caption_s_number_is_a_field_that_word_counts_and_that_shows_what_the_study_says() -> None:
    for number, field in (("Table 3", "SEQ Table"), ("Figure S12", "SEQ Figure"), ("Listing 16.2.1", "SEQ Listing")):
        made = format_word_number(number)
        assert "".join(re.findall(r"<w:t [^>]*>([^<]*)", made)) == number
        last = re.search(r"\d+$", number)
        assert last is not None
        assert f"{field} \\* ARABIC \\r {last[0]} " in made
    assert "fldChar" not in format_word_number("Display")
