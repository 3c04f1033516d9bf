"""The golden study with one thing changed in its raw data, and what of its products is no longer the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from analysis.verification.sayings import read_saying

Record = dict[str, str]
Edit = Callable[[Record], Iterable[Record]]
PLACES = ("data/datasets", "data/results", "tables", "figures", "output")


@dataclass(frozen=True)
class State:
    """A finished build: every result by row, and what each product says."""

    results: dict[str, str]
    products: dict[str, str]

    def changed_rows(self, other: State) -> set[str]:
        """The rows whose value is not the same, or which only one of the two has."""
        names = {*self.results, *other.results}
        return {name for name in names if self.results.get(name, "gone") != other.results.get(name, "gone")}

    def changed_products(self, other: State) -> set[str]:
        """The products that don't say the same."""
        names = {*self.products, *other.products}
        return {name for name in names if self.products.get(name) != other.products.get(name)}


def read_state(study: Path) -> State:
    """Every product as published, by what it says; by its bytes where it isn't read (PDF, PNG, transport files)."""
    with (study / "data/results/results.csv").open(encoding="utf-8", newline="") as file:
        results = {row["id"]: f"{float(row['stat'] or 'nan'):.9g}" for row in csv.DictReader(file)}
    files = sorted(path for place in PLACES for path in (study / place).rglob("*") if path.is_file())
    said = {path.relative_to(study).as_posix(): read_saying(path.read_bytes(), path.suffix[1:]) for path in files}
    # The page of the results keeps its rows where nothing is read as text
    return State(results, {n: (one.text if n != "output/results.html" else "") or one.bytes for n, one in said.items()})


def edit(study: Path, domain: str, change: Edit) -> None:
    """Every record of a raw domain becomes what ``change`` makes of it: itself, another one, or nothing."""
    path = study / f"data/raw/{domain}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    out = io.StringIO()
    writer = csv.DictWriter(out, list(records[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(new for record in records for new in change(dict(record)))
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
