"""What no finished page may hold: code or names left over, dead links, unknown citations, double ids.

Nor what keeps a reader who can't see it from understanding it: skipped levels of headings, drawings without words,
tables without heads.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from analysis.errors import DocumentError, Fault

LEFTOVERS = {
    r"\?(?:var|meta|env):[\w.-]+": "an unknown variable",
    r"\?(?:fig|tbl|sec|eq)-[\w-]+": "an unknown cross-reference",
    r"\{\{<[^>]*>?": "a shortcode that nothing understood",
    r"`?\{python\}[^`]{0,40}": "inline code that was not run",
    r"\b(?:nan|NaN|NaT)\b|<NA>": "a missing value",
    r"\bNE\b(?! \(|, not)": "NE without its reason",
    r"\[(?:@|[Tt][Oo][Dd][Oo])[^\]]*\]?": "a citation or note that was not resolved",
}
#: A note that says what NE stands for and why it is there
EXPLAINED = re.compile(r"\bNE, not estimable: ")
BLOCKS = ("p", "li", "td", "th", "figcaption", "h1", "h2", "h3", "h4", "h5", "dd")
UNSEEN = ("script", "style", "title", "svg", "template", "code")


def check_page(page: bytes, source: str) -> None:
    """The HTML of the document ``source``. DocumentError tells all faults."""
    from lxml import html

    tree = html.fromstring(page.decode("utf-8"))
    faults = [*_find_dead_links(tree), *_find_unknown_citations(tree), *_find_double_ids(tree)]
    faults += [*_find_skipped_headings(tree), *_find_wordless_drawings(tree), *_find_headless_tables(tree)]
    for element in list(tree.iter(*UNSEEN)):
        element.drop_tree()
    faults += _find_leftovers(tree)
    if faults:
        raise DocumentError([Fault(f"{source}, {where}", what, remedy) for where, what, remedy in faults])


def _find_leftovers(tree: Any) -> Iterator[tuple[str, str, str]]:
    texts = [" ".join(block.text_content().split()) for block in tree.iter(*BLOCKS)]
    explained = any(EXPLAINED.search(text) for text in texts)
    for text, after in zip(texts, [*texts[1:], ""], strict=True):
        if (text, after.lower()) == ("NE", "not estimable"):
            continue  # the list of abbreviations
        for pattern, what in LEFTOVERS.items():
            for found in re.finditer(pattern, text):
                near = text[max(0, found.start() - 40) : found.end() + 40]
                if found[0] != "NE" or not explained:
                    yield f"“{near}”", f"{what}: {found[0]}", "correct the text or the code behind it"


def _find_dead_links(tree: Any) -> Iterator[tuple[str, str, str]]:
    targets = set(tree.xpath("//@id"))
    for link in tree.xpath("//a[starts-with(@href, '#')]"):
        target = link.get("href")[1:]
        if target and target not in targets:
            remedy = "show the display in this document" if target.startswith("display-") else "correct the link"
            yield f"link “{link.text_content()}”", f"leads nowhere: #{target}", remedy


def _find_unknown_citations(tree: Any) -> Iterator[tuple[str, str, str]]:
    for citation in tree.xpath("//*[contains(@class, 'citation')]"):
        if citation.xpath(".//strong") or "???" in citation.text_content():
            yield f"citation {citation.get('data-cites')}", "is not in the bibliography", "add it to references.bib"


def _find_double_ids(tree: Any) -> Iterator[tuple[str, str, str]]:
    ids = Counter(str(name) for name in tree.xpath("//main//*[not(ancestor-or-self::svg)]/@id"))
    for name, times in ids.items():
        if times > 1:
            twice = "show a display once and link to it elsewhere" if name.startswith("display-") else "rename one"
            yield f"#{name}", f"this id stands {times} times in the page", twice


def _find_skipped_headings(tree: Any) -> Iterator[tuple[str, str, str]]:
    level = 0
    for heading in tree.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6]"):
        step = int(heading.tag[1]) - level
        if step > 1 and level:
            text = " ".join(heading.text_content().split())
            yield f"heading “{text}”", f"is {step} levels below the one before it", "take one # away"
        level += step


def _find_wordless_drawings(tree: Any) -> Iterator[tuple[str, str, str]]:
    for image in tree.xpath("//img[not(@alt)] | //svg[not(ancestor::svg) and not(@aria-label) and not(@aria-hidden)]"):
        near = image.xpath("string(ancestor::figure[1]/figcaption)").strip()
        yield (
            f"drawing “{near or image.get('src', '')[:40]}”",
            "has no alternative text",
            "write ![what it shows](file)",
        )


def _find_headless_tables(tree: Any) -> Iterator[tuple[str, str, str]]:
    for table in tree.xpath("//table[not(.//th)]"):
        text = " ".join(table.text_content().split())[:40]
        yield f"table “{text}”", "has no header cells", "write a header, or a list where there is none"
