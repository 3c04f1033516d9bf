"""A packed PDF is the same document to its readers, and smaller."""

from __future__ import annotations

import pypdfium2
import pytest
import typst

from analysis.documents.packing import format_packed
from analysis.errors import DocumentError

SOURCE = """
#set document(title: "A test")
#outline()
#for n in range(12) [
  = Section #n
  #table(columns: 4, ..range(40).map(i => [cell #n #i]))
]
"""


@pytest.fixture(scope="module")
def pdf() -> bytes:
    made: bytes = typst.compile(SOURCE.encode(), format="pdf", pdf_standards=["ua-1"])
    return made


def test_text_pages_and_outline_stay(pdf: bytes) -> None:
    before, after = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument(format_packed(pdf))
    told = [[page.get_textpage().get_text_range() for page in one] for one in (before, after)]
    assert told[0] == told[1]
    assert [one.get_title() for one in before.get_toc()] == [one.get_title() for one in after.get_toc()]
    assert after.get_metadata_dict()["Title"] == "A test"
    assert after.is_tagged()


def test_it_is_smaller_and_always_the_same(pdf: bytes) -> None:
    assert len(format_packed(pdf)) < len(pdf) / 2
    assert format_packed(pdf) == format_packed(pdf)


def test_another_layout_is_refused(pdf: bytes) -> None:
    with pytest.raises(DocumentError, match="trailer"):
        format_packed(format_packed(pdf))
