"""The data dictionary beside the raw data: every variable of every domain as it was collected."""

from __future__ import annotations

import csv
from pathlib import Path

from analysis.errors import Fault, RawDataError

COLUMNS = ("domain", "variable", "label", "codelist")


def read_dictionary(path: Path) -> list[dict[str, str]]:
    """The lines of dictionary.csv: domain, variable, label, codelist, and what else it has. Raises RawDataError."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        lacking = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if lacking:
            raise RawDataError([Fault(f"{path.name}, {name}", "the column is missing", "add it") for name in lacking])
        return [{key: value or "" for key, value in line.items() if key} for line in reader]
