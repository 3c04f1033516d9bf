"""The last pass over a Word file: running header, properties, bookmarks in order, and an archive without chance."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from html import escape

from analysis.documents.heads import PageHead
from analysis.documents.sources.word import format_word_sources
from analysis.documents.word_across import format_headers_across
from analysis.documents.word_contents import format_word_contents
from analysis.documents.word_manuscript import format_double_spacing, format_numbered_lines
from analysis.documents.word_pages import format_pages, format_sections
from analysis.errors import DocumentError, Fault
from analysis.study.model import Identity

#: What stands in the header of manuscript/styles/reference.docx until a build puts the study's own line there.
PLACEHOLDER = "Preview, not a product of the build"
DATE = (1980, 1, 1, 0, 0, 0)
#: From the title to the stamp, which stands at the right.
TAB = '</w:t></w:r><w:r><w:tab/></w:r><w:r><w:rPr><w:b/><w:color w:val="A3480F"/></w:rPr><w:t>'
ROW = re.compile(r"<w:tr>(?!<w:trPr><w:cantSplit)(.*?</w:tr>)", re.DOTALL)
LONG = 600  # characters from which on a row of a table of text may be parted by a page's end
BOOKMARK = re.compile(r"<w:bookmark(Start|End)\b[^>]*?/>")
NUMBER = re.compile(r'w:id="(\w+)"')
#: Bookmark that names the text from which a Word file was made.
MADE = "made_"
PROPERTIES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"\
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"\
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:subject>{stamp}</dc:subject>\
<dc:creator>{authors}</dc:creator><dc:language>{language}</dc:language>\
<dcterms:created xsi:type="dcterms:W3CDTF">{time}</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">{time}</dcterms:modified></cp:coreProperties>
"""
NO_PROPERTIES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>
"""


def format_word_file(
    content: bytes, about: Identity, head: PageHead, epoch: int, record: Sequence[Mapping[str, str]] = ()
) -> bytes:
    """A Word file with the study's header and properties, equal bytes for equal content. Raises DocumentError.

    ``record`` tells where each number comes from, and goes into a part of its own.
    """
    parts = dict(_read_parts(content))
    stamp = head.stamp
    line = escape(f"{head.line}\t{stamp.upper()}" if stamp else head.line)
    running = [name for name, part in parts.items() if PLACEHOLDER.encode() in part and name.startswith("word/")]
    if stamp and not running:
        remedy = f"write “{PLACEHOLDER}” in its header: the build puts title and stamp there"
        raise DocumentError(Fault("reference.docx", f"has no place for the stamp “{stamp}”", remedy))
    for name in running:
        parts[name] = parts[name].replace(PLACEHOLDER.encode(), line.replace("\t", TAB).encode())
    document = format_word_contents(format_pages(parts["word/document.xml"].decode()))
    document = format_origin(format_rows(document))
    parts["word/document.xml"] = format_sections(format_bookmarks(document)).encode()
    parts = format_headers_across(parts)
    if head.manuscript:
        parts["word/document.xml"] = format_numbered_lines(parts["word/document.xml"].decode()).encode()
        parts |= {name: format_double_spacing(parts[name]) for name in parts if name == "word/styles.xml"}
    parts["docProps/custom.xml"] = NO_PROPERTIES.encode()  # pandoc puts the machine's paths there
    parts["docProps/core.xml"] = _format_properties(about, stamp, epoch).encode()
    return _format_archive(format_word_sources(parts, record, about.id) if record else parts)


def format_origin(document: str) -> str:
    """The document with a bookmark that names the text it was made from, for the day it comes back edited."""
    name = MADE + hashlib.sha256(document.encode()).hexdigest()[:16]
    mark = f'<w:bookmarkStart w:id="{name}" w:name="{name}"/><w:bookmarkEnd w:id="{name}"/>'
    return document.replace("<w:body>", f"<w:body>{mark}", 1)


def format_restored(content: bytes, restore: Callable[[str], str]) -> bytes:
    """A Word file whose text ``restore`` completes, as XML."""
    parts = dict(_read_parts(content))
    return _format_archive(parts | {"word/document.xml": restore(parts["word/document.xml"].decode()).encode()})


def format_bookmarks(document: str) -> str:
    """Bookmarks numbered in order; an end belongs to the last open start of the same number."""
    opened: dict[str, list[int]] = {}
    count = 0

    def number(match: re.Match[str]) -> str:
        nonlocal count
        old = NUMBER.search(match[0])
        name = old[1] if old else ""
        if match[1] == "Start":
            count += 1
            opened.setdefault(name, []).append(count)
            new = count
        else:
            new = opened[name].pop()
        return NUMBER.sub(f'w:id="{new}"', match[0])

    return BOOKMARK.sub(number, document)


def format_rows(document: str) -> str:
    """Rows of tables that pandoc wrote, kept on one page unless they hold much text."""
    return ROW.sub(lambda row: f"<w:tr>{_kept(row[1])}", document)


def _kept(row: str) -> str:
    if len(re.sub(r"<[^>]*>", "", row)) >= LONG:
        return row
    begun = "<w:trPr>" if row.startswith("<w:trPr>") else ""
    return f"<w:trPr><w:cantSplit/>{row.removeprefix(begun)}" if begun else f"<w:trPr><w:cantSplit/></w:trPr>{row}"


def _read_parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def _format_properties(about: Identity, stamp: str, epoch: int) -> str:
    return PROPERTIES.format(
        title=escape(about.title),
        stamp=escape(stamp),
        authors=escape("; ".join(author.name for author in about.authors)),
        language=about.language,
        time=datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _format_archive(parts: dict[str, bytes]) -> bytes:
    """Parts in order of name, the content types first as the format asks, all from one fixed time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, parts[name])
    return out.getvalue()
