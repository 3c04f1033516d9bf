"""Tables and figures as HTML: great-tables writes the table; numbers are spans that know their results row."""

from __future__ import annotations

import re
from html import escape

from analysis.displays.alignment import Space, align_cells
from analysis.displays.model import Anchor, Display, Figure, Table
from analysis.displays.parts import Parts, render_parts, split_symbols

#: The looks of every display: three rules, quiet text, nothing that a page around it could be disturbed by.
STYLE = """\
.display{font-family:"Liberation Sans",Arial,Helvetica,sans-serif;font-size:.85rem;line-height:1.35;color:#1a1a1a;
margin:0 0 1.5rem;overflow-x:auto;font-variant-numeric:tabular-nums}
.display table{border-collapse:collapse;width:100%;border-top:1.5px solid #1a1a1a;border-bottom:1.5px solid #1a1a1a;
margin:0;font-size:inherit;background:none}
.display th,.display td{padding:.2rem .45rem;border:0;background:none;font-weight:400;vertical-align:top;
text-align:center}
.display thead th{font-weight:600;vertical-align:bottom;border-bottom:1px solid #1a1a1a}
.display thead th.spanner{border-bottom:0;padding-bottom:0}
.display th.spanner>span{display:block;border-bottom:.75px solid #1a1a1a;padding-bottom:.15rem}
.display .left,.display th.stub,.display thead tr:first-child th:first-child{text-align:left}
.display tr:has(.head)>*{padding-top:.5rem}
.display tr:has(.head)>th{font-weight:600}
.display td{white-space:nowrap}
.display td.left{white-space:normal}
.display th,.display td.left{overflow-wrap:anywhere}
.display tbody th{min-width:11em}
.display td.left{min-width:5em}
.display .n{white-space:nowrap}
.display .notes{margin:.4rem 0 0;font-size:.92em;color:#444}
.display .notes p{margin:.1rem 0;text-align:left}
.display svg{display:block;width:100%;max-width:46rem;height:auto;margin:0 auto}
@page wide{size:A4 landscape}
@media print{.display{overflow:visible;font-size:8pt}.wide,:has(>.wide){page:wide}
.display thead{display:table-header-group}.display tr{break-inside:avoid}}
"""
PAGE = (
    "body{max-width:60rem;margin:2rem auto;padding:0 1rem;font-family:'Liberation Sans',Arial,sans-serif}"
    "h1{font-size:1rem;font-weight:400}"
)
_MARK = re.compile(r"(?<=>)cell(\d+)-(\d+)(?=</t[dh]>)")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def render_html(display: Display) -> str:
    """Body and notes of a display as a fragment with its looks; the caption belongs to the document."""
    parts = render_parts(display, _string, _number)
    body = _drawing(display) if isinstance(display, Figure) else _table(display, parts)
    notes = "".join(f"<p>{note}</p>" for note in parts.notes)
    inside = f'<style>{STYLE}</style>\n{body}\n<div class="notes">{notes}</div>'
    wide = " wide" if isinstance(display, Table) and display.landscape else ""
    return f'<div class="display{wide}">\n{inside}\n</div>\n'


def render_page(display: Display, number: str, language: str, fragment: str) -> str:
    """A page that holds one display, written as ``fragment`` by render_html, with its number and title."""
    title = render_parts(display, _string, _number).title
    caption = f"<strong>{escape(number)}.</strong> {title}" if number else title
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{re.sub('<[^>]*>', '', caption)}</title>\n"
        f"<style>{PAGE}</style>\n"
        f"</head>\n<body>\n<main>\n<h1>{caption}</h1>\n{fragment}</main>\n</body>\n</html>\n"
    )


def _string(text: str) -> str:
    safe = "".join(f"<i>{part}</i>" if symbol else escape(part) for part, symbol in split_symbols(text))
    safe = safe.replace("\n", "<br>")
    return f"<bdi>{safe}</bdi>" if _RIGHT_TO_LEFT.search(text) else safe


def _number(anchor: Anchor) -> str:
    number = anchor.number
    known = f'id="{anchor.id}" data-row="{escape(number.row)}" data-form="{number.form}"'
    return f'<span class="n" {known}>{escape(number.text)}</span>'


def _drawing(figure: Figure) -> str:
    return figure.svg[figure.svg.index("<svg") :]


def _table(table: Table, parts: Parts) -> str:
    """The table by great-tables, without its style sheet, which would reach beyond the table."""
    import great_tables as gt
    import polars as pl

    names = [f"c{number}" for number in range(len(table.columns))]
    spaces = align_cells(table)
    stubs = [_stub(text, line.indent, line.group) for (text, _), line in zip(parts.lines, table.lines, strict=True)]
    cells = [
        [stub, *map(_cell, row, spaces[at])] for at, (stub, (_, row)) in enumerate(zip(stubs, parts.lines, strict=True))
    ]
    # great-tables gets a mark for each cell: it would take seconds to format a listing's cells one by one
    marks = {name: [f"cell{at}-{number}" for at in range(len(cells))] for number, name in enumerate(["stub", *names])}
    made = (
        gt.GT(pl.DataFrame(marks), rowname_col="stub", id=f"t-{table.id}")
        .tab_stubhead(gt.html(escape(table.stub_heading)))
        .cols_label({name: gt.html(heading) for name, heading in zip(names, parts.headings, strict=True)})
        .cols_align("center", names)
        .tab_options(quarto_disable_processing=True)
    )
    if left := [name for name, column in zip(names, table.columns, strict=True) if column.align == "left"]:
        made = made.cols_align("left", left)  # no name would stand for all columns
    start = 0
    for number, (_, width) in enumerate(table.spanners()):
        if parts.spanners[number]:
            made = made.tab_spanner(label=f"spanner{number}", columns=names[start : start + width])
        start += width
    return _MARK.sub(lambda mark: cells[int(mark[1])][int(mark[2])], _clean(made.as_raw_html(), parts.spanners))


def _stub(text: str, indent: int, group: bool) -> str:
    shown = f'<span class="head">{text}</span>' if group else text
    return f'<span style="display:block;padding-left:{1.2 * indent:g}em">{shown}</span>' if indent else shown


def _cell(text: str, space: Space) -> str:
    if not space.left and not space.right:
        return text
    return f'<span style="padding:0 {space.right:.3g}ch 0 {space.left:.3g}ch">{text}</span>'


def _clean(html: str, spanners: tuple[str, ...]) -> str:
    """The table element alone, with few classes and with the spanners' texts in their places."""
    table = html[html.index("<table") : html.index("</table>") + len("</table>")]
    table = re.sub(r'class="[^"]*gt_column_spanner_outer[^"]*"', 'class="spanner"', table)
    table = re.sub(r'class="[^"]*gt_stub[^"]*"', 'class="stub"', table)
    table = re.sub(r'class="gt_[^"]*gt_left[^"]*"', 'class="left"', table)
    table = re.sub(r' class="gt_[^"]*"', "", table)
    if not any(spanners):  # a cell has one heading above and one beside it: their scope says so
        table = re.sub(r' headers="[^"]*"', "", re.sub(r'(<th [^>]*?) id="[^"]*"', r"\1", table))
    for number, text in enumerate(spanners):
        table = table.replace(f"<span>spanner{number}</span>", f"<span>{text}</span>")
    return table
