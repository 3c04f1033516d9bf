"""Sources in a Word file: a part of its own, which Word keeps and programs read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

NAMESPACE = "urn:trial-report:numbers"
PART, PROPERTIES = "customXml/item1.xml", "customXml/itemProps1.xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ID = "{5B0C1E52-7B0B-4B54-9C1C-6E756D626572}"
RELATIONS = "word/_rels/document.xml.rels"
TYPE = (
    f'<Override PartName="/{PROPERTIES}" '
    'ContentType="application/vnd.openxmlformats-officedocument.customXmlProperties+xml"/>'
)


def format_word_sources(
    parts: Mapping[str, bytes], record: Sequence[Mapping[str, str]], study: str
) -> dict[str, bytes]:
    """The parts of a Word file with the map of its numbers as custom XML; ``id`` is the number's bookmark."""
    numbers = "\n".join(
        "<number " + " ".join(f'{name}="{escape(value)}"' for name, value in entry.items()) + "/>" for entry in record
    )
    relation = f'<Relationship Id="rIdNumbers" Type="{OFFICE}/relationships/customXml" Target="../{PART}"/>'
    own = (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/relationships/customXmlProps" Target="itemProps1.xml"/></Relationships>'
    )
    properties = (
        f'{HEAD}<ds:datastoreItem ds:itemID="{ID}" xmlns:ds="{OFFICE}/customXml"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    told = f'{HEAD}<numbers xmlns="{NAMESPACE}" study="{escape(study)}">\n{numbers}\n</numbers>\n'
    return {
        **parts,
        PART: told.encode(),
        PROPERTIES: properties.encode(),
        "customXml/_rels/item1.xml.rels": own.encode(),
        RELATIONS: parts[RELATIONS].replace(b"</Relationships>", relation.encode() + b"</Relationships>"),
        "[Content_Types].xml": parts["[Content_Types].xml"].replace(b"</Types>", TYPE.encode() + b"</Types>"),
    }
