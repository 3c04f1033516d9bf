"""Printed numbers are found again by identity, and each way of going wrong is noticed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from analysis.results.table import Results, Row
from analysis.study import Study, read_study
from analysis.verification.numbers import verify_document, verify_ledger, verify_marked, verify_sequence
from analysis.verification.products import (
    number_tokens,
    read_html_numbers,
    read_html_tokens,
    read_svg_numbers,
    read_word_numbers,
    read_word_text,
)

STUDY: Study = read_study(Path(__file__).resolve().parents[1] / "golden/study/study.yaml")
ROW = Row(
    analysis="mmrm",
    context="ls-mean",
    dataset="ADLB",
    population="p",
    stat_name="estimate",
    stat_label="",
    stat=-2.25,
    n=9,
)
RESULTS = Results([ROW])
ANCHORS = [
    {"id": "n_paper_1", "text": "\u22122.3", "row": ROW.id, "form": "f1"},
    {"id": "n_paper_2", "text": "2", "row": "study:facts/doses/value", "form": "text"},
    {"id": "n_paper_3", "text": "29", "row": "study:visits/W4/day", "form": "text"},
]
PAGE = b"""<html><body><h1>1 Results</h1><p>The change was <span class="n" id="n_paper_1">\xe2\x88\x922.3</span>
g/L after <span class="n" id="n_paper_2">2</span> doses,
on day <span class="n" id="n_paper_3">29</span>.</p></body></html>"""
WORD_XML = """<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>
<w:r><w:t>The change was </w:t></w:r><w:bookmarkStart w:id="1" w:name="n_paper_1"/><w:r><w:t>\u22122</w:t></w:r>
<w:r><w:t>.3</w:t></w:r><w:bookmarkEnd w:id="1"/><w:bookmarkStart w:id="2" w:name="n_paper_2"/><w:r><w:t>2</w:t></w:r>
<w:bookmarkEnd w:id="2"/><w:bookmarkStart w:id="3" w:name="n_paper_3"/><w:r><w:t>29</w:t></w:r><w:bookmarkEnd w:id="3"/>
</w:p></w:body></w:document>"""


def docx(xml: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", xml)
    return out.getvalue()


def test_a_right_document_passes_in_each_format() -> None:
    ledger = {"document": "paper", "anchors": ANCHORS}
    checks = list(verify_document(ledger, {"html": PAGE, "docx": docx(WORD_XML)}, RESULTS, STUDY))
    assert [check.product for check in checks] == ["paper (text against results)", "paper.html", "paper.docx"]
    assert all(check.checked == 3 and not check.differences for check in checks)


def test_a_text_that_is_not_its_rows_is_noticed() -> None:
    wrong = [
        {**ANCHORS[0], "text": "\u22122.2"},
        {**ANCHORS[1], "text": "3"},
        {**ANCHORS[2], "row": "study:facts/doses/value"},
    ]
    assert len(verify_ledger(wrong, RESULTS, STUDY, "paper").differences) == 3
    (difference,) = verify_ledger([{**ANCHORS[0], "row": "gone"}], RESULTS, STUDY, "paper").differences
    assert difference.expected == "no such row"


def test_a_changed_lost_or_added_number_in_html_is_noticed() -> None:
    changed = read_html_numbers(PAGE.replace(b"2.3", b"2.4"))
    assert [d.number for d in verify_marked(ANCHORS, changed, "paper.html").differences] == ["n_paper_1"]
    lost = read_html_numbers(PAGE.replace(b'id="n_paper_3"', b""))
    assert {d.number for d in verify_marked(ANCHORS, lost, "paper.html").differences} == {"n_paper_3", ""}
    added = read_html_numbers(PAGE.replace(b"doses", b'<b class="n" id="n_paper_9">7</b>'))
    assert [d.number for d in verify_marked(ANCHORS, added, "paper.html").differences] == ["n_paper_9"]


def test_equal_values_in_swapped_places_are_noticed() -> None:
    swapped = (
        PAGE.replace(b"n_paper_2", b"n_paper_x").replace(b"n_paper_3", b"n_paper_2").replace(b"n_paper_x", b"n_paper_3")
    )
    found = verify_marked(ANCHORS, read_html_numbers(swapped), "paper.html").differences
    assert {d.number for d in found} == {"n_paper_2", "n_paper_3"}


def test_a_changed_number_in_word_is_noticed_across_runs() -> None:
    assert read_word_numbers(docx(WORD_XML))["n_paper_1"] == "-2.3"
    assert "The change was" in read_word_text(docx(WORD_XML))
    changed = read_word_numbers(docx(WORD_XML.replace(".3<", ".4<")))
    assert [d.number for d in verify_marked(ANCHORS, changed, "paper.docx").differences] == ["n_paper_1"]


def test_the_pdf_is_checked_by_its_sequence_of_numbers() -> None:
    page = read_html_tokens(PAGE)
    assert page == [("1", ""), ("-2.3", "n_paper_1"), ("2", "n_paper_2"), ("29", "n_paper_3")]
    good = "Page 1 of 2 1 Results The change was \u22122.3 g/L after 2 doses, Page 2 of 2 on day 29."
    assert not verify_sequence(ANCHORS, page, good, "paper.pdf").differences
    wrong = verify_sequence(ANCHORS, page, good.replace("2.3", "2.4"), "paper.pdf").differences
    assert [d.number for d in wrong] == ["n_paper_1"]
    assert verify_sequence(ANCHORS, page, good.replace("on day 29", "on day"), "paper.pdf").differences
    assert verify_sequence(ANCHORS, page, good.replace("\u2212", ""), "paper.pdf").differences


def test_numbers_in_a_drawing_are_read_by_id() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><g id="n_flow_1"><text>n = <tspan>24</tspan></text></g></svg>'
    assert read_svg_numbers(svg) == {"n_flow_1": "n = 24"}


def test_a_hyphen_is_a_sign_only_where_nothing_stands_before_it() -> None:
    assert number_tokens("as of 2024-12-01, IL-8 changed by -2.5 (-3 to \u22122)") == [
        *("2024", "12", "01", "8"),
        *("-2.5", "-3", "-2"),
    ]
