"""How a step runs: not at all where nothing it depends on has changed, else build first and write last.

A step is told its inputs, outputs and a digest of its code. Where all of them are what they were when the outputs were
written, the outputs stay as they are; so a change that turns out to be none stops here. Files are written only after
the whole step has succeeded, and only where their bytes differ.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis.errors import Fault, TrialError


@dataclass(frozen=True)
class Job:
    """What one step was asked to do: the ``name`` of what to make, files in by role, files out, settings."""

    step: str
    name: str
    inputs: Mapping[str, tuple[Path, ...]]
    outputs: tuple[Path, ...]
    settings: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    memory: Path = Path(".work/steps")
    log: Path = Path(".work/logs/step.log")

    def one(self, role: str) -> Path:
        """The only input in this role."""
        (path,) = self.inputs[role]
        return path

    def out(self, ending: str) -> Path:
        """The only output whose path ends so."""
        (path,) = (p for p in self.outputs if p.as_posix().endswith(ending))
        return path

    @property
    def record(self) -> Path:
        """Where the step remembers what it was made from."""
        return self.memory / f"{self.step}{'-' if self.name else ''}{self.name}.json"


@dataclass(frozen=True)
class Done:
    """What a step has made: the content of each output, and one line for the reader of the build."""

    files: Mapping[Path, str | bytes]
    summary: str


def digest_files(paths: Iterable[Path]) -> dict[str, str]:
    """SHA-256 of each file, by path."""
    return {path.as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def fingerprint(job: Job) -> dict[str, object]:
    """All that decides what the job makes."""
    inputs = {role: digest_files(paths) for role, paths in sorted(job.inputs.items())}
    return {"code": job.code, "settings": dict(sorted(job.settings.items())), "inputs": inputs}


def is_current(job: Job, now: Mapping[str, object]) -> bool:
    """Whether the outputs are those that this very job wrote, from the same inputs by the same code."""
    try:
        memory = json.loads(job.record.read_text(encoding="utf-8"))
        return bool(memory["made_from"] == now and memory["outputs"] == digest_files(job.outputs))
    except (OSError, ValueError, KeyError):
        return False


def check_inputs(job: Job, before: Mapping[str, object]) -> None:
    """TrialError where an input is no longer what it was when the step began."""
    now, then = (dict(f["inputs"]) for f in (fingerprint(job), before))  # type: ignore[call-overload]
    changed = sorted({name for role in then for name in then[role] if now[role][name] != then[role][name]})
    if changed:
        raise TrialError([Fault(name, "changed while it was read", "run the same command again") for name in changed])


def write_outputs(job: Job, done: Done, made_from: Mapping[str, object], cost: Mapping[str, float]) -> None:
    """All outputs of a finished job, each replaced in one move and only where its bytes differ.

    What the step took (``cost``) is remembered beside, and stands in no product.
    """
    for path in job.outputs:
        content = done.files[path]
        write_file(path, content.encode("utf-8") if isinstance(content, str) else content)
    told = {"step": job.step, "name": job.name, "summary": done.summary, "log": job.log.as_posix(), "cost": cost}
    memory = {"made_from": made_from, "outputs": digest_files(job.outputs), **told}
    write_file(job.record, json.dumps(memory, indent=1, sort_keys=True).encode("utf-8"))


def write_file(path: Path, content: bytes) -> None:
    """A file that is either the old one or the whole new one."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
