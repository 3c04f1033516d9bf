"""Tables as CSV: a heading and a record a line, as printed; nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re

from analysis.displays.model import Table, Text, plain
from analysis.displays.parts import printable

_RUN = re.compile(r"[=@\t\r]|[+-](?!\d)")


def render_csv(table: Table) -> str:
    """The table with its spanners in the headings, lines indented by two spaces a step; without notes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    headings = [_field((*c.spanner, " ", *c.heading) if c.spanner else c.heading) for c in table.columns]
    writer.writerow([guard(table.stub_heading), *headings])
    for line in table.lines:
        writer.writerow([guard("  " * line.indent + _field(line.stub)), *(_field(cell) for cell in line.cells)])
    return out.getvalue()


def guard(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if _RUN.match(text.lstrip(" ")) else text


def _field(text: Text) -> str:
    return guard(printable(plain(text).replace("\n", " ").replace("\u00a0", " ")))
