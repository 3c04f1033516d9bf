"""Where pages of a Word file end: breaks and sections have no paragraph of their own, which could need another page."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: A paragraph that does nothing but break the page, and how the next one begins.
BREAK = re.compile(
    r'<w:p><w:r><w:br w:type="page"\s*/></w:r></w:p>'
    r"((?:\s|<w:bookmark(?:Start|End)\b[^>]*/>)*<w:p>\s*<w:pPr>\s*<w:pStyle\b[^>]*/>(?:<w:keep(?:Next|Lines)\s*/>)*)"
)
#: A table, and how the text below it begins.
BELOW = re.compile(r'(</w:tbl>\s*<w:p>\s*<w:pPr>\s*<w:pStyle\s+w:val="BodyText"\s*/>)(?=</w:pPr>)')
SECTION = re.compile(r"<w:p><w:pPr>(<w:sectPr>(?:(?!</w:sectPr>).)*</w:sectPr>)</w:pPr></w:p>")
PROPERTIES = re.compile(r"<w:p>\s*<w:pPr>")
EMPTY = re.compile(
    r'(w:orient="landscape"(?:(?!</w:p>).)*</w:p>)\s*<w:p><w:pPr><w:sectPr>(?:(?!landscape|</w:p>).)*</w:sectPr></w:pPr></w:p>'
)


def format_pages(document: str) -> str:
    """Breaks of pages as a property of what begins the page, and some room between a table and the text below it.

    A paragraph of its own would stand on the next page where one is full, and leave that empty.
    """
    return BELOW.sub(r'\1<w:spacing w:before="160"/>', BREAK.sub(r"\1<w:pageBreakBefore/>", document))


def format_sections(document: str) -> str:
    """Header and footer of the last section given to those before it that name none; empty upright ones are left out.

    What lies across ends the upright section before it; between two that lie across, that would be an empty page.
    """
    document = "".join(_end_sections(EMPTY.sub(r"\1", document)))
    *before, last = re.split(r"(?=<w:sectPr\b)", document)
    running = "".join(re.findall(r"<w:(?:header|footer)Reference\b[^>]*/>", last))
    named = [part if "Reference " in part.split("</w:sectPr>")[0] else _put_first(part, running) for part in before[1:]]
    return "".join([*before[:1], *named, last])


def _end_sections(document: str) -> Iterator[str]:
    """Each section's end as a property of its last paragraph; only after a table does it keep one of its own."""
    at = 0
    for found in SECTION.finditer(document):
        before = document[at : found.start()].rstrip()
        start = before.rfind("<w:p>")
        last = before[start:]
        if start >= 0 and last.endswith("</w:p>") and PROPERTIES.match(last) and "<w:sectPr" not in last:
            yield before[:start] + last.replace("</w:pPr>", f"{found[1]}</w:pPr>", 1)
        else:
            yield before + found[0]
        at = found.end()
    yield document[at:]


def _put_first(section: str, running: str) -> str:
    return re.sub(r"^<w:sectPr\b[^>]*>", lambda start: start[0] + running, section)
