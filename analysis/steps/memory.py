"""What the steps remember (.work/steps), held against what is on the disk now.

Snakemake tells old from new by time stamps, and forgets what it did when its own folder is lost. Stamps lie where a
clock was wrong, an old file was copied back, or somebody edited a working file; contents don't.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.errors import Fault
from analysis.steps.plan import set_aside

Record = Mapping[str, Any]
MISSING = "missing"
AGAIN = "run the same command again"


class Memory:
    """The steps' records by output, and digests of files as they are now, each read once."""

    def __init__(self, folder: Path) -> None:
        self._digests: dict[str, str] = {}
        self._records: dict[str, Record] = {}
        for record in _read_records(folder):
            for name, digest in record["outputs"].items():
                # A step that has another name since left a record behind: the one that fits the file counts
                if name not in self._records or digest == self._digest(name):
                    self._records[name] = record

    def find_disturbance(self, inputs: Iterable[Path], outputs: Iterable[Path]) -> str:
        """Why a step must run again although time stamps don't show it; "" where nothing is wrong.

        Its outputs are not those that it wrote, or an input that looks older than they are has other content than the
        one they were made from.
        """
        there = [path.as_posix() for path in outputs if path.is_file()]
        edited = [name for name in there if self._remembered(name) != self._digest(name)]
        if edited or not there:
            return " ".join(f"{name}={self._digest(name)}" for name in edited)
        before = _inputs(self._records[there[0]])
        oldest = min(Path(name).stat().st_mtime_ns for name in there)
        older = [path.as_posix() for path in inputs if path.is_file() and path.stat().st_mtime_ns <= oldest]
        return " ".join(f"{n}={self._digest(n)}" for n in older if before.get(n) != self._digest(n))

    def find_breaks(self, products: Iterable[Path]) -> Iterator[Fault]:
        """Files behind the products that are no longer what the products were made from.

        A working file that somebody removed counts as it was when its step wrote it.
        """
        todo = [path.as_posix() for path in products]
        seen: set[str] = set()
        while todo:
            name = todo.pop()
            record = self._records.get(name)
            if name in seen or record is None:
                continue
            seen.add(name)
            if self._digest(name) not in (self._remembered(name), MISSING):
                yield Fault(name, "changed since its step wrote it", AGAIN)
            for source, digest in _inputs(record).items():
                now = self._digest(source)
                if digest != (self._remembered(source) if now == MISSING else now):
                    yield Fault(source, f"changed while the build ran, after {name} was made of it", AGAIN)
                todo.append(source)

    def _remembered(self, name: str) -> str:
        return str(self._records[name]["outputs"][name]) if name in self._records else ""

    def _digest(self, name: str) -> str:
        if name not in self._digests:
            path = Path(name)
            self._digests[name] = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else MISSING
        return self._digests[name]


def remove_orphaned_work(work: Path, snakemake: Path) -> None:
    """Working files that Snakemake has forgotten go, as nothing would notice that they are out of date.

    What was published stays, and so does the record of it, set aside.
    """
    if (work / "steps").is_dir() and not (snakemake / "metadata").is_dir():
        for path in sorted(work.iterdir()):
            if path.is_dir():
                shutil.rmtree(path)
        for record in sorted(work.glob("published-*.json")):
            record.replace(set_aside(record))


def _read_records(folder: Path) -> Iterator[Record]:
    for path in sorted(folder.glob("*.json")):
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(record, dict) and {"outputs", "made_from"} <= set(record):
            yield record


def _inputs(record: Record) -> dict[str, str]:
    return {name: digest for role in record["made_from"]["inputs"].values() for name, digest in role.items()}
