"""publish: the products in .work/ replace the last good ones, all together, at the very end."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from analysis.steps.plan import WORK, state_of
from analysis.steps.step import Done, Job


def run(job: Job) -> Done:
    """Copy beside the old products first, then replace all of them; what was published before and is no more goes."""
    record = job.outputs[0]
    before = json.loads(record.read_text(encoding="utf-8")) if record.is_file() else {}
    pairs = [(source, source.relative_to(WORK)) for source in job.inputs["products"]]
    changed = [(source, target) for source, target in pairs if not _same(source, target)]
    staged = [(_stage(source, target), target) for source, target in changed]
    for part, target in staged:
        part.replace(target)
    targets = {target.as_posix() for _, target in pairs}
    for name in sorted(set(before) - targets):
        Path(name).unlink(missing_ok=True)
    line = format_last_line(job)
    (WORK / "last-line.txt").write_text(line + "\n", encoding="utf-8")
    now = {target.as_posix(): state_of(target) for _, target in pairs}
    return Done({record: json.dumps(now, indent=1)}, f"{len(changed)} of {len(pairs)} files replaced")


def format_last_line(job: Job) -> str:
    """``Products: output/paper.html ... · 312 numbers checked, 0 differ``."""
    checks = [json.loads(path.read_text(encoding="utf-8")) for path in job.inputs.get("numbers", ())]
    checked = sum(check["checked"] for check in checks)
    differ = sum(check["differ"] for check in checks)
    documents = [path.name for path in job.inputs["products"] if path.parts[:2] == (".work", "output")]
    return f"Products in output/: {', '.join(documents)} · {checked:,} numbers checked, {differ} differ"


def _same(source: Path, target: Path) -> bool:
    return target.is_file() and target.read_bytes() == source.read_bytes()


def _stage(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, part)
    return part
