"""A packed PDF is the same document: its pages, text, bookmarks, links, tags, title and attachment."""

from __future__ import annotations

import pypdfium2
import pytest
import typst
from pypdfium2 import raw

from analysis.displays.fonts import read_fonts
from analysis.documents.packed import format_packed

SOURCE = """#set document(title: [A report], date: datetime(year: 2025, month: 1, day: 1))
#pdf.attach("/numbers.json", bytes("[1, 2]"), relationship: "data", mime-type: "application/json", description: "All")
= First <one>
See #link(<two>)[the table].
#pagebreak()
= Second <two>
#table(columns: 4, table.header[A][B][C][D], ..range(600).map(n => [Cell #n]))
"""


@pytest.fixture(scope="module")
def written() -> bytes:
    options = {"font_paths": read_fonts(""), "ignore_system_fonts": True, "pdf_standards": ["ua-1"]}
    made: bytes = typst.compile(SOURCE.encode(), **options)
    return made


def read(pdf: bytes) -> dict[str, object]:
    """What a viewer finds in it."""
    document = pypdfium2.PdfDocument(pdf)
    marks = [(mark.get_title(), mark.get_dest().get_index(), mark.get_dest().get_view()) for mark in document.get_toc()]
    tags = [tag for page in document for tag in read_tags(raw.FPDF_StructTree_GetForPage(page))]
    texts = [page.get_textpage().get_text_bounded() for page in document]
    pixels = [page.render(scale=1).to_numpy().tobytes() for page in document]
    attached = bytes(document.get_attachment(0).get_data())
    told = {**document.get_metadata_dict(), "version": document.get_version(), "links": count_links(document)}
    return {"marks": marks, "tags": tags, "texts": texts, "pixels": pixels, "attached": attached, **told}


def read_tags(tree: object) -> list[int]:
    """How many tags stand below each tag of a page, from the top."""
    counts = [raw.FPDF_StructTree_CountChildren(tree)]
    todo = [raw.FPDF_StructTree_GetChildAtIndex(tree, at) for at in range(counts[0])]
    while todo:
        tag = todo.pop()
        below = raw.FPDF_StructElement_CountChildren(tag)
        counts.append(below)
        children = (raw.FPDF_StructElement_GetChildAtIndex(tag, at) for at in range(below))
        todo += [child for child in children if child]
    return counts


def count_links(document: pypdfium2.PdfDocument) -> int:
    """The links of the first page."""
    return sum(
        raw.FPDFAnnot_GetSubtype(raw.FPDFPage_GetAnnot(document[0], at)) == raw.FPDF_ANNOT_LINK for at in range(1)
    )


def test_a_viewer_finds_the_same(written: bytes) -> None:
    found = read(format_packed(written))
    assert found == read(written)
    assert found["attached"] == b"[1, 2]"
    assert found["links"] == 1
    assert len(found["tags"]) > 600  # type: ignore[arg-type]


def test_it_takes_a_fraction_of_the_bytes_and_always_the_same(written: bytes) -> None:
    packed = format_packed(written)
    assert len(packed) < len(written) / 3
    assert packed == format_packed(written)
