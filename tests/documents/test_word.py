from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from analysis.documents.heads import PageHead
from analysis.documents.word import PLACEHOLDER, format_bookmarks, format_word_file
from analysis.errors import DocumentError
from tests.documents.made_up import made_study

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "manuscript/styles/reference.docx"
#: What displays, title page and prose ask of the reference document.
STYLES = {
    "Title", "Author", "Affiliation", "FrontMatter", "Kind", "Abstract", "Notice", "Colophon", "Bibliography",
    "BodyText", "FirstParagraph", "Heading1", "Heading2", "TableCaption", "TableHeading", "TableText", "TableNote",
    "ImageCaption",
    "Figure", "FigureNote",
}  # fmt: skip


def archive(document: str, header: str = PLACEHOLDER, when: tuple[int, ...] = (2020, 1, 1, 0, 0, 0)) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in (("word/document.xml", document), ("word/header1.xml", header), ("[Content_Types].xml", "")):
            made.writestr(zipfile.ZipInfo(name, when), text)  # type: ignore[arg-type]
    return out.getvalue()


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        return made.read(name).decode()


BODY = '<w:bookmarkStart w:id="9" w:name="a"/>1<w:bookmarkEnd w:id="9"/><w:sectPr></w:sectPr>'
ABOUT = made_study().study


def test_the_header_tells_title_and_stamp() -> None:
    header = part(format_word_file(archive(BODY), ABOUT, PageHead("Made up", "Synthetic data"), 0), "word/header1.xml")
    assert re.sub("(<[^>]*>)+", "|", header) == "Made up|SYNTHETIC DATA"
    assert part(format_word_file(archive(BODY), ABOUT, PageHead("Made up", ""), 0), "word/header1.xml") == "Made up"


def test_a_reference_document_without_a_place_for_the_stamp_is_refused() -> None:
    with pytest.raises(DocumentError, match="has no place for the stamp"):
        format_word_file(archive(BODY, header="Our hospital"), ABOUT, PageHead("Made up", "Synthetic data"), 0)
    format_word_file(archive(BODY, header="Our hospital"), ABOUT, PageHead("Made up", ""), 0)


def test_the_same_content_gives_the_same_bytes_whenever_it_was_packed() -> None:
    first = format_word_file(archive(BODY), ABOUT, PageHead("Made up", ""), 0)
    assert first == format_word_file(archive(BODY, when=(2024, 5, 5, 5, 5, 4)), ABOUT, PageHead("Made up", ""), 0)
    assert "<dc:title>A made-up trial of Testamab</dc:title>" in part(first, "docProps/core.xml")


def test_bookmarks_are_numbered_in_order_and_stay_in_pairs() -> None:
    start, end = '<w:bookmarkStart w:id="{0}" w:name="{1}"/>', '<w:bookmarkEnd w:id="{0}"/>'
    nested = (
        start.format(5, "a")
        + start.format(5, "b")
        + end.format(5)
        + end.format(5)
        + start.format(2, "c")
        + end.format(2)
    )
    assert re.findall(r'w:id="(\d+)"', format_bookmarks(nested)) == ["1", "2", "2", "1", "3", "3"]


def test_the_reference_document_has_every_style_and_the_place_for_the_stamp() -> None:
    content = REFERENCE.read_bytes()
    assert set(re.findall(r'w:styleId="(\w+)"', part(content, "word/styles.xml"))) >= STYLES
    assert PLACEHOLDER in part(content, "word/header1.xml")
    assert "NUMPAGES" in part(content, "word/footer1.xml")
