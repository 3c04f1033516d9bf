"""Displays and sections that a report names, in each of its formats, and whether they lead there."""

from __future__ import annotations

import ctypes
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from lxml import etree, html
from pypdfium2 import raw

NAMED = re.compile(r"\b(?:Table|Figure|Listing|[Ss]ection)[ \u00a0]\d+(?:\.\d+)*")
NUMBERED = re.compile(r"\d+(?:\.\d+)*\s")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADS = ("h1", "h2", "h3", "h4", "h5")
ASIDE = ("script", "style", "figcaption", "nav", *HEADS)
LITERATURE = "16.1.9"  # the methods name sections of what they cite


def find_in_page(path: Path) -> Iterator[tuple[str, bool]]:
    """What an HTML page names, each with whether it is a link to a place in the page."""
    root = html.parse(str(path)).getroot()
    places = set(root.xpath("//@id"))
    section = ""
    for text in root.xpath("//body//text()"):
        held = [text.getparent(), *text.getparent().iterancestors()]
        if text.is_tail:
            held.remove(text.getparent())
        tags = {element.tag for element in held}
        if tags & set(HEADS) and not tags & {"nav"}:
            section = text.split(" ")[0] if text[:1].isdigit() else section
        if tags & set(ASIDE) or section == LITERATURE:
            continue
        targets = [element.get("href", "") for element in held if element.tag == "a"]
        linked = any(target.startswith("#") and target[1:] in places for target in targets)
        yield from ((match[0], linked) for match in NAMED.finditer(text))


def find_in_pages(path: Path, titles: set[str]) -> Iterator[tuple[str, bool]]:
    """What a PDF names, captions (by their ``titles``) left out, each with whether it lies in a link."""
    for page in pypdfium2.PdfDocument(path):
        areas, told = list(_areas(page)), page.get_textpage()
        text = told.get_text_range()
        for match in NAMED.finditer(text):
            after = " ".join(text[match.end() : match.end() + 200].split())
            left, bottom, right, top = told.get_charbox(match.start())
            across, up = (left + right) / 2, (bottom + top) / 2
            linked = any(a <= across <= c and b <= up <= d for a, b, c, d in areas)
            if linked or not any(after.startswith(title[:30]) for title in titles):
                yield match[0], linked


def _areas(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float, float]]:
    position, link, area = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    while raw.FPDFLink_Enumerate(page.raw, ctypes.byref(position), ctypes.byref(link)):
        raw.FPDFLink_GetAnnotRect(link, ctypes.byref(area))
        yield area.left, area.bottom, area.right, area.top


def find_in_word(path: Path) -> Iterator[tuple[str, bool]]:
    """What a Word file names outside of captions and headings, each with whether it is a link to a bookmark."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    marks = set(root.xpath("//w:bookmarkStart/@w:name", namespaces={"w": WORD[1:-1]}))
    for paragraph in root.iter(f"{WORD}p"):
        style = next((s.get(f"{WORD}val") for s in paragraph.iter(f"{WORD}pStyle")), "") or ""
        if "Caption" in style or "Heading" in style or "TOC" in style:
            continue
        for run in paragraph.iter(f"{WORD}r"):
            held = [e for e in run.iterancestors() if e.tag == f"{WORD}hyperlink"]
            linked = any(e.get(f"{WORD}anchor") in marks for e in held)
            text = "".join(t.text or "" for t in run.iter(f"{WORD}t"))
            yield from ((match[0], linked) for match in NAMED.finditer(text))


def read_sections(path: Path) -> dict[str, str]:
    """The sections of an HTML page by number, each with all text below its heading up to the next of its level."""
    root = html.parse(str(path)).getroot()
    told: dict[str, str] = {}
    open_: list[tuple[int, str]] = []
    for text in root.xpath("//body//text()[not(ancestor::nav)][not(ancestor::style)][not(ancestor::script)]"):
        heads = text.getparent().xpath("ancestor-or-self::*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5]")
        head = None if text.is_tail or not heads else heads[0]
        if head is not None and NUMBERED.match(head.text_content()):
            level, number = int(head.tag[1]), head.text_content().split()[0]
            open_ = [(depth, name) for depth, name in open_ if depth < level] + [(level, number)]
            told.setdefault(number, "")
            continue
        for _, name in open_:
            told[name] += text
    return {number: " ".join(text.split()) for number, text in told.items()}
