"""The files of a trial's data, found by name. Light: imports no pandas, so that a plan of the build can ask, too."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from analysis.errors import Fault, RawDataError

#: The module that reads each kind of file.
READERS = {
    ".csv": "analysis.raw.csv_reader",
    ".xpt": "analysis.raw.xpt_reader",
    ".json": "analysis.raw.dataset_json_reader",
    ".ndjson": "analysis.raw.dataset_json_reader",
    ".dsjc": "analysis.raw.dataset_json_reader",
    ".parquet": "analysis.raw.parquet_reader",
}
#: Domains (LB), parts of one that was split (LBCH, QSPH), supplemental qualifiers, relations, ADaM datasets.
_ADAM = re.compile(r"AD[A-Z0-9]{2,6}")
_SUPPLEMENT = re.compile(r"(SUPP[A-Z][A-Z0-9])[A-Z0-9]{0,2}")
_DOMAIN = re.compile(r"([A-Z][A-Z0-9])[A-Z0-9]{0,2}")


def read_files(folder: Path, given: Mapping[str, Sequence[str]] | None = None) -> dict[str, tuple[Path, ...]]:
    """Domain → its files, for every file of a folder whose name (in any case) is that of a domain.

    A domain has several files only where it was split (LBCH and LBHE are LB), a dataset of ADaM only where ``given``
    says so (`given` of study.yaml). Raises RawDataError where the folder is missing, two files claim the same name, one
    is no file (a folder, a link that leads nowhere), or a file that ``given`` names is not there.
    """
    if not folder.is_dir():
        raise RawDataError(Fault(str(folder), "the folder is missing", "put the trial's SDTM domains there"))
    named: dict[str, Path] = {}
    faults = []
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        name = path.stem.upper()
        if path.suffix.lower() not in READERS or not format_domain(name):
            continue
        if name in named:
            faults.append(Fault(path.name, f"{named[name].name} is the same domain", "keep one of the two"))
        if not path.is_file():
            what = "a link that leads nowhere" if path.is_symlink() and not path.exists() else "not a file"
            faults.append(Fault(path.name, what, "put the file itself there, or take the name away"))
        named[name] = path
    if faults:
        raise RawDataError(faults)
    files: dict[str, tuple[Path, ...]] = {}
    for name, path in sorted(named.items()):
        files[format_domain(name)] = (*files.get(format_domain(name), ()), path)
    return _join_given(files, given or {}, folder)


def find_ignored(folder: Path) -> tuple[str, ...]:
    """The files of data whose name is that of no domain or dataset, so that nobody reads them."""
    files = (path for path in folder.iterdir() if path.suffix.lower() in READERS)
    return tuple(sorted(path.name for path in files if not format_domain(path.stem)))


def _join_given(
    files: dict[str, tuple[Path, ...]], given: Mapping[str, Sequence[str]], folder: Path
) -> dict[str, tuple[Path, ...]]:
    parts = {part: name for name, several in given.items() for part in several}
    lacking = [
        Fault(f"study.yaml, given, {part}", f"no such file in {folder}", "add it, or take it out of `given`")
        for part in parts
        if part not in files
    ]
    if lacking:
        raise RawDataError(lacking)
    joined: dict[str, tuple[Path, ...]] = {}
    for name, paths in files.items():
        joined[parts.get(name, name)] = (*joined.get(parts.get(name, name), ()), *paths)
    return joined


def format_domain(stem: str) -> str:
    """The domain of a file's name without suffix, "" where it is none: lb → LB, LBCH → LB, adsl → ADSL."""
    name = stem.upper()
    if name == "RELREC" or _ADAM.fullmatch(name):
        return name
    match = _SUPPLEMENT.fullmatch(name) or _DOMAIN.fullmatch(name)
    return match[1] if match else ""
