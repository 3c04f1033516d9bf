"""The sections of a page as those of JATS."""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from analysis.documents.jats.exhibits import append_exhibit, append_table
from analysis.documents.jats.inline import append_inline

HEADINGS = ("h2", "h3", "h4", "h5", "h6")
LISTS = {"ul": "bullet", "ol": "order"}
TYPES = (
    (r"introduction|background", "intro"),
    (r"materials|methods", "methods"),
    (r"results", "results"),
    (r"discussion", "discussion"),
    (r"conclusion", "conclusions"),
    (r"data sharing|data availability", "data-availability"),
    (r"supplement", "supplementary-material"),
)
Blocks = list[Any]


def read_blocks(main: Any) -> list[tuple[Any, Blocks]]:
    """The top sections of a page: each heading of the second level with all blocks up to the next; None before it."""
    found: list[tuple[Any, Blocks]] = [(None, [])]
    for block in _flat(main):
        if block.tag == "h2":
            found.append((block, []))
        else:
            found[-1][1].append(block)
    return found


def _flat(parent: Any) -> Iterator[Any]:
    """The blocks of a page without the boxes that only group them."""
    for child in parent.iterchildren():
        if not isinstance(child.tag, str) or child.tag in ("script", "style", "nav", "template"):
            continue
        classes = (child.get("class") or "").split()
        own = {"notice", "colophon"} & set(classes) or child.get("id") == "refs"
        if child.tag in ("section", "div") and not own:
            yield from _flat(child)
        else:
            yield child


def append_section(heading: Any, blocks: Blocks, parent: etree._Element, figures: str) -> etree._Element:
    """A section with its subsections at the end of ``parent``."""
    section = etree.SubElement(parent, "sec")
    title = " ".join(heading.text_content().split())
    kind = find_type(title) if heading.tag == "h2" else ""
    if kind:
        section.set("sec-type", kind)
    name = heading.get("id") or (heading.getparent().get("id") if heading.getparent().tag == "section" else "")
    if name and re.fullmatch(r"[A-Za-z_][\w.-]*", name):
        section.set("id", name)
    append_inline(heading, etree.SubElement(section, "title"))
    _append_parts(blocks, section, figures)
    return section


def find_type(title: str) -> str:
    """What kind of section a title names, in the words of JATS; empty where it names none."""
    return next((kind for pattern, kind in TYPES if re.search(pattern, title, re.IGNORECASE)), "")


def _append_parts(blocks: Blocks, section: etree._Element, figures: str) -> None:
    """Blocks up to the first heading, then one subsection for each heading of the highest level there is."""
    levels = [HEADINGS.index(b.tag) for b in blocks if b.tag in HEADINGS]
    starts = [n for n, b in enumerate(blocks) if levels and b.tag == HEADINGS[min(levels)]]
    append_blocks(blocks[: starts[0]] if starts else blocks, section, figures)
    for start, end in itertools.pairwise([*starts, len(blocks)]):
        append_section(blocks[start], blocks[start + 1 : end], section, figures)


def append_blocks(blocks: Iterable[Any], parent: etree._Element, figures: str) -> None:
    """Paragraphs, lists, tables and displays at the end of ``parent``."""
    for block in blocks:
        classes = (block.get("class") or "").split()
        if block.tag == "figure" and "exhibit" in classes:
            append_exhibit(block, parent, figures)
        elif block.tag == "table":
            append_table(block, etree.SubElement(parent, "table-wrap"))
        elif block.tag in LISTS:
            _append_list(block, parent, figures)
        elif block.tag == "dl":
            _append_definitions(block, parent)
        elif block.tag == "blockquote":
            append_blocks(_flat(block), etree.SubElement(parent, "disp-quote"), figures)
        elif block.tag in ("div", "section"):
            append_blocks(_flat(block), parent, figures)
        elif block.text_content().strip():
            append_inline(block, etree.SubElement(parent, "p"))


def _append_list(block: Any, parent: etree._Element, figures: str) -> None:
    made = etree.SubElement(parent, "list", {"list-type": LISTS[block.tag]})
    for item in block.iterchildren("li"):
        line = etree.SubElement(made, "list-item")
        nested = [child for child in item.iterchildren() if child.tag in ("p", "ul", "ol", "dl", "table", "div")]
        if nested and not (item.text or "").strip():
            append_blocks(nested, line, figures)
        else:
            append_inline(item, etree.SubElement(line, "p"))


def _append_definitions(block: Any, parent: etree._Element) -> None:
    made = etree.SubElement(parent, "def-list")
    for term in block.iter("dt"):
        entry = etree.SubElement(made, "def-item")
        append_inline(term, etree.SubElement(entry, "term"))
        told = term.getnext()
        append_inline(told, etree.SubElement(etree.SubElement(entry, "def"), "p"))


def split_label(paragraph: Any) -> tuple[str, Any]:
    """A paragraph's bold beginning, **AIM:** say, and the paragraph without it; an empty label where it has none."""
    copied = copy.deepcopy(paragraph)
    bold = next((child for child in copied.iterchildren() if child.tag in ("strong", "b")), None)
    earlier = bold.itersiblings(preceding=True) if bold is not None else ()
    before = (copied.text or "") + "".join(f"{one.text_content()}{one.tail or ''}" for one in earlier)
    if bold is None or before.strip():
        return "", copied
    label = " ".join(bold.text_content().split()).rstrip(":. ")
    after = (bold.tail or "").lstrip(" :")
    bold.tail, bold.text = after, None
    for inner in list(bold):
        inner.drop_tree()
    bold.drop_tree()
    return label, copied
