"""What the steps remember (.work/steps), held against what is on the disk now.

Snakemake tells old from new by time stamps, and forgets what it did when its own folder is lost. Stamps lie where a
clock was wrong, an old file was copied back, or somebody edited a working file; contents don't.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.errors import Fault, TrialError
from analysis.steps.published import set_aside

Record = Mapping[str, Any]
MISSING = "missing"
#: Seconds by which two clocks may differ, and how many files are told.
PATIENCE, MOST = 1.0, 5
AGAIN = "run the same command again"


class Memory:
    """The steps' records by output, and digests of files as they are now, each read once."""

    def __init__(self, folder: Path) -> None:
        self._digests: dict[str, str] = {}
        self._steps = {path.stem: _read_record(path) for path in sorted(folder.glob("*.json"))}
        self._records: dict[str, Record] = {}
        for record in self._steps.values():
            for name, digest in record["outputs"].items():
                # A step that has another name since left a record behind: the one that fits the file counts
                if name not in self._records or digest == self._digest(name):
                    self._records[name] = record

    def find_disturbance(self, step: str) -> str:
        """Why a step (``derive_dataset adlb``) must run again although time stamps don't show it; "" where all is well.

        An output is not what it wrote, or an input that looks older than the outputs has other content than the one
        they were made from.
        """
        record = self._steps.get(step.replace(" ", "-"))
        if record is None:
            return ""
        there = [name for name in record["outputs"] if Path(name).is_file()]
        edited = [name for name in there if record["outputs"][name] != self._digest(name)]
        if edited or not there:
            forgotten = "" if record["outputs"] else "not remembered"
            return " ".join(f"{name}={self._digest(name)}" for name in edited) or forgotten
        oldest = min(Path(name).stat().st_mtime_ns for name in there)
        changed = [name for name, digest in _inputs(record).items() if self._digest(name) not in (digest, MISSING)]
        return " ".join(f"{n}={self._digest(n)}" for n in changed if Path(n).stat().st_mtime_ns <= oldest)

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
    """Working files that Snakemake or the steps have forgotten go, as nothing would notice that they are out of date.

    What was published stays, and so does the record of it, set aside.
    """
    if work.is_dir() and not ((work / "steps").is_dir() and (snakemake / "metadata").is_dir()):
        for path in sorted(work.iterdir()):
            if path.is_dir():
                shutil.rmtree(path)
        for record in sorted(work.glob("published-*.json")):
            record.replace(set_aside(record))


def check_time_stamps(sources: Iterable[Path], work: Path, now: float) -> None:
    """TrialError where a source was changed later than ``now`` (seconds since 1970): Snakemake can't work with that.

    Working files that a wrong clock has dated so get the present time; their contents are known.
    """
    late = [path for path in sources if path.is_file() and path.stat().st_mtime > now + PATIENCE]
    if late:
        what = "was changed in the future: the clock of this machine, or of the one that wrote it, is wrong"
        remedy = "set the clock, or give the file the present time with `touch`; then run the same command again"
        raise TrialError([Fault(path.as_posix(), what, remedy) for path in late[:MOST]])
    for path in work.rglob("*"):
        if path.is_file() and path.stat().st_mtime > now:
            os.utime(path, (now, now))


def _read_record(path: Path) -> Record:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return {"outputs": dict(record["outputs"]), "made_from": {"inputs": dict(record["made_from"]["inputs"])}}
    except (OSError, ValueError, KeyError, TypeError):
        return {"outputs": {}, "made_from": {"inputs": {}}}


def _inputs(record: Record) -> dict[str, str]:
    return {name: digest for role in record["made_from"]["inputs"].values() for name, digest in role.items()}
