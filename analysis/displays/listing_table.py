"""A listing: the records of a dataset as they are, patient by patient."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from analysis.displays.cells import format_n
from analysis.displays.fonts import measure_text
from analysis.displays.format import format_row
from analysis.displays.groups import analysis_of, groups_of
from analysis.displays.model import Column, Frames, Line, Table, Text, plain
from analysis.displays.notes import derive_notes
from analysis.displays.recorded import format_amount, format_term, format_time
from analysis.displays.widths import ACROSS, SIZE, UPRIGHT
from analysis.results.table import ALL, Results
from analysis.study import Study
from analysis.study.analyses import Listing
from analysis.study.displays import ListingTable

PRODUCES = "table"
FRAMES = ("listing", "columns")

EMPTY = "No records meet the criteria."
BLANK = "An empty cell: nothing was recorded, or nothing applies."
_BREAK = re.compile(r"[ ]|(?<=[A-Za-z]{4})/(?=[A-Za-z]{4})|(?<=[A-Za-z])-")  # where a line may end; dates stay whole
PADDING = 8.0  # points of space in a cell
MOST = (200.0, 120.0, 90.0, 60.0, 40.0, 25.0)  # points: the widest word that a column makes room for
Records = Sequence[Mapping[str, Any]]


def tabulate(study: Study, block: ListingTable, results: Results, frames: Frames) -> Table:
    """A line for each record; where there is none, one that says so."""
    analysis = analysis_of(study, block, Listing)
    records, columns = (frames[f"{analysis.id}.{name}"] for name in FRAMES)
    shown = [column for column in columns if column["name"] not in ("subject", "group")]
    known = {"group": {group.id: group.short for group in groups_of(study)}}
    known["AVISIT"] = {visit.id: visit.label for visit in study.visits}
    prefix = f"{study.study.id}-"
    group = [{"name": "group", "label": "Group", "type": "text"}] if any(_read(r["group"]) for r in records) else []
    lines = tuple(_lines(records, [*group, *shown], known, prefix))
    headings = tuple(map(_column, [*group, *shown]))
    table = Table(block.id, (block.title,), "Patient", headings, lines, ())
    if lines:
        stub, *widths = _widths(table)
        headings = tuple(replace(column, width=width) for column, width in zip(headings, widths, strict=True))
        wide = stub + sum(widths) > UPRIGHT
        table = replace(table, columns=headings, stub_width=stub, landscape=wide)
    else:
        table = replace(table, columns=(), lines=(Line((EMPTY,), ()),))
    counts = f"{analysis.id}.listing"
    subjects = format_row(results[f"{counts}/subjects/{ALL}/n"], "i")
    found = format_row(results[f"{counts}/records/{ALL}/n"], "i")
    named = f" Patients are named without {prefix} before their number."
    told: Text = ("Patients listed ", *format_n(subjects), ", records ", *format_n(found), f".{named}")
    own = (told, (BLANK,)) if any(not plain(cell) for line in lines for cell in line.cells) else (told,)
    return replace(table, notes=derive_notes(study, block, results, table.texts(), own))


def _lines(records: Records, shown: Records, known: Mapping[str, Mapping[str, str]], prefix: str) -> Iterator[Line]:
    """``shown``: the columns; ``known``: what groups and visits are called, by their column."""
    types = {column["name"]: column["type"] for column in shown}
    for record in records:
        texts = {name: _read(record[name]) for name in types}
        cells = (known.get(name, {}).get(text) or _format(text, types[name]) for name, text in texts.items())
        yield Line((str(record["subject"]).removeprefix(prefix),), tuple((cell,) for cell in cells))


def _column(column: Mapping[str, Any]) -> Column:
    return Column((column["label"],), "decimal" if column["type"] == "number" else "left")


def _read(value: object) -> str:
    return "" if value is None else str(value)


def _format(text: str, kind: str) -> str:
    return format_amount(text) if kind == "number" else format_term(format_time(text))


def _widths(table: Table) -> list[float]:
    """Widths in points: each column as wide as its longest word, the rest for those with longer text."""
    texts = [[plain(line.stub) for line in table.lines]]
    texts += [[plain(line.cells[at]) for line in table.lines] for at in range(len(table.columns))]
    headings = [table.stub_heading, *(plain(column.heading) for column in table.columns)]
    words, wanted = [], []
    for heading, column in zip(headings, texts, strict=True):
        own = {word for text in (heading, *column) for word in _BREAK.split(text)}
        words.append(max(measure_text(word, SIZE, bold=word in heading) for word in own))
        wanted.append(min(max(measure_text(text, SIZE) for text in column) + PADDING, 150.0))
    for most in MOST:  # words that are longer are parted
        least = [min(longest, most) + PADDING for longest in words]
        if sum(least) <= ACROSS:
            break
    missing = [max(want - have, 0.0) for want, have in zip(wanted, least, strict=True)]
    spare = max(ACROSS - sum(least), 0.0) / (sum(missing) or 1.0)
    return [have + min(spare, 1.0) * more for have, more in zip(least, missing, strict=True)]
