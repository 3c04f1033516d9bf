"""Tables as CSV: a heading and a record a line, as printed; nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

from analysis.displays.model import Table, Text, plain
from analysis.displays.parts import printable
from analysis.study.formulas import format_safe


def render_csv(table: Table) -> str:
    """The table with its spanners in the headings, lines indented by two spaces a step; without notes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    headings = [_field((*c.spanner, " ", *c.heading) if c.spanner else c.heading) for c in table.columns]
    writer.writerow([format_safe(table.stub_heading), *headings])
    for line in table.lines:
        writer.writerow([format_safe("  " * line.indent + _field(line.stub)), *(_field(cell) for cell in line.cells)])
    return out.getvalue()


def _field(text: Text) -> str:
    return format_safe(printable(plain(text).replace("\n", " ").replace("\u00a0", " ")))
