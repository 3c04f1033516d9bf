"""What the last build published, and whether it is still there as it was."""

from __future__ import annotations

import json
from pathlib import Path


def set_aside_damaged(work: Path) -> None:
    """Records of publishing whose products are missing or edited (size, time) go aside, so that they are made again."""
    for record in sorted(work.glob("published-*.json")):
        published = read_published(record)
        if not published or any(seen != state_of(Path(name)) for name, seen in published.items()):
            record.replace(set_aside(record))


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


def state_of(path: Path) -> list[int]:
    """Size and time stamp of a file; empty where there is none."""
    if not path.is_file():
        return []
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns]
