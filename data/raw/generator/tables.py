"""The files: columns in the order of the data dictionary, rows by subject and number, checksums."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from pathlib import Path

from .rows import Cell, Row
from .settings import STUDYID
from .simulate import Domains

DICTIONARY = Path(__file__).parent.parent / "dictionary.csv"


def read_columns(dictionary: Path = DICTIONARY) -> dict[str, list[str]]:
    """The variables of each domain, in the dictionary's order."""
    columns: dict[str, list[str]] = {}
    with dictionary.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            columns.setdefault(line["domain"], []).append(line["variable"])
    return columns


def write_domains(domains: Domains, folder: Path) -> None:
    """Write one CSV a domain and SHA256SUMS into ``folder``, which is made if need be.

    A variable that the dictionary does not know is an error, so that the two cannot drift apart.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sums = []
    for domain, columns in sorted(read_columns().items()):
        data = _csv(columns, _numbered(domain, domains[domain])).encode("utf-8")
        name = f"{domain.lower()}.csv"
        (folder / name).write_bytes(data)
        sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8", newline="\n")


def _numbered(domain: str, rows: list[Row]) -> list[Row]:
    """The rows by subject, in their own order, with study, domain and sequence number."""
    count: Counter[Cell] = Counter()
    numbered = []
    for row in sorted(rows, key=lambda row: str(row["USUBJID"])):
        count[row["USUBJID"]] += 1
        sequence: Row = {} if domain in ("DM", "SV") else {f"{domain}SEQ": count[row["USUBJID"]]}
        study: Row = {"STUDYID": STUDYID, "DOMAIN": domain}
        numbered.append(study | sequence | row)
    return numbered


def _csv(columns: list[str], rows: list[Row]) -> str:
    lines = [columns]
    for row in rows:
        unknown = sorted(set(row) - set(columns))
        if unknown:
            raise KeyError(f"not in the data dictionary: {', '.join(unknown)}")
        lines.append([_text(row.get(column)) for column in columns])
    return "".join(",".join(_quoted(cell) for cell in line) + "\n" for line in lines)


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',"\n') else cell
