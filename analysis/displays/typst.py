"""Tables and notes as native typst: the header repeats, no row is torn, decimals are aligned, three rules."""

from __future__ import annotations

import re

from analysis.displays.alignment import Space, align_cells
from analysis.displays.breaking import derive_breakable, derive_loosened, height_of, room_of
from analysis.displays.model import Anchor, Display, Figure, Line, Table
from analysis.displays.pagination import derive_ended, derive_repeated, derive_ties
from analysis.displays.parts import Parts, render_parts, set_direction, split_symbols
from analysis.displays.widths import derive_widths

_SPECIAL = re.compile(r"""([\\#$*_`~@<>\[\](){}/=+\-'".:;,!?&^|%])""")
#: Escaped text without markup, lines or spaces that typst would join.
_PLAIN = re.compile(r"(?! )(?:[^\[\]#\\ ]| (?! |$)|\\\S)*")


#: Says that the table whose number the document's caption put in this state ends here. While it is set, the header of a
#: page tells that the table goes on; a context in the table's own header would have every table laid out anew, and take
#: two fifths of the memory of a report.
ENDED = '#state("exhibit", none).update(none)'


def escape_typst(text: str) -> str:
    """Text as typst markup that prints just this text."""
    return _SPECIAL.sub(r"\\\1", text).replace("\n", " \\ ").replace("\u00a0", "~")


def render_typst(display: Display) -> str:
    """Body and notes of a table; of a figure the notes, since where its files are is known to the document."""
    if isinstance(display, Figure):
        return _notes(render_parts(display, _string, _number))
    widths = derive_widths(display)
    heights = [height_of(line, widths, (8.0, 5.8)) for line in display.lines]
    ties = derive_loosened(display, derive_ties(display), heights)
    torn = max(heights, default=0.0) > room_of(display)  # a line that is higher than a page
    table = derive_breakable(display, widths)
    parts = render_parts(table, _string, _number)
    whole = str(not all(ties[:-1])).lower()
    inside = "".join(
        [_start(table, widths, torn), _header(table, parts), _lines(table, parts, ties), _end(table, parts)]
    )
    return f"#block(breakable: {whole}, width: 100%, below: 1.8em)[\n{inside}]\n"


def _notes(parts: Parts) -> str:
    lines = "".join(f"#block(above: 0.5em, below: 0.5em)[{note}]\n" for note in parts.notes)
    looks = "#set text(size: 8pt, fill: luma(60))\n#set par(justify: false, leading: 0.45em)\n"
    return f"#block(above: 0.6em, width: 100%, breakable: false)[\n{looks}{lines}]\n"


def _string(text: str) -> str:
    parts = split_symbols(set_direction(text))
    return "".join(f"#emph[{part}]" if symbol else escape_typst(part) for part, symbol in parts)


def _number(anchor: Anchor) -> str:
    return escape_typst(anchor.number.text)


def _start(table: Table, widths: list[float], torn: bool) -> str:
    aligned = ["left", *("left" if column.align == "left" else "center" for column in table.columns)]
    return (
        "#[\n#let spaced(left, text, right) = h(left) + text + h(right)\n"  # a function's content is laid out once
        '#set text(size: 8.5pt, number-width: "tabular")\n'
        "#set par(justify: false, leading: 0.45em)\n"
        f"#set table.cell(breakable: {str(torn).lower()})\n"
        f"#table(\n  columns: (0pt, {', '.join(f'{share:.4g}fr' for share in widths)}),\n"
        f"  align: (left, {', '.join(f'{side} + top' for side in aligned)}),\n"
        "  stroke: none, inset: (x: 3pt, top: 3.3pt, bottom: 2.5pt),\n"
    )


def _end(table: Table, parts: Parts) -> str:
    """The last rule; the notes are the last row, so that no page holds them alone."""
    span = f"colspan: {len(table.columns) + 1}, inset: (x: 0pt, top: 5pt)"
    return f"  table.hline(stroke: 1pt),\n  table.cell({span})[{_notes(parts)}{ENDED}],\n)\n]\n"


def _header(table: Table, parts: Parts) -> str:
    """The upper heading with its rules, if any, and the headings."""
    lines, start = "", 2
    if any(parts.spanners):
        spanned, rules = "[], [], ", ""
        for text, (_, count) in zip(parts.spanners, table.spanners(), strict=True):
            spanned += f"table.cell(colspan: {count}, align: center)[{_strong(text)}], "
            if text:
                rules += f"table.hline(start: {start}, end: {start + count}, stroke: 0.5pt), "
            start += count
        lines = f"    {spanned}\n    {rules}\n"
    sides = ("left" if column.align == "left" else "center" for column in table.columns)
    pairs = zip(sides, parts.headings, strict=True)
    stub = f"table.cell(align: left + bottom)[{_strong(_string(table.stub_heading))}]"
    cells = (f"table.cell(align: {side} + bottom)[{_strong(text)}]" for side, text in pairs)
    headings = ", ".join(("[]", stub, *cells))
    thick, thin = "table.hline(stroke: 1pt),\n", "table.hline(stroke: 0.5pt),\n"
    return f"  table.header(\n    {thick}{lines}    {headings},\n    {thin}  ),\n"


def _lines(table: Table, parts: Parts, ties: tuple[bool, ...]) -> str:
    """The lines; an empty cell in the first column, which has no width, ties those that belong together.

    A heading whose group may be parted is a header, which the page on which the group goes on repeats.
    """
    spaces, written = align_cells(table), list[str]()
    repeated = derive_repeated(table, ties)
    ended = derive_ended(table, repeated)
    for number, (line, (stub, cells)) in enumerate(zip(table.lines, parts.lines, strict=True)):
        row = _row(line, stub, cells, spaces[number], number > 0)
        if number in repeated:
            written.append(f"  table.header(level: {line.indent + 2}, [], {row}),\n")
            continue
        if number in ended:
            written.append(f"  {_ended(table, ended[number])},\n")
        if number == 0 or not ties[number - 1] or number - 1 in repeated or number in ended:
            apart = (end for end in range(number + 1, len(table.lines)) if end in repeated or end in ended)
            together = min(ties.index(False, number) + 1, next(apart, len(table.lines))) - number
            together += number + together == len(table.lines)  # the notes
            written.append(f"  table.cell(rowspan: {together}, inset: 0pt)[],\n")
        written.append(f"  {row},\n")
    return "".join(written)


def _ended(table: Table, indent: int) -> str:
    """A header without content or height: from here on no page repeats the last heading of this indentation."""
    empty = f"table.cell(colspan: {len(table.columns) + 2}, inset: 0pt)[]"
    return f"table.header(level: {indent + 2}, repeat: false, {empty})"


def _row(line: Line, stub: str, cells: tuple[str, ...], spaces: tuple[Space, ...], parted: bool) -> str:
    """A line's cells; a heading without numbers spans the table and has some space above it."""
    first = f"#pad(left: {1.2 * line.indent:g}em)[{stub}]" if line.indent else stub
    if not line.group:
        return ", ".join([_content(first), *map(_cell, cells, spaces)])
    inset = f"inset: (x: 3pt, top: {5.5 if parted else 3.3}pt, bottom: 2.5pt)"
    if not any(cells):
        return f"table.cell(colspan: {len(cells) + 1}, {inset})[{_strong(first)}]"
    written = (f"table.cell({inset}, {text})" for text in map(_cell, cells, spaces))
    return ", ".join([f"table.cell({inset})[{_strong(first)}]", *written])


def _strong(text: str) -> str:
    return f"#strong[{text}]" if text else ""


def _cell(text: str, space: Space) -> str:
    """A digit is half an em wide in nearly all fonts with tabular figures.

    A single number ends in a blank: who copies a line, or has it read aloud, would get neighbours as one number.
    """
    before, after = 0.55 * space.left + 0.25 * space.alone, 0.55 * space.right
    if not space.alone and not space.left and not space.right:
        return _content(text)
    if _PLAIN.fullmatch(text):
        return f"spaced({before:.4g}em, {_content(text + '~' * space.alone)}, {after:.4g}em)"
    return f"[#h({before:.4g}em){text}{'~' * space.alone}#h({after:.4g}em)]"


def _content(text: str) -> str:
    """What a cell holds. Plain text stands as a string, which takes typst half of the time and memory of markup."""
    if not _PLAIN.fullmatch(text):
        return f"[{text}]"
    string = re.sub(r"\\(.)|~", lambda found: found[1] or "\u00a0", text)
    string = string.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{string}"'
