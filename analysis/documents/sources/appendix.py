"""The printed appendix: a line for each number, at the end of a document that asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.documents.native import (
    format_blocks,
    format_html,
    format_typst,
    format_word_paragraph,
    format_word_run,
)

HEADS = ("Printed", "Value", "Results row", "Dataset", "n", "Script")
TITLE = "Sources of all numbers"
SHARES = (1.1, 1.5, 4.6, 1.1, 0.6, 3.1)
WORD_WIDTH = 9638  # twips of text on a page
Line = tuple[str, ...]


def format_appendix(record: Sequence[Mapping[str, str]]) -> str:
    """Markdown of the appendix: raw tables for each format, none of whose numbers is bound a second time."""
    lines = [_line(entry) for entry in record]
    heading = f"\n\n# {TITLE} {{#sources-of-numbers .unnumbered}}\n\n"
    lead = "Every number of this document in the order of reading, with the unrounded value it was printed from.\n\n"
    return heading + lead + format_blocks(html=_html(lines), typst=_typst(lines), openxml=_openxml(lines)) + "\n"


def _line(entry: Mapping[str, str]) -> Line:
    script = entry.get("script", "").replace("analysis/results/", "")
    value = entry.get("value", "") or "not estimable"
    return (entry["text"], value, entry["row"], entry.get("dataset", ""), entry.get("n", ""), script)


def _html(lines: Sequence[Line]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADS)
    body = "\n".join("<tr>" + "".join(f"<td>{format_html(cell)}</td>" for cell in line) + "</tr>" for line in lines)
    return f'<div class="sources"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>'


def _typst(lines: Sequence[Line]) -> str:
    columns = ", ".join(f"{share}fr" for share in SHARES)
    head = ", ".join(f"[*{name}*]" for name in HEADS)
    body = ",\n".join(", ".join(format_typst(_breakable(cell)) for cell in line) for line in lines)
    return (
        "#{\nset text(size: 6.5pt)\nset par(justify: false)\n"
        f"table(columns: ({columns}), inset: 2pt, align: left,\n"
        f"table.header({head}), table.hline(stroke: 0.5pt),\n{body})\n}}"
    )


def _breakable(cell: str) -> str:
    """A name that may break after a slash."""
    return cell.replace("/", "/\N{ZERO WIDTH SPACE}") if len(cell) > 12 else cell


def _openxml(lines: Sequence[Line]) -> str:
    widths = [round(WORD_WIDTH * share / sum(SHARES)) for share in SHARES]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{_cells(HEADS, widths, bold=True)}</w:tr>"
    body = "\n".join(f"<w:tr>{_cells(line, widths)}</w:tr>" for line in lines)
    properties = f'<w:tblPr><w:tblW w:w="{WORD_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{head}\n{body}</w:tbl>"


def _cells(texts: Sequence[str], widths: Sequence[int], *, bold: bool = False) -> str:
    return "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{format_word_paragraph('TableText', format_word_run(text, bold=bold))}</w:tc>"
        for text, width in zip(texts, widths, strict=True)
    )
