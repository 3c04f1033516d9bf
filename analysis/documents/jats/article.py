"""The whole article: front, sections, references."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree

from analysis.documents.jats.body import Blocks, append_blocks, append_section, read_blocks, split_label
from analysis.documents.jats.front import CORE_TIP, Parts, append_front
from analysis.documents.jats.inline import XLINK, append_inline
from analysis.study.model import Identity, Journal

#: The newest version of the tag set whose document type definition can be had from a package registry (for the test).
VERSION = "1.1"
PUBLIC = f"-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v{VERSION} 20151215//EN"
SYSTEM = "JATS-journalpublishing1.dtd"
BACK = (
    (r"review board|ethic", "ethics-statement"),
    (r"consent", "informed-consent"),
    (r"registration", "trial-registration"),
    (r"data sharing|data availability", "data-availability"),
    (r"conflict|interest", "COI-statement"),
    (r"funding|foundation|support", "funding-statement"),
)
STATEMENTS = re.compile(r"^(statements?|declarations?|footnotes)$", re.IGNORECASE)
ACKNOWLEDGMENTS = re.compile(r"^acknowledge?ments?$", re.IGNORECASE)
Section = tuple[Any, Blocks]


def render_jats(page: bytes, about: Identity, journal: Journal | None, figures: str) -> bytes:
    """The article of a page; ``figures`` is how the file of a drawing is called: ``figures/{name}.tif``."""
    from lxml import html

    main = html.fromstring(page.decode("utf-8")).find(".//main")
    sections = read_blocks(main)
    named = {_title(heading): (heading, blocks) for heading, blocks in sections if heading is not None}
    article = etree.Element(
        "article", {"article-type": "research-article", "dtd-version": VERSION}, nsmap={"xlink": XLINK}
    )
    article.set("{http://www.w3.org/XML/1998/namespace}lang", about.language)
    append_front(article, about, journal, _read_parts(main, sections, named))
    body = etree.SubElement(article, "body")
    for heading, blocks in sections:
        if heading is not None and not _is_apart(heading, blocks):
            append_section(heading, blocks, body, figures)
    _append_back(article, sections, figures)
    kind = f'<!DOCTYPE article PUBLIC "{PUBLIC}" "{SYSTEM}">'
    made: bytes = etree.tostring(article, xml_declaration=True, encoding="UTF-8", doctype=kind)
    return made + b"\n"


def _title(heading: Any) -> str:
    return " ".join(heading.text_content().split()).casefold()


def _is_apart(heading: Any, blocks: Blocks) -> bool:
    """Whether a section has a place of its own in the article: abstract, core tip, statements, references."""
    title = _title(heading)
    return (
        title == "abstract"
        or bool(CORE_TIP.search(title) or STATEMENTS.match(title) or ACKNOWLEDGMENTS.match(title))
        or any(block.get("id") == "refs" for block in blocks)
    )


def _read_parts(main: Any, sections: Sequence[Section], named: dict[str, Section]) -> Parts:
    notices = [block for block in sections[0][1] if "notice" in (block.get("class") or "").split()]
    tip = [block for title, (_, blocks) in named.items() if CORE_TIP.search(title) for block in blocks]
    statements = [block for title, (_, blocks) in named.items() if STATEMENTS.match(title) for block in blocks]
    figures, tables = (main.xpath(f"count(.//figure[contains(@class, '{kind}')])") for kind in ("figure", "table"))
    references = main.xpath("count(.//*[@id='refs']/*)")
    words = len(" ".join(text for text in main.xpath(".//p//text()")).split())
    names = ("fig-count", "table-count", "ref-count", "word-count")
    counts = dict(zip(names, (int(figures), int(tables), int(references), words), strict=True))
    abstract = named.get("abstract", (None, []))[1]
    kind = main.xpath("string(.//p[@class='kind'])")
    return Parts(kind, notices, abstract, tip, statements, counts)


def _append_back(article: etree._Element, sections: Sequence[Section], figures: str) -> None:
    back = etree.SubElement(article, "back")
    for heading, blocks in sections:
        title = _title(heading) if heading is not None else ""
        if ACKNOWLEDGMENTS.match(title):
            append_blocks(blocks, etree.SubElement(back, "ack"), figures)
        elif STATEMENTS.match(title):
            _append_statements(blocks, back)
    for heading, blocks in sections:
        if heading is not None and any(block.get("id") == "refs" for block in blocks):
            _append_references(heading, blocks, back)
    for colophon in (b for _, blocks in sections for b in blocks if "colophon" in (b.get("class") or "").split()):
        append_blocks([colophon], etree.SubElement(back, "notes", {"notes-type": "colophon"}), figures)


def _append_statements(blocks: Blocks, back: etree._Element) -> None:
    """Each statement as a section of its own, named by what it is."""
    for block in blocks:
        label, paragraph = split_label(block)
        section = etree.SubElement(back, "sec")
        kind = next((kind for pattern, kind in BACK if re.search(pattern, label, re.IGNORECASE)), "")
        if kind:
            section.set("sec-type", kind)
        etree.SubElement(section, "title").text = label or "Statement"
        append_inline(paragraph, etree.SubElement(section, "p"))


def _append_references(heading: Any, blocks: Blocks, back: etree._Element) -> None:
    made = etree.SubElement(back, "ref-list")
    append_inline(heading, etree.SubElement(made, "title"))
    for block in blocks:
        for entry in block.xpath("./*[contains(@class, 'csl-entry')]") if block.get("id") == "refs" else ():
            _append_reference(entry, etree.SubElement(made, "ref", {"id": entry.get("id")}))


def _append_reference(entry: Any, made: etree._Element) -> None:
    """A reference as it is printed, its identifiers named."""
    number = entry.xpath("string(.//*[@class='csl-left-margin'])").strip(" .[]")
    if number:
        etree.SubElement(made, "label").text = number
    text = entry.xpath(".//*[@class='csl-right-inline']")
    citation = etree.SubElement(made, "mixed-citation", {"publication-type": "journal"})
    append_inline(text[0] if text else entry, citation)
    for link in citation.iter("ext-link"):
        for part, kind in (("doi.org/", "doi"), ("nlm.nih.gov/pubmed/", "pmid"), ("pubmed.ncbi.nlm.nih.gov/", "pmid")):
            if part in str(link.get(f"{{{XLINK}}}href")):
                link.tag = "pub-id"
                link.attrib.clear()
                link.set("pub-id-type", kind)
                break
