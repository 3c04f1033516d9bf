"""Reading the trial's domains: the files of a folder by name, each format by its own reader, typed as SDTM has it."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.errors import Fault, RawDataError
from analysis.raw.dates import read_dates
from analysis.raw.files import READERS, format_domain, read_files
from analysis.raw.findings import Finding
from analysis.raw.table import Table
from analysis.raw.variables import kind_of

#: What a reader meets in a file that lies about itself: lengths, counts, places, levels.
DAMAGED = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, MemoryError, RecursionError)
MOST = 120


def read_table(paths: Sequence[Path], domain: str) -> tuple[Table, list[Finding]]:
    """A domain's table with numbers as float64 and all else as text, and what is wrong with its values.

    The files of a domain that was split are put together. Text in a numeric column is read as missing, and told.
    Raises RawDataError for a file that can't be read at all.
    """
    read = [_read_file(path, domain) for path in paths]
    findings = [finding for _, found in read for finding in found]
    if len(read) == 1:
        return read[0][0], findings
    frames = [table.frame for table, _ in read]
    text = [name for frame in frames for name in frame.columns if frame[name].dtype == object]
    frame = pd.concat(frames, ignore_index=True).fillna(dict.fromkeys(text, ""))
    labels = {name: label for table, _ in read for name, label in table.labels.items()}
    return Table(domain, ", ".join(path.name for path in paths), frame, labels), findings


def read_domain(*paths: Path) -> pd.DataFrame:
    """One domain, typed: numbers float64, text and dates (ISO 8601) as str with "" for missing.

    Several files where the domain was split. Raises RawDataError with all faults of the files.
    """
    table, findings = read_table(paths, format_domain(paths[0].stem))
    check_findings(findings)
    return table.frame


def read_raw(folder: Path, domains: Iterable[str] | None = None) -> Mapping[str, pd.DataFrame]:
    """Domain → frame, for every domain of the folder, or those named that exist. RawDataError with all faults."""
    files = read_files(folder)
    names = files if domains is None else [name for name in domains if name in files]
    frames: dict[str, pd.DataFrame] = {}
    faults: list[Fault] = []
    for name in names:
        try:
            frames[name] = read_domain(*files[name])
        except RawDataError as error:
            faults += error.faults
    if faults:
        raise RawDataError(faults)
    return frames


def check_findings(findings: Iterable[Finding]) -> None:
    """Raise RawDataError with all errors among the findings; warnings pass."""
    faults = [finding.fault for finding in findings if finding.severity == "error"]
    if faults:
        raise RawDataError(faults)


def _read_file(path: Path, domain: str) -> tuple[Table, list[Finding]]:
    try:
        content = importlib.import_module(READERS[path.suffix.lower()]).read_content(path)
    except DAMAGED as error:
        what = f"the file is damaged, or not what its name says ({type(error).__name__}: {str(error)[:MOST]})"
        raise RawDataError(Fault(path.name, what, "export the domain again")) from None
    untyped = Table(domain, path.name, content.frame, content.labels)
    findings: list[Finding | None] = [_warn(untyped, note) for note in content.notes]
    typed = {}
    for name in content.frame.columns:
        kind = kind_of(name, domain)
        if kind == "number":
            typed[name], finding = _read_numbers(untyped, name)
            findings.append(finding)
        else:
            typed[name] = content.frame[name] if _is_given(domain) else _read_text(content.frame[name])
        if kind == "date" and not _is_given(domain):
            findings.append(_find_wrong_dates(untyped, name))
    frame = pd.DataFrame(typed, index=content.frame.index)
    return Table(domain, path.name, frame, content.labels), [finding for finding in findings if finding]


def _warn(table: Table, note: str) -> Finding:
    return Finding("encoding", "warning", table.domain, note, "export the domain as UTF-8 or ASCII", file=table.file)


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


def _is_given(name: str) -> bool:
    """Whether a file is a dataset of ADaM: its own types are kept, the variables are not those of SDTM."""
    return name.startswith("AD") and len(name) > len("AD")


def _read_text(column: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column):  # a number in a file with types, where SDTM has text
        return pd.Series(
            ["" if value != value else f"{value:.15g}" for value in column], index=column.index, dtype=object
        )
    return column


def _find_wrong_dates(table: Table, name: str) -> Finding | None:
    texts = ("impossible date", "write dates as YYYY-MM-DD; leave out what isn't known (2023-02), or the whole cell")
    return table.finding("date-impossible", "error", ~read_dates(table.frame[name])["valid"], name, texts)
