"""Tables, figures, listings and sections that people name in their own texts lead to them, as those of the verbs do."""

from __future__ import annotations

import re

from analysis.documents.prose.showing import format_link
from analysis.documents.session import Session

#: What is named, with its number; not within a link or inline code.
_DISPLAY = re.compile(r"(?<![\[`\w])((?:Table|Figure|Listing)[ \u00a0\n])(S?\d+(?:\.\d+)*)(?!\]|\w|\.\d)")
_SECTION = re.compile(r"(?<![\[`\w])([Ss]ection[ \u00a0\n])(\d+(?:\.\d+)*)(?!\]|\w|\.\d)")
_CODE = re.compile(r"(`[^`]*`)")


def link_mentions(session: Session, markdown: str) -> str:
    """Text in Markdown in which every display of this document, and every section, that it names is a link.

    A section becomes a span that styles/report.lua makes a link where the document has a heading of that number.
    """
    numbered = (block for block in session.study.displays if session.document in block.numbers)
    known = {block.numbers[session.document]: block.id for block in numbered}

    def display(found: re.Match[str]) -> str:
        name = known.get(f"{found[1].strip()} {found[2]}")
        return format_link(session, name) if name else found[0]

    def linked(text: str) -> str:
        return _SECTION.sub(r'[\1\2]{.mention to="\2"}', _DISPLAY.sub(display, text))

    return "".join(part if n % 2 else linked(part) for n, part in enumerate(_CODE.split(markdown)))
