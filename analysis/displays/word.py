"""Tables and notes as native Word: header rows repeat, no row is torn, decimals stand under each other, three rules.

Looks come from the styles Table Text, Table Heading, Table Note and Figure Note of the reference document; each number
is inside a bookmark named by its id.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from html import escape

from analysis.displays.alignment import Space, align_cells
from analysis.displays.model import Anchor, Column, Display, Figure, Table, plain
from analysis.displays.pagination import derive_ties
from analysis.displays.parts import Parts, render_parts, set_direction, split_symbols, with_breaks
from analysis.displays.widths import derive_widths

#: Twips: the width of a digit in 8.5 points, and the margin of a cell.
DIGIT, MARGIN = 95, 70
#: Lines from which on a table goes on as another, on a new page: Word takes 32,767 in one, and is slow long before.
MOST = 5000
NEXT = (
    '<w:p><w:pPr><w:pageBreakBefore/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
)
BOOKMARK = re.compile(r"<w:bookmark(?:Start|End)\b[^>]*/>")
RULE, THIN = 8, 4  # eighths of a point


def render_openxml(display: Display) -> str:
    """Body and notes of a table as WordprocessingML; of a figure the notes, since a drawing is a part of its own."""
    parts = render_parts(display, _string, _number)
    style = "FigureNote" if isinstance(display, Figure) else "TableNote"
    last = len(parts.notes) - 1
    notes = "".join(_paragraph(note, style, "<w:keepNext/>" * (n < last)) for n, note in enumerate(parts.notes))
    return notes if isinstance(display, Figure) else _table(display, parts) + notes


def _string(text: str) -> str:
    return "".join(
        _run(part, "<w:rPr><w:i/></w:rPr>" if symbol else "")
        for part, symbol in split_symbols(with_breaks(set_direction(text)))
    )


def _run(text: str, looks: str = "") -> str:
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{looks}{'<w:br/>'.join(lines)}</w:r>"


def _number(anchor: Anchor) -> str:
    """A run in a bookmark; the bookmark's own number must be unlike all others of the document."""
    mark = zlib.crc32(anchor.id.encode()) % 2**30 + 2**30
    start = f'<w:bookmarkStart w:id="{mark}" w:name="{anchor.id}"/>'
    return f'{start}{_run(anchor.number.text)}<w:bookmarkEnd w:id="{mark}"/>'


def _paragraph(runs: str, style: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>'


def _table(table: Table, parts: Parts) -> str:
    widths = widths_of(table)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    spaces, ties = align_cells(table), [*derive_ties(table)[:-1], bool(table.notes)]
    begin = (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{_border("top", RULE)}{_border("bottom", RULE)}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{MARGIN}" w:type="dxa"/><w:right w:w="{MARGIN}" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="0020" w:firstRow="1"/><w:tblCaption w:val="{escape(plain(table.title))}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{_header(table, parts, widths)}"
    )
    lines = [_line(table, parts, n, widths, (spaces[n], ties[n])) for n in range(len(table.lines))]
    starts = [0, *_find_cuts(table, ties)]
    pieces = zip(starts, [*starts[1:], len(lines)], strict=True)
    again = BOOKMARK.sub("", begin)
    return NEXT.join(f"{again if start else begin}{''.join(lines[start:end])}</w:tbl>" for start, end in pieces)


def _find_cuts(table: Table, ties: Sequence[bool]) -> Iterator[int]:
    """The lines with which a table begins anew, each with another patient or term."""
    start = 0
    for at in range(MOST, len(table.lines)):
        new = table.lines[at].stub != table.lines[at - 1].stub or at - start >= 2 * MOST
        if at - start >= MOST and new and not ties[at - 1]:
            yield at
            start = at


def widths_of(table: Table) -> list[int]:
    """The width of the stub and of each column in twips."""
    return [round(20 * width) for width in derive_widths(table)]


def _border(side: str, size: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="1A1A1A"/>'


def _cell(width: int, content: str, properties: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{content}</w:tc>'


def _row(cells: str, header: bool = False) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if header else ''}</w:trPr>{cells}</w:tr>"


def _header(table: Table, parts: Parts, widths: list[int]) -> str:
    """The upper heading with its rules, if any, and the headings with the rule below them."""
    low = f'<w:tcBorders>{_border("bottom", THIN)}</w:tcBorders><w:vAlign w:val="bottom"/>'
    centered = '<w:keepNext/><w:jc w:val="center"/>'
    rows = ""
    if any(parts.spanners):
        cells, start = _cell(widths[0], _paragraph("", "TableHeading", "<w:keepNext/>")), 1
        for text, (_, count) in zip(parts.spanners, table.spanners(), strict=True):
            span = f'<w:gridSpan w:val="{count}"/>{low if text else ""}'
            cells += _cell(sum(widths[start : start + count]), _paragraph(text, "TableHeading", centered), span)
            start += count
        rows = _row(cells, header=True)
    stub = _paragraph(_string(table.stub_heading), "TableHeading", "<w:keepNext/>")
    left = '<w:keepNext/><w:jc w:val="left"/>'
    looks = (left if column.align == "left" else centered for column in table.columns)
    headings = (_paragraph(text, "TableHeading", look) for text, look in zip(parts.headings, looks, strict=True))
    cells = "".join(_cell(width, text, low) for width, text in zip(widths, (stub, *headings), strict=True))
    return rows + _row(cells, header=True)


def _line(table: Table, parts: Parts, number: int, widths: list[int], place: tuple[tuple[Space, ...], bool]) -> str:
    """A line; ``place`` says where its cells stand, and whether it stays with the next line."""
    line, (stub, cells), (spaces, tied) = table.lines[number], parts.lines[number], place
    kept = "<w:keepNext/>" if tied else ""
    above = '<w:spacing w:before="90"/>' if line.group and number else ""
    style = "TableHeading" if line.group else "TableText"
    indent = f'<w:ind w:left="{200 * line.indent}"/>' if line.indent else ""
    first = _paragraph(stub, style, f'{kept}{above}{indent}<w:jc w:val="left"/>')
    if line.group and not any(cells):
        return _row(_cell(sum(widths), first, f'<w:gridSpan w:val="{len(widths)}"/>'))
    row = _cell(widths[0], first)
    for column, text, space, width in zip(table.columns, cells, spaces, widths[1:], strict=True):
        row += _cell(width, _paragraph(text, "TableText", _alignment(column, space, width, (kept, above))))
    return _row(row)


def _alignment(column: Column, space: Space, width: int, around: tuple[str, str]) -> str:
    """Paragraph properties of a cell: single numbers stand at a decimal tab, others between indents that align them."""
    kept, above = around
    if not space.alone:
        indent = f'<w:ind w:left="{round(space.left * DIGIT)}" w:right="{round(space.right * DIGIT)}"/>'
        side = "left" if column.align == "left" else "center"
        return f'{kept}{above}{indent if space.left or space.right else ""}<w:jc w:val="{side}"/>'
    return f'{kept}<w:tabs><w:tab w:val="decimal" w:pos="{tab_of(space, width)}"/></w:tabs>{above}<w:jc w:val="left"/>'


def tab_of(space: Space, width: int) -> int:
    """Where a decimal tab brings single numbers to the middle of a column of this width, in twips."""
    return round((width - 2 * MARGIN + (space.before - space.after) * DIGIT) / 2)
