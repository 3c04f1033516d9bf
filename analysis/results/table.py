"""The analysis results table (ARD): its columns, its file, and how a row is found.

One row is one statistic. Columns follow the R package cards where it has them. ``id`` names a row for good:
``analysis.context/variable/level/visit/group/stat``, parts that don't apply left out.
"""

from __future__ import annotations

import csv
import difflib
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from analysis.errors import Fault, ResultsError

#: The level that stands for all groups together.
ALL = "ALL"


@dataclass(frozen=True, slots=True)
class Row:
    """One statistic with all that is needed to say what it is and where it comes from.

    ``stat`` is NaN where it can't be estimated; ``error`` then says why. ``n`` is the number of subjects behind it.
    ``script`` is the file and function that made the row.
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


COLUMNS = ("id", *(f.name for f in fields(Row)))


def format_stat(value: float) -> str:
    """A value as it stands in the file: 12 significant digits, so that other machines' last bits don't show."""
    if math.isnan(value):
        return ""
    return f"{value + 0.0:.12g}"


class Results(Mapping[str, Row]):
    """Rows by id, in file order."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[str, Row] = {}
        double = []
        for row in rows:
            if row.id in self._rows:
                double.append(row.id)
            self._rows[row.id] = row
        if double:
            raise ResultsError(
                [Fault(name, "stands twice in the results", "make its coordinates differ") for name in double]
            )

    def __getitem__(self, name: str) -> Row:
        if name not in self._rows:
            near = difflib.get_close_matches(name, self._rows, n=3, cutoff=0.5)
            raise ResultsError(Fault(name, "no such row in the results", f"near it: {', '.join(near)}" if near else ""))
        return self._rows[name]

    def __contains__(self, name: object) -> bool:
        return name in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def find(self, **coordinates: str) -> tuple[Row, ...]:
        """All rows whose columns have these values, in file order."""
        return tuple(r for r in self._rows.values() if all(getattr(r, k) == v for k, v in coordinates.items()))

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
        writer.writerow([format_stat(v) if isinstance(v, float) else v for v in values])
    return out.getvalue()


def read_results(*paths: Path) -> Results:
    """The rows of one or more results files."""
    return Results(row for path in paths for row in _read(path))


def _read(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        for record in csv.DictReader(file):
            record.pop("id")
            stat = float(record.pop("stat") or "nan")
            yield Row(stat=stat, n=int(record.pop("n")), **record)
