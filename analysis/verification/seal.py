"""The seal: what a build gave when it was sealed, kept in git as text.

A folder: ``results/<analysis>.tsv`` has a line for each place of the results with all its statistics, each with the
difference that is allowed (``estimate=0.4127~1e-09``; none where it must be equal); ``products.csv`` the digests of
every product; ``data.csv`` those of the raw data, subject by subject, and of the study's own files.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from analysis.results.table import Results, format_stat
from analysis.verification.recompute_trial import read_records
from analysis.verification.sayings import Saying
from analysis.verification.tolerance import derive_scale, derive_tolerance

ABOUT, PRODUCTS, DATA, RESULTS = "seal.json", "products.csv", "data.csv", "results"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A statistic as text, the difference that is allowed, and the size against which a larger one is judged."""

    text: str
    tolerance: float
    scale: float


@dataclass(frozen=True)
class Part:
    """A file of the data, or a subject's records in it ("" for the whole): how many records, and their digest."""

    records: int
    digest: str


@dataclass(frozen=True, eq=False)
class Seal:
    """Results by row, products by path, data by file and subject; about: study, engine, software and machine."""

    about: Mapping[str, str]
    values: Mapping[str, Sealed]
    products: Mapping[str, Saying]
    data: Mapping[tuple[str, str], Part]


def format_seal(
    about: Mapping[str, str], results: Results, products: Mapping[str, Saying], data: Mapping[tuple[str, str], Part]
) -> dict[str, str]:
    """The files of a seal: name → text."""
    whole = [(path, *asdict(saying).values()) for path, saying in sorted(products.items())]
    parts = [(*key, part.records, part.digest) for key, part in sorted(data.items())]
    return {
        ABOUT: json.dumps(dict(about), indent=1, ensure_ascii=False, sort_keys=True) + "\n",
        PRODUCTS: _format_lines([("path", "sha256", "text", "words"), *whole]),
        DATA: _format_lines([("file", "subject", "records", "sha256"), *parts]),
        **{f"{RESULTS}/{name}.tsv": _format_lines(lines, "\t") for name, lines in _lines(results).items()},
    }


def _lines(results: Results) -> dict[str, list[tuple[str, ...]]]:
    """The lines of each analysis: a place, and its statistics."""
    places: dict[str, dict[str, str]] = {}
    for name in results:
        place, _, stat = name.rpartition("/")
        places.setdefault(place, {})[stat] = name
    files: dict[str, list[tuple[str, ...]]] = {}
    for place, members in places.items():
        beside = {stat: results[name].stat for stat, name in members.items()}
        first = results[next(iter(members.values()))]
        cells = []
        for stat, value in beside.items():
            allowed = derive_tolerance(stat, derive_scale(stat, beside), first.method)
            cells.append(f"{stat}={format_stat(value)}" + (f"~{allowed:.0e}" if allowed else ""))
        files.setdefault(first.analysis, []).append((place, *cells))
    return files


def _format_lines(lines: Iterable[Iterable[object]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(lines)
    return out.getvalue()


def read_seal(files: Iterable[Path]) -> Seal | None:
    """The seal in these files, in whatever order; None where there are none."""
    found = {path.name: path for path in files}
    if ABOUT not in found:
        return None
    about = json.loads(found[ABOUT].read_text(encoding="utf-8"))
    products = {line[0]: Saying(*line[1:]) for line in _read_lines(found[PRODUCTS])}
    data = {(line[0], line[1]): Part(int(line[2]), line[3]) for line in _read_lines(found[DATA])}
    tables = sorted(path for name, path in found.items() if name.endswith(".tsv"))
    return Seal(about, {n: v for path in tables for n, v in _read_values(path)}, products, data)


def _read_lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def _read_values(path: Path) -> Iterator[tuple[str, Sealed]]:
    with path.open(encoding="utf-8", newline="") as file:
        for place, *cells in csv.reader(file, delimiter="\t"):
            texts: dict[str, tuple[str, float]] = {}
            for cell in cells:
                stat, _, told = cell.partition("=")
                text, _, allowed = told.partition("~")
                texts[stat] = text, float(allowed or 0)
            beside = {stat: float(text or "nan") for stat, (text, _) in texts.items()}
            for stat, (value, tolerance) in texts.items():
                yield f"{place}/{stat}", Sealed(value, tolerance, derive_scale(stat, beside))


def read_data(files: Mapping[str, Path]) -> dict[tuple[str, str], Part]:
    """The digests of files by name, and of CSV files also subject by subject."""
    parts: dict[tuple[str, str], Part] = {}
    for name, path in files.items():
        records = read_records(path) if path.suffix.lower() == ".csv" else ()
        parts[name, ""] = Part(len(records), hashlib.sha256(path.read_bytes()).hexdigest())
        own: dict[str, list[str]] = {}
        for record in records:
            if record.get("USUBJID"):
                own.setdefault(record["USUBJID"], []).append("\x1f".join(record.values()))
        for subject, lines in own.items():
            digest = hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()[:16]
            parts[name, subject] = Part(len(lines), digest)
    return parts
