"""Contents in Word: fields that Word updates, filled with what they will show, each entry linked to its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MARK = re.compile(r"<w:p\b(?:(?!</w:p>).)*?CONTENTS:(\w+)(?:(?!</w:p>).)*</w:p>", re.DOTALL)
PARAGRAPH = re.compile(r"<w:p\b[^>]*>.*?</w:p>|<w:bookmarkStart\b[^>]*?/>", re.DOTALL)
STYLE = re.compile(r'<w:pStyle\s+w:val="(\w+)"')
TEXT = re.compile(r"<w:t\b[^>]*>([^<]*)</w:t>")
BOOKMARK = re.compile(r'w:name="([^"]+)"')
MAIN = re.compile(r'(<w:pStyle\s+w:val="Heading1"\s*/>)(?!<w:pageBreakBefore)')
#: A mark that the main section after it begins on no page of its own.
RUN_ON = re.compile(
    r"<w:p><w:r><w:t>RUN:ON</w:t></w:r></w:p>"
    r'((?:\s|<w:bookmark(?:Start|End)[^>]*/>)*<w:p>\s*<w:pPr>\s*<w:pStyle\s+w:val="Heading1"\s*/>)'
)
BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
#: The field of each list, and the styles of the paragraphs that it collects.
FIELDS = {
    "sections": (r' TOC \o "1-4" \h \z \u ', ("Heading1", "Heading2", "Heading3", "Heading4")),
    "Table": (r' TOC \h \z \c "Table" ', ("TableCaption",)),
    "Figure": (r' TOC \h \z \c "Figure" ', ("ImageCaption",)),
    "Listing": (r' TOC \h \z \c "Listing" ', ("ListingCaption",)),
}


@dataclass(frozen=True)
class Entry:
    """A line of the contents: its level, text (as it stands in the XML) and the bookmark of its place."""

    level: int
    text: str
    bookmark: str
    style: str


def format_word_contents(document: str) -> str:
    """A document's XML with each paragraph ``CONTENTS:name`` replaced by that list."""
    document = RUN_ON.sub(r'\1<w:pageBreakBefore w:val="0"/>', document)
    if "CONTENTS:" not in document:
        return document
    entries = list(_find_entries(document))
    document = MARK.sub(lambda mark: _field(mark[1], entries), document)
    # A document with contents is a report: its main sections begin on pages of their own, but for marked ones
    return MAIN.sub(r"\1<w:pageBreakBefore/>", document)


def _find_entries(document: str) -> Iterator[Entry]:
    """Headings and captions in order. Pandoc puts a heading's bookmark before its paragraph."""
    last = ""
    for found in PARAGRAPH.finditer(document):
        if found[0].startswith("<w:bookmarkStart"):
            last = _bookmark(found[0])
            continue
        style = STYLE.search(found[0])
        name = style[1] if style else ""
        if any(name in styles for _, styles in FIELDS.values()):
            inside = _bookmark(found[0])
            level = int(name[-1]) if name.startswith("Heading") else 1
            yield Entry(level, "".join(TEXT.findall(found[0])), inside or last, name)


def _bookmark(xml: str) -> str:
    found = BOOKMARK.search(xml)
    return found[1] if found and not found[1].startswith("n_") else ""


def _field(name: str, entries: list[Entry]) -> str:
    """The whole field; its first line holds the beginning, its last the end."""
    instruction, styles = FIELDS[name]
    begin = (
        f"{BEGIN.replace('/>', ' w:dirty=' + chr(34) + 'true' + chr(34) + '/>')}{_instruction(instruction)}{SEPARATE}"
    )
    lines = [_line(entry, name) for entry in entries if entry.style in styles]
    if not lines:
        return ""
    lines[0] = lines[0].replace("</w:pPr>", f"</w:pPr>{begin}", 1)
    return "".join([*lines[:-1], lines[-1].replace("</w:p>", f"{END}</w:p>")])


def _instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text.replace(chr(34), "&quot;")}</w:instrText></w:r>'


def _line(entry: Entry, name: str) -> str:
    style = f"TOC{entry.level}" if name == "sections" else "TableofFigures"
    page = f"{BEGIN}{_instruction(f' PAGEREF {entry.bookmark} ')}{SEPARATE}<w:r><w:t> </w:t></w:r>{END}"
    text = f'<w:r><w:t xml:space="preserve">{entry.text}</w:t></w:r><w:r><w:tab/></w:r>'
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f'<w:hyperlink w:anchor="{entry.bookmark}" w:history="1">{text}{page}</w:hyperlink></w:p>'
    )
