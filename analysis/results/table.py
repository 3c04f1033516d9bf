"""The analysis results table (ARD): its columns, its file, and how a row is found.

One row is one statistic. Columns follow the R package cards where it has them. ``id`` names a row for good:
``analysis.context/variable/level/visit/group/stat``, parts that don't apply left out.
"""

from __future__ import annotations

import csv
import difflib
import io
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from analysis.errors import Fault, ResultsError
from analysis.study.formulas import format_field, read_field

MOST_NEIGHBOURS = 2000
#: The level that stands for all groups together.
ALL = "ALL"


@dataclass(frozen=True, slots=True)
class Row:
    """One statistic with all that is needed to say what it is and where it comes from.

    ``stat`` is NaN where it can't be estimated; ``error`` then says why. ``n`` is the number of subjects behind it.
    ``script`` is the file and function that made the row. ``subjects`` are those whom a count counts, with tabs
    between them, where that is known; they stand in a frame of their own, not in the table.
    """

    analysis: str
    context: str
    dataset: str
    population: str
    stat_name: str
    stat_label: str
    stat: float
    n: int
    variable: str = ""
    variable_level: str = ""
    visit: str = ""
    group1: str = ""
    group1_level: str = ""
    group2: str = ""
    group2_level: str = ""
    unit: str = ""
    method: str = ""
    options: str = ""
    warning: str = ""
    error: str = ""
    script: str = ""
    subjects: str = field(default="", compare=False, repr=False)

    @property
    def id(self) -> str:
        """The row's name: its coordinates joined by slashes."""
        parts = (
            f"{self.analysis}.{self.context}",
            self.variable,
            self.variable_level,
            self.visit,
            self.group1_level,
            self.group2_level,
            self.stat_name,
        )
        return "/".join(part for part in parts if part)


COLUMNS = ("id", *(f.name for f in fields(Row) if f.name != "subjects"))
ERROR = COLUMNS.index("error")


def format_stat(value: float) -> str:
    """A value as it stands in the file: 12 significant digits, so that other machines' last bits don't show."""
    if math.isnan(value):
        return ""
    return f"{value + 0.0:.12g}"


class Results(Mapping[str, Row]):
    """Rows by id, in file order.

    A row of a file stays the line that it is until it is asked for: who reads the table needs few of its rows.
    """

    def __init__(self, rows: Iterable[Row] = (), lines: Iterable[tuple[str, str]] = ()) -> None:
        """Rows, and lines of files with their ids. Raises ResultsError where an id stands twice."""
        held: list[tuple[str, Row | str]] = [*((row.id, row) for row in rows), *lines]
        self._rows = dict(held)
        if len(self._rows) < len(held):
            _check_doubles(name for name, _ in held)

    def __getitem__(self, name: str) -> Row:
        if name not in self._rows:
            near = difflib.get_close_matches(name, self._find_neighbours(name), n=3, cutoff=0.5)
            raise ResultsError(Fault(name, "no such row in the results", f"near it: {', '.join(near)}" if near else ""))
        row = self._rows[name]
        if isinstance(row, str):
            row = self._rows[name] = _read_row(row)
        return row

    def _find_neighbours(self, name: str) -> list[str]:
        """Names that begin as this one does, as far as any does: comparing with all of them would take seconds."""
        start = name
        while start:
            found = [known for known in self._rows if known.startswith(start)]
            if found or "/" not in start:
                break
            start = start.rpartition("/")[0]
        return (found or list(self._rows))[:MOST_NEIGHBOURS]

    def __contains__(self, name: object) -> bool:
        return name in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def find(self, **coordinates: str) -> tuple[Row, ...]:
        """All rows whose columns have these values, in file order."""
        values = [value for value in coordinates.values() if '"' not in value]
        near = [n for n, row in self._rows.items() if not isinstance(row, str) or all(v in row for v in values)]
        return tuple(r for r in map(self.__getitem__, near) if all(getattr(r, k) == v for k, v in coordinates.items()))

    def one(self, **coordinates: str) -> Row:
        """The only row with these values; ResultsError where there is none or several."""
        found = self.find(**coordinates)
        if len(found) != 1:
            asked = ", ".join(f"{k}={v}" for k, v in coordinates.items())
            raise ResultsError(Fault(asked, f"{len(found)} rows of the results match, 1 is needed"))
        return found[0]


def format_results(rows: Iterable[Row]) -> str:
    """The results as CSV text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in Results(rows).values():
        values = [getattr(row, name) for name in COLUMNS]
        writer.writerow([format_stat(v) if isinstance(v, float) else format_field(str(v)) for v in values])
    return out.getvalue()


def read_results(*paths: Path) -> Results:
    """The rows of one or more results files."""
    return Results(lines=(named for path in paths for named in _read(path)))


def format_joined(*paths: Path) -> tuple[str, int, int]:
    """Several results files as one, with how many rows it has and how many of them couldn't be estimated.

    Rows are taken as they stand; ResultsError where an id stands twice.
    """
    header = ",".join(COLUMNS) + "\n"
    texts = [path.read_bytes().decode("utf-8") for path in paths]
    named = zip((path.name for path in paths), texts, strict=True)
    records = [r for name, text in named for r in csv.reader(_read_lines(name, io.StringIO(text, newline="")))]
    _check_doubles(record[0] for record in records)
    joined = "".join((header, *(text.removeprefix(header) for text in texts)))
    return joined, len(records), sum(bool(record[ERROR]) for record in records)


def _check_doubles(names: Iterable[str]) -> None:
    double = [name for name, times in Counter(names).items() if times > 1]
    if double:
        raise ResultsError(
            [Fault(name, "stands twice in the results", "make its coordinates differ") for name in double]
        )


def _read_row(line: str) -> Row:
    analysis, context, dataset, population, name, label, stat, n, *rest = next(csv.reader([line]))[1:]
    texts = map(read_field, rest)
    return Row(analysis, context, dataset, population, name, label, float(stat or "nan"), int(n), *texts)


def _read(path: Path) -> Iterator[tuple[str, str]]:
    """The rows of a results file, each as its id and its line."""
    with path.open(encoding="utf-8", newline="") as file:
        for line in _read_lines(path.name, file):
            yield next(csv.reader([line]))[0] if line.startswith('"') else line.partition(",")[0], line


def _read_lines(name: str, file: Iterable[str]) -> Iterator[str]:
    """The records of a results file without its header, which must be COLUMNS."""
    lines = iter(file)
    if next(lines, "").rstrip("\r\n") != ",".join(COLUMNS):
        raise ResultsError(Fault(name, "the columns are not those of a results table", "build it again"))
    record = ""
    for line in lines:
        record += line
        if record.count('"') % 2 == 0:  # else it goes on: a line may end within quotes
            yield record
            record = ""
    if record:
        raise ResultsError(Fault(name, "its last row is cut off", "build it again"))
