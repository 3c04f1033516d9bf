"""Reading back what was printed: numbers by their ids from HTML, Word and SVG, in sequence from any text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from analysis.verification.printing import normalised

#: A sign belongs to a number only where nothing stands before it: 2024-12 is two numbers, neither negative. NE is what
#: is printed for a number that can't be estimated.
NUMBER = re.compile(r"(?:(?<![\w-])-)?\d+(?:[.,]\d+)*|\bNE\b")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
UNSEEN = {"script", "style", "svg", "template", "head", "title", "math"}


def read_html_numbers(content: bytes) -> dict[str, str]:
    """Text by id of every element of class ``n``: the bound numbers of a page or a table."""
    tree = html.fromstring(content.decode("utf-8"))
    return {e.get("id", ""): normalised(e.text_content()) for e in tree.iter() if "n" in (e.get("class") or "").split()}


def read_html_tokens(content: bytes) -> list[tuple[str, str]]:
    """The numbers that a reader sees on a page, in order, drawings left out; each with the id that bound it, or ""."""
    pieces = _seen(html.fromstring(content.decode("utf-8")), "")
    return [(token, owner) for text, owner in pieces for token in number_tokens(text)]


def _seen(element: html.HtmlElement, owner: str) -> Iterator[tuple[str, str]]:
    if not isinstance(element.tag, str) or element.tag.lower() in UNSEEN or "aria-hidden" in element.attrib:
        return
    if "n" in (element.get("class") or "").split():
        owner = element.get("id", "")
    yield element.text or "", owner
    for child in element:
        yield from _seen(child, owner)
        yield child.tail or "", owner


def read_word_numbers(content: bytes) -> dict[str, str]:
    """Text by name of every bookmark ``n_...`` in a Word document's body."""
    open_marks: dict[str, str] = {}
    texts: dict[str, list[str]] = {}
    for element in _word_body(content).iter():
        if element.tag == f"{WORD}bookmarkStart":
            name = element.get(f"{WORD}name", "")
            if name.startswith("n_"):
                open_marks[element.get(f"{WORD}id", "")] = name
                texts[name] = []
        elif element.tag == f"{WORD}bookmarkEnd":
            open_marks.pop(element.get(f"{WORD}id", ""), None)
        elif element.tag == f"{WORD}t":
            for name in open_marks.values():
                texts[name].append(element.text or "")
    return {name: normalised("".join(parts)) for name, parts in texts.items()}


def read_word_text(content: bytes) -> str:
    """The text of a Word document's body, paragraph by paragraph."""
    paragraphs = _word_body(content).iter(f"{WORD}p")
    return normalised(" ".join("".join(t.text or "" for t in p.iter(f"{WORD}t")) for p in paragraphs))


def _word_body(content: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def read_svg_numbers(content: bytes) -> dict[str, str]:
    """Text by id of every element ``n_...`` of a drawing."""
    tree = etree.fromstring(content)
    marked = (e for e in tree.iter() if isinstance(e.tag, str) and (e.get("id") or "").startswith("n_"))
    return {e.get("id", ""): normalised("".join(str(t) for t in e.itertext())) for e in marked}


def read_pdf_text(content: bytes) -> str:
    """The text of a PDF, page by page."""
    return normalised(" ".join(read_pdf_pages(content)))


def read_pdf_pages(content: bytes) -> list[str]:
    """The text of each page of a PDF."""
    import pypdfium2

    pages = (page.get_textpage() for page in pypdfium2.PdfDocument(content))
    return [normalised(_read_page(page)) for page in pages]


def _read_page(page: Any) -> str:
    """The text of a page; lines with words from right to left are read by the places of their letters.

    The reader of PDF takes such a line for one that begins at its right end.
    """
    text: str = page.get_text_bounded()
    if not RIGHT_TO_LEFT.search(text):
        return text
    letters = [(page.get_text_range(at, 1), page.get_charbox(at)) for at in range(page.count_chars())]
    lines: list[list[tuple[str, tuple[float, ...]]]] = [[]]
    for letter, box in letters:
        lines += [[]] if letter in "\r\n" else []
        lines[-1] += [] if letter in "\r\n" else [(letter, box)]
    return "\n".join(map(_read_line, lines))


def _read_line(line: list[tuple[str, tuple[float, ...]]]) -> str:
    if not RIGHT_TO_LEFT.search("".join(letter for letter, _ in line)):
        return "".join(letter for letter, _ in line)
    text, end = "", 0.0
    tall = max(top - bottom for _, (_, bottom, _, top) in line)
    for letter, (left, _, right, _) in sorted(line, key=lambda one: one[1][0]):
        text += (" " if left - end > 0.6 * tall else "") + letter
        end = right
    return text


def number_tokens(text: str) -> list[str]:
    """All numbers of a text in order, signs with them."""
    return NUMBER.findall(normalised(text))
