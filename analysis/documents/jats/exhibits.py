"""Tables and figures of a page as table-wrap and fig."""

from __future__ import annotations

from typing import Any

from lxml import etree

from analysis.documents.jats.inline import HREF, append_inline, append_text
from analysis.study.displays import format_file_name

CELL_ATTRIBUTES = ("colspan", "rowspan", "scope")


def append_exhibit(source: Any, parent: etree._Element, figures: str) -> None:
    """A display at the end of ``parent``; ``figures`` is how a drawing's file is called: ``figures/{name}.tif``."""
    is_figure = "figure" in (source.get("class") or "").split()
    made = etree.SubElement(parent, "fig" if is_figure else "table-wrap", {"id": source.get("id"), "position": "float"})
    caption = source.find(".//figcaption")
    number = caption.find(".//b") if caption is not None else None
    if number is not None:
        append_inline(number, etree.SubElement(made, "label"))
        title = etree.SubElement(etree.SubElement(made, "caption"), "title")
        append_text(title, (number.tail or "").lstrip())
        for rest in number.itersiblings():
            append_inline(rest, title)
            append_text(title, rest.tail)
    notes = source.xpath(".//div[contains(concat(' ', @class, ' '), ' notes ')]/p")
    if is_figure:
        _append_figure(
            source,
            made,
            notes,
            figures.format(name=format_file_name("".join(number.itertext()) if number is not None else "")),
        )
    else:
        append_table(source.find(".//table"), made)
        if notes:
            _append_notes(notes, etree.SubElement(made, "table-wrap-foot"))


def _append_figure(source: Any, made: etree._Element, notes: list[Any], file: str) -> None:
    caption = made.find("caption")
    if caption is not None:
        _append_notes(notes, caption)
    drawing = source.xpath(".//svg[not(ancestor::svg)] | .//img")
    words = (drawing[0].get("aria-label") or drawing[0].get("alt") or "") if drawing else ""
    etree.SubElement(made, "alt-text").text = " ".join(words.split())
    etree.SubElement(made, "graphic", {HREF: file, "mimetype": "image"})


def _append_notes(notes: list[Any], parent: etree._Element) -> None:
    for note in notes:
        append_inline(note, etree.SubElement(parent, "p"))


def append_table(source: Any, parent: etree._Element) -> None:
    """A table's head and body; cells keep their spans and whether they head a row or a column."""
    made = etree.SubElement(parent, "table", {"frame": "hsides", "rules": "groups"})
    for part in ("thead", "tbody"):
        rows = [row for group in source.iter(part) for row in group.iter("tr")]
        group = etree.SubElement(made, part) if rows else None
        for row in rows:
            _append_row(row, group)


def _append_row(row: Any, group: Any) -> None:
    line = etree.SubElement(group, "tr")
    for cell in row.iterchildren("td", "th"):
        known = {name: cell.get(name) for name in CELL_ATTRIBUTES if cell.get(name) not in (None, "", "1")}
        append_inline(cell, etree.SubElement(line, cell.tag, known), breaks=True)
