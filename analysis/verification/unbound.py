"""Numbers in a finished document that no row is behind: each has to be explained, by its place or by its name.

A display's labels must be those of the display as it was built. In the text a number is part of a name, of the list of
references, of a link to a display, or of what the build itself says of the document. What only Word or the PDF holds
was put in by them: page numbers, the running head, the drawings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

from analysis.documents.gate import read_known_names
from analysis.documents.gate_words import hide_names
from analysis.documents.heads import format_running_head
from analysis.results.table import Results
from analysis.study import Study
from analysis.verification.numbers import Difference, NumberCheck
from analysis.verification.printing import normalised
from analysis.verification.products import UNSEEN, number_tokens, read_html_tokens, read_pdf_pages, read_word_text

#: Parts of a page that say nothing of the trial's results: references, contents, title page, colophon, appendix.
ASIDE = {"references", "citation", "title-page", "colophon", "sources", "contents", "exhibit-list", "gaps", "footnotes"}
LEVEL = re.compile(r"\b\d{2}(?:\.\d)?% CI\b|\b\d{2}(?:\.\d)?% confidence interval")
NUMBERED = re.compile(r"\b(?:Table|Figure|Listing|Appendix|[Ss]ection)s?\s\d+(?:\.\d+)*")
TITLE = re.compile(r"^\s*\d+(?:\.\d+)*\s")
BLOCKS = ("p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt", "div", "pre", "header", "main", "body")
PAGE = re.compile(r"Page \d+ of \d+")


@dataclass(frozen=True)
class Context:
    """What explains a number: the study's names, the words of its results, and the displays as they were built."""

    study: Study
    known: re.Pattern[str]
    displays: Mapping[str, Mapping[str, Any]]
    drawings: Mapping[str, bytes]


def read_context(
    study: Study, results: Results, displays: Mapping[str, Mapping[str, Any]], drawings: Mapping[str, bytes]
) -> Context:
    """``displays`` and ``drawings`` (SVG) by id."""
    said = {text for row in results.values() for text in (row.error, row.warning, row.options, row.method, row.unit)}
    units = {parameter.unit for parameter in study.parameters} | {fact.unit for fact in study.facts.values()}
    own = sorted(
        (re.escape(text.strip().rstrip(".")) for text in (said | units) if re.search(r"\d", text)), key=_longest
    )
    patterns = [*own, *read_known_names(study), re.escape(study.study.data_date)]
    return Context(study, re.compile("|".join(patterns), re.IGNORECASE), displays, drawings)


def _longest(text: str) -> tuple[int, str]:
    return -len(text), text


def verify_unbound(name: str, products: Mapping[str, bytes], context: Context) -> Iterator[NumberCheck]:
    """The numbers of each format of the document ``name`` that no row is behind."""
    document = context.study.document(name)
    page = read_html_tokens(products["html"])
    loose = [token for token, owner in page if not owner]
    found = list(find_in_displays(products["html"], context))
    found += [] if document.kind else find_in_text(products["html"], context)
    yield _checked(f"{name}.html", len(loose), found)
    seen = Counter(token for token, _ in page)
    if "docx" in products:
        more = Counter(number_tokens(read_word_text(products["docx"]))) - seen
        yield _checked(f"{name}.docx", len(loose), [(token, "only in the Word file") for token in more.elements()])
    if "pdf" in products:
        pages = read_pdf_pages(products["pdf"])
        more = Counter(t for text in pages for t in number_tokens(_without_head(text, context, name)))
        drawn = Counter(_drawn(context))
        more -= seen + drawn
        again = set(_heads(products["html"]))  # a table that goes on repeats its head
        more -= Counter(_listed(products["html"]))
        again |= {str(number) for number in range(1, len(pages) + 1)} if document.kind else set()  # contents
        extra = [(t, "only in the PDF") for t in more.elements() if t not in again and not _is_joined(t, drawn)]
        yield _checked(f"{name}.pdf", len(loose), extra)


def _checked(product: str, count: int, found: Iterable[tuple[str, str]]) -> NumberCheck:
    told = tuple(Difference(product, near, "", "a number that a row is behind", token) for token, near in found)
    return NumberCheck(f"{product} ({count} numbers that no row is behind, each explained)", 0, told)


def find_in_displays(page: bytes, context: Context) -> Iterator[tuple[str, str]]:
    """Numbers of tables, figures and their captions that are not those of the display as it was built."""
    for figure in html.fromstring(page.decode("utf-8")).xpath("//figure[starts-with(@id, 'display-')]"):
        display = context.study.display(figure.get("id").removeprefix("display-"))
        built = html.fromstring(f"<div>{context.displays[display.id]['html']}</div>")
        caption = [_text(part) for part in figure.xpath("./figcaption")]
        for part in figure.xpath("./figcaption"):
            part.drop_tree()
        expected = Counter(token for text in _loose(built) for token in number_tokens(text))
        printed = Counter(token for text in _loose(figure) for token in number_tokens(text))
        titles = Counter(t for number in display.numbers.values() for t in number_tokens(f"{number} {display.title}"))
        more = (printed - expected) + (Counter(number_tokens(" ".join(caption))) - titles)
        yield from ((token, f"in {display.id}") for token in more.elements())


def find_in_text(page: bytes, context: Context) -> Iterator[tuple[str, str]]:
    """Numbers of the text, outside displays, that are no part of a name."""
    tree = html.fromstring(page.decode("utf-8"))
    for element in tree.xpath("//figure | //nav | //a[starts-with(@href, '#display-')]"):
        element.drop_tree()
    for block in tree.iter(*BLOCKS):
        text = normalised("".join(_loose(block, own=True)))
        plain = TITLE.sub(" ", text) if str(block.tag).startswith("h") else text
        for pattern in (context.known, LEVEL, NUMBERED):
            plain = pattern.sub(" ", plain)
        yield from ((token, f"near “{text[:60]}”") for token in number_tokens(hide_names(plain)))


def _loose(element: html.HtmlElement, *, own: bool = False) -> Iterator[str]:
    """The text of an element that belongs to no bound number; with ``own``, without that of blocks within it."""
    if own and _is_aside(element):
        return
    yield element.text or ""
    for child in element:
        seen = isinstance(child.tag, str) and child.tag.lower() not in UNSEEN and "aria-hidden" not in child.attrib
        bound = seen and "n" in (child.get("class") or "").split()
        if bound:
            yield " … "
        elif seen and not (own and (child.tag in BLOCKS or _is_aside(child))):
            yield from _loose(child, own=own)
        yield child.tail or ""


def _is_aside(element: html.HtmlElement) -> bool:
    within = [element, *element.iterancestors()]
    return any(ASIDE & set((e.get("class") or "").split()) or e.get("id") == "refs" for e in within)


def _text(element: html.HtmlElement) -> str:
    return normalised("".join(_loose(element)))


def _heads(page: bytes) -> Iterator[str]:
    """The numbers in the heads of tables."""
    for head in html.fromstring(page.decode("utf-8")).iter("thead"):
        yield from number_tokens(head.text_content())


def _listed(page: bytes) -> Iterator[str]:
    """The numbers of lists, which are no text in a page."""
    for element in html.fromstring(page.decode("utf-8")).iter("ol"):
        start = int(element.get("start") or 1)
        yield from (str(start + number) for number in range(len(element.findall("li"))))


def _drawn(context: Context) -> Iterator[str]:
    """The numbers of the drawings."""
    for drawing in context.drawings.values():
        for text in etree.fromstring(drawing).iter("{http://www.w3.org/2000/svg}text"):
            yield from number_tokens(" ".join(str(part) for part in text.itertext()))


def _is_joined(token: str, drawn: Mapping[str, int]) -> bool:
    """Two labels of an axis that stand close, read as one."""
    return any(token[:at] in drawn and token[at:] in drawn for at in range(1, len(token)))


def _without_head(text: str, context: Context, name: str) -> str:
    """A page's text without its running head and page number, and without the number of a table that goes on."""
    head = format_running_head(context.study.study, context.study.document(name))
    for display in context.study.displays:
        if name in display.numbers:
            text = text.replace(f"{normalised(display.numbers[name])}, continued", " ")
    return PAGE.sub(" ", text.replace(normalised(head), " ", 1))
