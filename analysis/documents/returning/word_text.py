"""A Word file's text: paragraphs of tokens, with tracked changes taken as accepted; comments by their place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from analysis.documents.pandoc import MOST_BYTES
from analysis.documents.returning.tokens import OBJECT, Token, format_plain, read_tokens
from analysis.documents.word import MADE
from analysis.errors import DocumentError, Fault

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARKS = {"b": "bold", "i": "italic", "u": "underline", "strike": "strike"}
GONE = {f"{W}del", f"{W}moveFrom"}
WITHIN = {f"{W}{name}" for name in ("ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "hyperlink", "dir")}
OBJECTS = {f"{W}{name}" for name in ("drawing", "pict", "object")}


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or a table as one: ``cells`` are the texts of its cells. ``style`` is Word's id of it."""

    tokens: tuple[Token, ...]
    style: str = ""
    listed: bool = False
    cells: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(self.cells) if self.cells else format_plain(self.tokens)


@dataclass(frozen=True)
class WordText:
    """A Word file: ``made`` names the text it was made from; ``tracked`` counts tracked changes."""

    paragraphs: tuple[Paragraph, ...]
    comments: tuple[tuple[str, str, str], ...]
    made: str
    tracked: int


def read_word_text(content: bytes, name: str) -> WordText:
    """The text of a Word file. Raises DocumentError where it is none."""
    reader = _Reader(_read_parts(content, name))
    return WordText(tuple(reader.paragraphs()), tuple(reader.comments()), reader.made, reader.tracked)


def _read_parts(content: bytes, name: str) -> dict[str, Any]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    wanted = {f"word/{part}.xml" for part in ("document", "footnotes", "comments")}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > 4 * MOST_BYTES:
                raise DocumentError(Fault(name, "unpacks to more than 200 MB", "save it without large pictures"))
            parts = {
                PurePath(n).stem: etree.fromstring(archive.read(n), parser) for n in archive.namelist() if n in wanted
            }
    except (zipfile.BadZipFile, etree.XMLSyntaxError):
        raise DocumentError(Fault(name, "is no Word file", "save it from Word as .docx")) from None
    if "document" not in parts:
        raise DocumentError(Fault(name, "is no Word file", "save it from Word as .docx"))
    return parts


class _Reader:
    def __init__(self, parts: dict[str, Any]) -> None:
        self.parts = parts
        body = parts["document"]
        self.tracked = len(list(body.iter(f"{W}ins", *GONE)))
        names = [mark.get(f"{W}name", "") for mark in body.iter(f"{W}bookmarkStart")]
        self.made = next((name.removeprefix(MADE) for name in names if name.startswith(MADE)), "")
        self.notes = {note.get(f"{W}id"): note for note in parts["footnotes"]} if "footnotes" in parts else {}
        self.open: dict[str, str] = {}

    def paragraphs(self) -> Iterator[Paragraph]:
        """Those with text in order; one whose end was deleted goes on in the next."""
        before: list[Token] = []
        for element in self._blocks(self.parts["document"][0]):
            if element.tag == f"{W}tbl":
                yield self._table(element)
                continue
            tokens = [*before, *self._tokens(element)]
            before = tokens if element.find(f"{W}pPr/{W}rPr/{W}del") is not None else []
            style = element.find(f"{W}pPr/{W}pStyle")
            found = read_tokens(tokens)
            if found and not before:
                listed = element.find(f"{W}pPr/{W}numPr") is not None
                yield Paragraph(found, "" if style is None else style.get(f"{W}val", ""), listed)

    def comments(self) -> Iterator[tuple[str, str, str]]:
        """Who commented, on which words, and what."""
        said = {c.get(f"{W}id"): c for c in self.parts["comments"]} if "comments" in self.parts else {}
        for start in self.parts["document"].iter(f"{W}commentRangeStart"):
            comment = said.get(start.get(f"{W}id"))
            if comment is not None:
                text = " ".join(format_plain(read_tokens(self._tokens(p))) for p in comment.iter(f"{W}p"))
                yield comment.get(f"{W}author", ""), format_plain(read_tokens(self._tokens(start.getparent()))), text

    def _blocks(self, parent: Any) -> Iterator[Any]:
        for element in parent:
            if element.tag in (f"{W}p", f"{W}tbl"):
                yield element
            elif element.tag in WITHIN:
                yield from self._blocks(element)
            elif element.tag == f"{W}bookmarkStart":
                self.open[element.get(f"{W}id")] = element.get(f"{W}name", "")

    def _table(self, table: Any) -> Paragraph:
        cells = [
            " ".join(format_plain(read_tokens(self._tokens(p))) for p in cell.iter(f"{W}p"))
            for cell in table.iter(f"{W}tc")
        ]
        return Paragraph((), "", cells=tuple(cells))

    def _tokens(self, parent: Any, link: str = "") -> Iterator[Token]:
        for element in parent:
            if element.tag == f"{W}r":
                yield from self._run(element, link)
            elif element.tag == f"{W}bookmarkStart":
                self.open[element.get(f"{W}id")] = element.get(f"{W}name", "")
            elif element.tag == f"{W}bookmarkEnd":
                self.open.pop(element.get(f"{W}id"), None)
            elif element.tag in WITHIN:
                yield from self._tokens(element, element.get(f"{W}anchor", "") or link)
            elif isinstance(element.tag, str) and element.tag.endswith("}oMath"):
                yield Token(OBJECT)

    def _run(self, run: Any, link: str) -> Iterator[Token]:
        number = next((name for name in self.open.values() if name.startswith("n_")), "")
        token = Token("", _read_marks(run.find(f"{W}rPr")), link, number)
        for part in run:
            if part.tag == f"{W}t":
                yield replace(token, text=part.text or "")
            elif part.tag in (f"{W}tab", f"{W}br", f"{W}cr"):
                yield Token(" ")
            elif part.tag == f"{W}noBreakHyphen":
                yield replace(token, text="\u2011")
            elif part.tag in OBJECTS or str(part.tag).endswith("}AlternateContent"):
                yield Token(OBJECT)
            elif part.tag == f"{W}footnoteReference" and part.get(f"{W}id") in self.notes:
                text = format_plain(
                    read_tokens(t for p in self.notes[part.get(f"{W}id")].iter(f"{W}p") for t in self._tokens(p))
                )
                yield Token("*", note=text)


def _read_marks(properties: Any) -> frozenset[str]:
    if properties is None:
        return frozenset()
    off = ("0", "false", "none")
    marks = {
        name
        for tag, name in MARKS.items()
        if (found := properties.find(f"{W}{tag}")) is not None and found.get(f"{W}val", "") not in off
    }
    raised = properties.find(f"{W}vertAlign")
    value = "" if raised is None else raised.get(f"{W}val", "")
    return frozenset(marks | ({"sup"} if value == "superscript" else {"sub"} if value == "subscript" else set()))
