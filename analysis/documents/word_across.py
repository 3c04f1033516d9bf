"""Pages that lie across in Word: the running head with its stamp at the right margin of the wider page."""

from __future__ import annotations

import re
from collections.abc import Mapping

RELATIONS, TYPES, DOCUMENT = "word/_rels/document.xml.rels", "[Content_Types].xml", "word/document.xml"
HEADER = re.compile(r"<Relationship\b[^>]*Type=\"[^\"]*/header\"[^>]*/>")
SECTION = re.compile(r"<w:sectPr\b(?:(?!</w:sectPr>).)*w:orient=\"landscape\".*?</w:sectPr>", re.DOTALL)
STYLE = re.compile(r'<w:pStyle w:val="Header"\s*/>')
#: Twips: where the text ends at the right, on upright pages (as in the style of headers) and across.
UPRIGHT, ACROSS = 9638, 14570
TABS = f'<w:tabs><w:tab w:val="clear" w:pos="{UPRIGHT}"/><w:tab w:val="right" w:pos="{ACROSS}"/></w:tabs>'


def format_headers_across(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of a Word file, each header once more for the sections that lie across, if there are any."""
    document = parts[DOCUMENT].decode()
    if RELATIONS not in parts or not SECTION.search(document):
        return dict(parts)
    made, relations, types = dict(parts), parts[RELATIONS].decode(), parts[TYPES].decode()
    names = {}
    for relation in HEADER.findall(relations):
        name, target = _read(relation, "Id"), _read(relation, "Target")
        twin = target.replace(".xml", "-across.xml")
        names[name] = f"{name}Across"
        made[f"word/{twin}"] = STYLE.sub(lambda style: style[0] + TABS, parts[f"word/{target}"].decode()).encode()
        again = relation.replace(f'"{name}"', f'"{names[name]}"').replace(f'"{target}"', f'"{twin}"')
        relations = relations.replace(relation, relation + again)
        override = re.search(rf'<Override\b[^>]*"/word/{re.escape(target)}"[^>]*/>', types)
        if override:
            types = types.replace(override[0], override[0] + override[0].replace(f"/{target}", f"/{twin}"))
    made |= {RELATIONS: relations.encode(), TYPES: types.encode()}
    made[DOCUMENT] = SECTION.sub(lambda section: _named(section[0], names), document).encode()
    return made


def _read(relation: str, attribute: str) -> str:
    found = re.search(rf'\b{attribute}="([^"]*)"', relation)
    return found[1] if found else ""


def _named(section: str, names: Mapping[str, str]) -> str:
    """A section's properties with the headers that lie across."""
    for name, twin in names.items():
        section = re.sub(rf'(<w:headerReference\b[^>]*r:id=)"{re.escape(name)}"', rf'\g<1>"{twin}"', section)
    return section
