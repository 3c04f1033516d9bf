"""Reading a domain from CSV (UTF-8, comma, a header line)."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pandas as pd
from pandas.errors import EmptyDataError, ParserError

from analysis.errors import Fault, RawDataError
from analysis.raw.content import Content, derive_text

_LINE = re.compile(r"Expected (\d+) fields in line (\d+), saw (\d+)")


def read_content(path: Path) -> Content:
    """All columns as text without blanks at either end, missing as "", and no labels (CSV has none).

    Raises RawDataError for a file that is empty, not UTF-8, or has lines of different length.
    """
    try:
        frame = pd.read_csv(
            path, dtype=str, keep_default_na=False, na_filter=False, encoding="utf-8-sig", index_col=False
        )
    except EmptyDataError:
        raise RawDataError(Fault(path.name, "the file is empty", "export the domain again, header included")) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        where = f"{path.name}, near line {line}"
        raise RawDataError(Fault(where, "the file is not UTF-8", "save it as UTF-8")) from None
    except ParserError as error:
        raise RawDataError(_explain(path, str(error))) from None
    (separator,) = {sign for sign in ";\t|" if len(frame.columns) == 1 and sign in str(frame.columns[0])} or {""}
    if separator:
        what = f"the columns are separated by {'a tab' if separator == chr(9) else separator}, not by a comma"
        raise RawDataError(Fault(path.name, what, "export the domain with commas, and numbers with a decimal point"))
    double = _find_double_columns(path)
    if double:
        what = f"columns that stand twice in the header: {', '.join(double)}"
        raise RawDataError(Fault(path.name, what, "keep one of each"))
    frame.columns = pd.Index([str(name).strip().upper() for name in frame.columns])
    return Content(frame.apply(derive_text))


def _find_double_columns(path: Path) -> list[str]:
    """Names that the header has more than once, whatever their case."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        names = [name.strip().upper() for name in next(csv.reader(file), [])]
    return sorted({name for name in names if names.count(name) > 1})


def _explain(path: Path, message: str) -> Fault:
    match = _LINE.search(message)
    if match is None:
        return Fault(path.name, f"not a CSV file: {message}", "export the domain again as CSV")
    expected, line, seen = match.groups()
    what = f"{seen} fields where the header has {expected}"
    return Fault(f"{path.name}, row {line}", what, "put text that holds a comma in double quotes")
