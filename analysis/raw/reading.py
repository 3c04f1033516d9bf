"""Reading the trial's domains: the files of a folder by name, each format by its own reader, typed as SDTM has it."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errors import Fault, RawDataError
from analysis.raw.dates import read_dates
from analysis.raw.findings import Finding
from analysis.raw.table import Table
from analysis.raw.variables import kind_of

#: The module that reads each kind of file.
READERS = {".csv": "analysis.raw.csv_reader"}
#: File names that are domains: two letters, supplemental qualifiers, relations, or an ADaM dataset.
_DOMAIN = re.compile(r"[A-Z][A-Z0-9]|SUPP[A-Z0-9]{2}|RELREC|AD[A-Z0-9]{1,6}")


def read_files(folder: Path) -> dict[str, Path]:
    """Domain → file, for every file of a folder whose name (in any case) is that of a domain.

    Raises RawDataError where the folder is missing, or two files claim one domain.
    """
    if not folder.is_dir():
        raise RawDataError(Fault(str(folder), "the folder is missing", "put the trial's SDTM domains there"))
    files: dict[str, Path] = {}
    faults = []
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        name = path.stem.upper()
        if path.suffix.lower() not in READERS or not _DOMAIN.fullmatch(name):
            continue
        if name in files:
            faults.append(Fault(path.name, f"{files[name].name} is the same domain", "keep one of the two"))
        files[name] = path
    if faults:
        raise RawDataError(faults)
    return files


def read_table(path: Path, domain: str) -> tuple[Table, list[Finding]]:
    """A domain's table with numbers as float64 and all else as text, and what is wrong with its values.

    Text in a numeric column is read as missing, and told. Raises RawDataError for a file that can't be read at all.
    """
    reader = importlib.import_module(READERS[path.suffix.lower()])
    frame, labels = reader.read_table(path)
    untyped = Table(domain, path.name, frame, labels)
    findings = []
    typed = {}
    for name in frame.columns:
        kind = kind_of(name, domain)
        if kind == "number":
            typed[name], finding = _read_numbers(untyped, name)
        else:
            typed[name], finding = _read_text(frame[name]), _find_wrong_dates(untyped, name) if kind == "date" else None
        findings += [finding] if finding else []
    return Table(domain, path.name, pd.DataFrame(typed, index=frame.index), labels), findings


def read_domain(path: Path, domain: str = "") -> pd.DataFrame:
    """One domain, typed: numbers float64, text and dates (ISO 8601) as str with "" for missing.

    Raises RawDataError with all faults of the file.
    """
    table, findings = read_table(path, domain or path.stem.upper())
    if findings:
        raise RawDataError([finding.fault for finding in findings])
    return table.frame


def read_raw(folder: Path, domains: Iterable[str] | None = None) -> Mapping[str, pd.DataFrame]:
    """Domain → frame, for every domain of the folder, or those named that exist. RawDataError with all faults."""
    files = read_files(folder)
    names = files if domains is None else [name for name in domains if name in files]
    frames: dict[str, pd.DataFrame] = {}
    faults: list[Fault] = []
    for name in names:
        try:
            frames[name] = read_domain(files[name], name)
        except RawDataError as error:
            faults += error.faults
    if faults:
        raise RawDataError(faults)
    return frames


def _read_numbers(table: Table, name: str) -> tuple[pd.Series, Finding | None]:
    column = table.frame[name]
    if pd.api.types.is_numeric_dtype(column):
        return column.astype("float64"), None
    empty = column.isin(["", "."])
    numbers = pd.to_numeric(column.where(~empty), errors="coerce").astype("float64")
    numbers = numbers.where(np.isfinite(numbers))
    remedy = "write a number with a decimal point, and leave the cell empty where it is missing"
    texts = ("text in a numeric column", remedy)
    return numbers, table.finding("text-in-number", "error", ~empty & numbers.isna(), name, texts)


def _read_text(column: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column):  # a number in a file with types, where SDTM has text
        return pd.Series(
            ["" if value != value else f"{value:.15g}" for value in column], index=column.index, dtype=object
        )
    return column


def _find_wrong_dates(table: Table, name: str) -> Finding | None:
    texts = ("impossible date", "write dates as YYYY-MM-DD; leave out what isn't known (2023-02), or the whole cell")
    return table.finding("date-impossible", "error", ~read_dates(table.frame[name])["valid"], name, texts)
