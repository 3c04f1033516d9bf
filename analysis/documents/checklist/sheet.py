"""A filled checklist in words: Markdown that both a page and a Word file are made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from analysis.documents.checklist.filling import (
    MISSING,
    NOT_APPLICABLE,
    REPORTED,
    Filled,
    format_page,
    format_where,
)
from analysis.documents.report.grid import format_grid
from analysis.documents.session import escape

WIDTHS = (0.62, 2.2, 2.3, 0.55, 3)
UNCHECKED = "\u2020"


def format_checklist(filled: Sequence[Filled], page: str) -> str:
    """The checklist's sections as Markdown; ``page`` is the file of the document that was read."""
    parts = [_format_counts(filled)]
    for name in dict.fromkeys(one.item.list for one in filled):
        own = [one for one in filled if one.item.list == name]
        parts.append(f"# {escape(name)}")
        for section in dict.fromkeys(one.item.section for one in own):
            rows = [_row(one, page) for one in own if one.item.section == section]
            heads = ("Item", "What is asked for", "Where", "Page", "First words")
            parts += [f"## {escape(section)}", format_grid([heads, *rows], WIDTHS)]
    if any(not one.item.checked for one in filled):
        parts.append(f"{UNCHECKED} The number of this item was not compared with the published list.")
    return "\n\n".join(parts)


def _format_counts(filled: Sequence[Filled]) -> str:
    counts = Counter(one.status for one in filled)
    missing = [one.item.mark for one in filled if one.status == MISSING]
    told = f"{len(filled)} items: {counts[REPORTED]} reported, {counts[NOT_APPLICABLE]} do not apply"
    found = "Section, page and words were found in the finished document when it was made."
    listed = f" ({escape(', '.join(missing))})" if missing else ""
    return f"**{told}, {len(missing)} missing{listed}.** {found}"


def _row(one: Filled, page: str) -> tuple[str, str, str, str, str]:
    number = escape(one.item.number) + ("" if one.item.checked else UNCHECKED)
    asked = f"**{escape(one.item.topic)}.** {escape(one.item.ask)}"
    if not one.places:
        told = f"*Does not apply:* {escape(one.reason)}" if one.reason else "**Missing**"
        return number, asked, told, "\u2013", "\u2013"
    where = "\n\n".join(
        _linked(escape(format_where(p)), f"{page}#{p.target}" if p.target else "") for p, _ in one.places
    )
    pages = "\n\n".join(dict.fromkeys(format_page(number) for _, number in one.places))
    return number, asked, where, pages, "\n\n".join(escape(p.words) for p, _ in one.places)


def _linked(text: str, target: str) -> str:
    """A link in the page alone: the other files go their own ways."""
    return f'`<a href="{target}">`{{=html}}{text}`</a>`{{=html}}' if target else text


def find_missing(filled: Sequence[Filled]) -> Iterator[str]:
    """The items that the document does not report, by their marks."""
    yield from (one.item.mark for one in filled if one.status == MISSING)
