"""publish: the products in .work/ replace the last good ones, all together, at the very end."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from analysis.errors import TrialError
from analysis.steps.memory import Memory
from analysis.steps.plan import WORK
from analysis.steps.published import line_of, read_published, set_aside, state_of
from analysis.steps.step import Done, Job

#: Where products stand; nothing else is ever removed.
PLACES = ("output", "tables", "figures", "data/datasets", "data/results")


def run(job: Job) -> Done:
    """Copy beside the old products first, then replace all of them; what was published before and is no more goes.

    TrialError where a file behind the products is no longer the one that they were made from.
    """
    breaks = list(Memory(job.memory).find_breaks(path for paths in job.inputs.values() for path in paths))
    if breaks:
        raise TrialError(breaks)
    (record,) = job.outputs
    pairs = [(source, source.relative_to(WORK)) for source in job.inputs["products"]]
    _remove_parts(target for _, target in pairs)
    changed = [(source, target) for source, target in pairs if not _same(source, target)]
    for part, target in _stage_all(changed):
        part.replace(target)
    _remove_old(record, {target.as_posix() for _, target in pairs})
    line_of(record).write_text(format_last_line(job) + "\n", encoding="utf-8")
    now = {target.as_posix(): state_of(target) for _, target in pairs}
    return Done({record: json.dumps(now, indent=1)}, f"{len(changed)} of {len(pairs)} files replaced")


def _remove_old(record: Path, targets: set[str]) -> None:
    """What the last record names and this one doesn't, or the one that was set aside as products were damaged."""
    for path in (record, set_aside(record)):
        for name in sorted(set(read_published(path)) - targets):
            if name.startswith(tuple(f"{place}/" for place in PLACES)) and ".." not in Path(name).parts:
                Path(name).unlink(missing_ok=True)
    set_aside(record).unlink(missing_ok=True)


def _remove_parts(targets: Iterable[Path]) -> None:
    """What a killed build was about to publish."""
    for folder in sorted({target.parent for target in targets}):
        for part in folder.glob(".*.part"):
            part.unlink()


def _stage_all(changed: Iterable[tuple[Path, Path]]) -> list[tuple[Path, Path]]:
    """All copies beside their targets, or none."""
    staged: list[tuple[Path, Path]] = []
    try:
        for source, target in changed:
            staged.append((target.with_name(f".{target.name}.part"), target))
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, staged[-1][0])
    except OSError:
        for part, _ in staged:
            part.unlink(missing_ok=True)
        raise
    return staged


def format_last_line(job: Job) -> str:
    """``Products in output/: paper.html, ... · 312 numbers checked, 0 differ``; of all, the page that leads to them."""
    checks = [json.loads(path.read_text(encoding="utf-8")) for path in job.inputs.get("numbers", ())]
    checked = sum(check["checked"] for check in checks)
    differ = sum(check["differ"] for check in checks)
    names = [path.name for path in job.inputs["products"] if path.parent == WORK / "output"]
    where = f"in output/: {', '.join(names)}"
    if "index.html" in names:
        where = f"({len(job.inputs['products'])}): output/index.html leads to all of them"
    return f"Products {where} · {checked:,} numbers checked, {differ} differ"


def _same(source: Path, target: Path) -> bool:
    return target.is_file() and target.read_bytes() == source.read_bytes()
