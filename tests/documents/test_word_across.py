"""Pages across in Word have a header of their own, in which the stamp stands at their right margin."""

from __future__ import annotations

from analysis.documents.word_across import ACROSS, format_headers_across

KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"
PARTS = {
    "word/header1.xml": b'<w:hdr><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr></w:p></w:hdr>',
    "word/_rels/document.xml.rels": f'<R><Relationship Id="rId7" Target="header1.xml" Type="{KIND}" /></R>'.encode(),
    "[Content_Types].xml": b'<T><Override ContentType="header+xml" PartName="/word/header1.xml" /></T>',
}
NAMED = '<w:headerReference r:id="rId7" w:type="default" />'
UPRIGHT_PAGE = f'<w:sectPr>{NAMED}<w:pgSz w:w="11906"/></w:sectPr>'
ACROSS_PAGE = f'<w:sectPr>{NAMED}<w:pgSz w:w="16838" w:orient="landscape"/></w:sectPr>'


def test_a_page_across_has_the_stamp_at_its_own_margin() -> None:
    made = format_headers_across(PARTS | {"word/document.xml": f"{UPRIGHT_PAGE}{ACROSS_PAGE}".encode()})
    upright, across = made["word/document.xml"].decode().split("</w:sectPr>")[:2]
    assert 'r:id="rId7"' in upright
    assert 'r:id="rId7Across"' in across
    assert f'w:pos="{ACROSS}"' in made["word/header1-across.xml"].decode()
    assert made["word/header1.xml"] == PARTS["word/header1.xml"]
    relations = made["word/_rels/document.xml.rels"].decode()
    assert 'Id="rId7" Target="header1.xml"' in relations
    assert 'Id="rId7Across" Target="header1-across.xml"' in relations
    assert made["[Content_Types].xml"].decode().count("PartName") == 2


def test_a_document_without_such_pages_stays_as_it_is() -> None:
    parts = PARTS | {"word/document.xml": UPRIGHT_PAGE.encode()}
    assert format_headers_across(parts) == parts
