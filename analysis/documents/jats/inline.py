"""Text with its marks: from the elements of a page to those of JATS."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

XLINK = "http://www.w3.org/1999/xlink"
HREF = f"{{{XLINK}}}href"
MARKS = {
    "em": "italic",
    "i": "italic",
    "strong": "bold",
    "b": "bold",
    "sup": "sup",
    "sub": "sub",
    "code": "monospace",
    "u": "underline",
}
UNSEEN = {"script", "style", "template", "button", "dialog"}
TARGETS = (("ref-", "bibr"), ("display-", ""), ("", "sec"))


def append_text(parent: etree._Element, text: str | None) -> None:
    """Add text at the end of what an element holds; white space counts as one space."""
    plain = re.sub(r"[ \t\r\n]+", " ", text or "")
    if not plain:
        return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + plain
    else:
        parent.text = (parent.text or "") + plain


def append_inline(source: Any, parent: etree._Element, *, breaks: bool = False) -> None:
    """What stands inside an element of the page, put at the end of ``parent``; ``breaks``: it may hold line breaks."""
    append_text(parent, source.text)
    for child in source:
        if isinstance(child.tag, str):
            _append_child(child, parent, breaks)
        append_text(parent, child.tail)


def _append_child(child: Any, parent: etree._Element, breaks: bool) -> None:
    classes = (child.get("class") or "").split()
    if child.tag in UNSEEN or "item" in classes or child.get("aria-hidden") == "true":
        return
    if child.tag == "br":
        if breaks:
            etree.SubElement(parent, "break")
        else:
            append_text(parent, " ")
        return
    made = _element(child, classes, parent)
    append_inline(child, parent if made is None else made, breaks=breaks)


def _element(child: Any, classes: list[str], parent: etree._Element) -> etree._Element | None:
    """The element of JATS that an element of the page becomes; None where only its content counts."""
    if child.tag in MARKS:
        return etree.SubElement(parent, MARKS[child.tag])
    if "n" in classes and child.get("id"):
        row = child.get("data-row", "")
        known = {"content-type": "result", "id": child.get("id")} | ({"specific-use": row} if row else {})
        return etree.SubElement(parent, "named-content", known)
    if child.tag == "a" and child.get("href"):
        return _link(child, parent)
    return None


def _link(child: Any, parent: etree._Element) -> etree._Element | None:
    href = child.get("href")
    if not href.startswith("#"):
        outside = href.startswith(("http://", "https://", "mailto:"))
        return etree.SubElement(parent, "ext-link", {"ext-link-type": "uri", HREF: href}) if outside else None
    target = href[1:]
    found = child.getroottree().xpath("//main//*[@id=$name]", name=target)
    if not found or target.startswith("n_"):
        return None
    kind = next(kind for start, kind in TARGETS if target.startswith(start))
    exhibit = "fig" if "figure" in (found[0].get("class") or "").split() else "table"
    return etree.SubElement(parent, "xref", {"ref-type": kind or exhibit, "rid": target})
