"""Where a finished page reports each item: section, first words, the displays named there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

BLOCKS = ("p", "li", "td", "th", "dd", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6")
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
WORDS = 14


@dataclass(frozen=True)
class Place:
    """One place of an item: its mark, the headings above it, its first words, the displays that its paragraph names.

    ``target`` is the id of the place in the page, ``text`` all that follows the mark in its paragraph.
    """

    mark: str
    sections: tuple[str, ...]
    words: str
    displays: tuple[str, ...]
    target: str
    text: str


def find_places(page: bytes) -> list[Place]:
    """All marked places of a page, in reading order; its title is the place of the mark ``title``."""
    from lxml import html

    tree = html.fromstring(page.decode("utf-8"))
    found, above = [], list[tuple[int, str]]()
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "h1":
            title = _plain(element.text_content())
            found.append(Place("title", ("Title",), _first_words(title), (), "", title))
        elif element.tag in HEADINGS and element.xpath("ancestor::main"):
            level = int(element.tag[1])
            above = [*(one for one in above if one[0] < level), (level, _plain(element.text_content()))]
        elif "item" in (element.get("class") or "").split():
            sections = tuple(text for _, text in above) or ("Front page",)
            found += _read_marks(element, sections)
    return found


def _read_marks(element: Any, sections: tuple[str, ...]) -> Iterator[Place]:
    block = next((e for e in element.iterancestors() if e.tag in BLOCKS), element.getparent())
    text = _plain("".join(_text_after(element, block))) or _plain(block.text_content())
    links = block.xpath(".//a[starts-with(@href, '#display-')]")
    displays = tuple(dict.fromkeys(_plain(link.text_content()) for link in links))
    for mark in (element.get("data-no") or "").split():
        yield Place(mark, sections, _first_words(text), displays, element.get("id") or "", text)


def _text_after(element: Any, block: Any) -> Iterator[str]:
    """The text of a block from an element on."""
    yield element.text_content()
    while element is not block:
        yield element.tail or ""
        for later in element.itersiblings():
            yield later.text_content() if isinstance(later.tag, str) else ""
            yield later.tail or ""
        element = element.getparent()


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:WORDS]) + (" …" if len(words) > WORDS else "")


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
