"""What an article must hold beyond what the document type definition asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from analysis.documents.jats.inline import HREF
from analysis.errors import DocumentError, Fault

#: Where each required element is looked for, and what to do where it is not there.
REQUIRED = (
    ("front/article-meta/title-group/article-title[normalize-space()]", "write the study's title in study.yaml"),
    ("front/article-meta/contrib-group/contrib", "name the authors in study.yaml"),
    ("front/article-meta/aff", "give an author an affiliation in study.yaml"),
    ("front/article-meta/author-notes/corresp", "say of an author in study.yaml: corresponding: true"),
    ("front/article-meta/abstract//p[normalize-space()]", "write a section with the heading Abstract"),
    ("front/article-meta/kwd-group/kwd", "write a paragraph **Key words:** a; b in the abstract"),
    ("body/sec/title", "write sections with headings"),
    ("back/ref-list/ref", "write a section References with ::: {#refs}"),
)
DISPLAYS = (
    ("label[normalize-space()]", "number"),
    ("caption/title[normalize-space()]", "title"),
)


def check_article(article: bytes, numbers: Mapping[str, str], files: Collection[str]) -> None:
    """DocumentError tells all that is missing, links that lead nowhere, and numbers that are not those of the document.

    ``numbers`` are the texts by id of the document's ledger, ``files`` those that go along with the article.
    """
    tree = etree.fromstring(article)
    faults = [
        Fault(f"article, {path.split('[')[0]}", "is missing", fix) for path, fix in REQUIRED if not tree.xpath(path)
    ]
    faults += [*_find_poor_displays(tree, files), *_find_dead_links(tree), *_find_strange_numbers(tree, numbers)]
    if faults:
        raise DocumentError(faults)


def _find_poor_displays(tree: etree._Element, files: Collection[str]) -> Iterator[Fault]:
    for display in tree.iter("fig", "table-wrap"):
        where = f"article, {display.get('id') or display.tag}"
        for path, what in DISPLAYS if display.get("id") else ():
            if not display.xpath(path):
                yield Fault(where, f"has no {what}", "show it as a display")
        if display.tag == "fig" and not (display.findtext("alt-text") or "").strip():
            yield Fault(where, "has no alternative text", "the display must say what it shows")
        if display.tag == "table-wrap" and not display.xpath(".//th"):
            yield Fault(where, "has no header cells", "write a header")
        for graphic in display.iter("graphic"):
            if graphic.get(HREF) not in files:
                yield Fault(where, f"its file {graphic.get(HREF)} is not there", "build the display")


def _find_dead_links(tree: etree._Element) -> Iterator[Fault]:
    ids = [str(name) for name in tree.xpath("//@id")]
    for name in sorted({name for name in ids if ids.count(name) > 1}) if len(set(ids)) < len(ids) else ():
        yield Fault(f"article, #{name}", "this id stands twice", "rename one")
    known = set(ids)
    for link in tree.iter("xref"):
        if link.get("rid") not in known:
            yield Fault(f"article, “{''.join(link.itertext())}”", f"leads nowhere: {link.get('rid')}", "mend the link")


def _find_strange_numbers(tree: etree._Element, numbers: Mapping[str, str]) -> Iterator[Fault]:
    """Numbers by their ids: each of the article says what the ledger says, and none of the ledger's is lost."""
    found = {e.get("id"): " ".join("".join(e.itertext()).split()) for e in tree.iter("named-content")}
    for name in sorted(set(found) | set(numbers), key=str):
        if found.get(name) != numbers.get(name):
            told = f'prints "{found.get(name, "nothing")}", the document "{numbers.get(name, "nothing")}"'
            yield Fault(f"article, {name}", told, "this is a fault of the program: please report it")
