"""What journals ask of a manuscript in Word: every line numbered, text in double spacing."""

from __future__ import annotations

import re

from lxml import etree

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: Line numbers run on through the whole document; Word numbers no lines of tables.
LINES = '<w:lnNumType w:countBy="1" w:restart="continuous"/>'
#: The element that line numbers follow in a section's properties, the last first.
BEFORE_LINES = ("pgBorders", "paperSrc", "pgMar", "pgSz", "type", "footerReference", "headerReference")
#: Styles of running text; tables, captions and headings stay as they are.
TEXT = ("BodyText", "FirstParagraph", "Compact", "BlockText", "Abstract", "Notice", "Bibliography", "Definition")
DOUBLE = {"line": "480", "lineRule": "auto"}


def format_numbered_lines(document: str) -> str:
    """A document's XML with line numbers in every section that has none."""
    *before, last = re.split(r"(?<=</w:sectPr>)", document) if "</w:sectPr>" in document else (document,)
    return "".join([*(_number_lines(part) for part in before), last])


def _number_lines(part: str) -> str:
    start = part.rindex("<w:sectPr")
    section = part[start:]
    if "<w:lnNumType" in section:
        return part
    for name in BEFORE_LINES:
        found = list(re.finditer(rf"<w:{name}\b[^>]*/>|</w:{name}>", section))
        if found:
            at = found[-1].end()
            return part[:start] + section[:at] + LINES + section[at:]
    at = section.index(">") + 1
    return part[:start] + section[:at] + LINES + section[at:]


def format_double_spacing(styles: bytes) -> bytes:
    """A reference document's styles with running text in double spacing."""
    tree = etree.fromstring(styles)
    for style in tree.iter(f"{{{WORD}}}style"):
        if style.get(f"{{{WORD}}}styleId") in TEXT:
            properties = _child(style, "pPr", ("rPr", "tblPr", "trPr", "tcPr", "tblStylePr"))
            spacing = _child(properties, "spacing", ("ind", "contextualSpacing", "jc", "outlineLvl", "rPr"))
            for name, value in DOUBLE.items():
                spacing.set(f"{{{WORD}}}{name}", value)
    made: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def _child(parent: etree._Element, name: str, later: tuple[str, ...]) -> etree._Element:
    """A child by its name, made where it is missing, before those that have to follow it."""
    found = parent.find(f"{{{WORD}}}{name}")
    if found is not None:
        return found
    made = etree.Element(f"{{{WORD}}}{name}")
    places = [n for n, child in enumerate(parent) if etree.QName(child).localname in later]
    parent.insert(places[0] if places else len(parent), made)
    return made
