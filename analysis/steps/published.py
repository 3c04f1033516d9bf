"""What the last build published, and whether it is still there as it was."""

from __future__ import annotations

import json
from pathlib import Path


def set_aside_damaged(work: Path) -> None:
    """Records of publishing whose products are missing or edited go aside, so that they are made again."""
    for record in sorted(work.glob("published-*.json")):
        if not is_whole(record):
            record.replace(set_aside(record))


def is_whole(record: Path) -> bool:
    """Whether everything that this record of publishing names is there as it was published."""
    published = read_published(record)
    return bool(published) and all(seen == state_of(Path(name)) for name, seen in published.items())


def read_last_lines(work: Path, scope: str) -> list[str]:
    """What there is to say of the products that were asked for: ``all``, or those of one document.

    Others that stand beside them are told of where they are known to be of an earlier build.
    """
    line = line_of(work / f"published-{scope}.json")
    told = [line.read_text(encoding="utf-8").strip()] if line.is_file() else []
    whole = work / "published-all.json"
    if scope != "all" and (set_aside(whole).is_file() or (whole.is_file() and not is_whole(whole))):
        told.append("Other products are of an earlier build: `snakemake` without a name makes all of them anew.")
    return told


def read_published(record: Path) -> dict[str, list[int]]:
    """Product → its state when it was published; nothing where the record can't be read."""
    try:
        published = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return published if isinstance(published, dict) else {}


def set_aside(record: Path) -> Path:
    """Where a record of publishing waits until its products are published again."""
    return record.with_suffix(".before")


def line_of(record: Path) -> Path:
    """Where the line stands with which a build of these products ends."""
    return record.with_suffix(".txt")


def state_of(path: Path) -> list[int]:
    """Size of a file, and when it was changed and when anything about it was, as the first can be set at will."""
    if not path.is_file():
        return []
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]
