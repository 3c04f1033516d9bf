"""A checklist filled: every item with its places, or the reason why it does not apply, or as missing."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.documents.checklist.items import Item
from analysis.documents.checklist.pages import find_pages, read_pages
from analysis.documents.checklist.places import Place, find_places
from analysis.errors import DocumentError, Fault
from analysis.study.formulas import format_safe

REPORTED, MISSING, NOT_APPLICABLE = "reported", "missing", "does not apply"
COLUMNS = ("checklist", "item", "section", "topic", "asks for", "status", "where", "page", "first words", "reason")


@dataclass(frozen=True)
class Filled:
    """An item with the places that report it and their pages, or the reason why it does not apply."""

    item: Item
    places: tuple[tuple[Place, int | None], ...]
    reason: str = ""

    @property
    def status(self) -> str:
        return REPORTED if self.places else NOT_APPLICABLE if self.reason else MISSING


def derive_checklist(
    items: Sequence[Item], reasons: Mapping[str, str], page: bytes, pdf: bytes | None
) -> tuple[Filled, ...]:
    """The items filled from a document's page, and from its PDF where there is one.

    DocumentError names marks that no list knows, and items that are both reported and said not to apply.
    """
    places = find_places(page)
    numbers = find_pages([place.text for place in places], read_pages(pdf)) if pdf else [None] * len(places)
    placed = list(zip(places, numbers, strict=True))
    filled = tuple(Filled(item, _places_of(item, placed), reasons.get(item.mark, "")) for item in items)
    _check(filled, reasons, places)
    return filled


def _places_of(item: Item, placed: Sequence[tuple[Place, int | None]]) -> tuple[tuple[Place, int | None], ...]:
    named = [(p, n) for p, n in placed if p.mark == "title" and _holds(p.text, item.title)]
    return (*named, *((p, n) for p, n in placed if p.mark == item.mark))


def _holds(title: str, pattern: str) -> bool:
    return bool(pattern and re.search(pattern, title, re.IGNORECASE))


def _check(filled: Sequence[Filled], reasons: Mapping[str, str], places: Sequence[Place]) -> None:
    known = [one.item.mark for one in filled]
    faults = []
    for mark in dict.fromkeys([*(p.mark for p in places if p.mark != "title"), *reasons]):
        if mark not in known:
            near = difflib.get_close_matches(mark, known, n=3) or known[:5]
            faults.append(Fault(f"item {mark}", "is in no checklist of this document", f"near are: {', '.join(near)}"))
    faults += [
        Fault(f"item {f.item.mark}", "is reported and said not to apply", "take the mark or the reason away")
        for f in filled
        if f.places and f.reason
    ]
    if faults:
        raise DocumentError(faults)


def format_csv(filled: Sequence[Filled]) -> str:
    """The checklist as a table, a line for each item."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in filled:
        where = "; ".join(format_where(place) for place, _ in one.places)
        pages = "; ".join(format_page(number) for _, number in one.places)
        words = " | ".join(place.words for place, _ in one.places)
        item = one.item
        asked = (item.list, item.number, item.section, item.topic, item.ask)
        writer.writerow(format_safe(text) for text in (*asked, one.status, where, pages, words, one.reason))
    return out.getvalue()


def format_where(place: Place) -> str:
    """The sections of a place, and the displays that it names: Results, Safety; Table 3."""
    return "; ".join([", ".join(place.sections), *place.displays])


def format_page(number: int | None) -> str:
    """The number of a page; a dash where the document has no pages, or the place was not found in them."""
    return "\u2013" if number is None else str(number)
