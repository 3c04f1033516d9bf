"""Checksums of the raw data: whether the files are those that were delivered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from analysis.raw.findings import Finding

NAME = "SHA256SUMS"


def check_checksums(folder: Path) -> Iterator[Finding]:
    """Warnings for files that differ from SHA256SUMS, or are named there and missing. None without such a file."""
    listing = folder / NAME
    if not listing.is_file():
        return
    for line in listing.read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition(" ")
        path = folder / name.strip().lstrip("*")
        if not name.strip():
            continue
        if not path.is_file():
            yield _warn(path, "named in SHA256SUMS but missing", "restore the file, or update SHA256SUMS")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest.lower():
            what = "not the file whose checksum is in SHA256SUMS: the data were changed"
            yield _warn(path, what, "restore the file, or update SHA256SUMS if the change is meant")


def _warn(path: Path, what: str, remedy: str) -> Finding:
    return Finding("checksum", "warning", path.stem.upper(), what, remedy, file=path.name)
