"""What the build has done: the steps behind the products, from their records in .work/steps, sources first."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.steps.step import write_file

#: Beside the logs: what each step took. It differs from build to build, so it is no product.
COSTS = "steps.csv"


@dataclass(frozen=True)
class Past:
    """A step that was run: what it made of what, what it said, and what it took."""

    step: str
    name: str
    summary: str
    log: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    seconds: float
    megabytes: float


def read_history(folder: Path, products: Iterable[Path]) -> list[Past]:
    """The steps without which the products would not be there, each after those that it depends on.

    Records of steps that the study no longer has are passed over, and those that can't be read.
    """
    records = [past for path in sorted(folder.glob("*.json")) if (past := _read_record(path))]
    by_output = {name: past for past in records for name in past.outputs}
    depths: dict[str, int] = {}

    def depth(name: str) -> int:
        if name not in depths:
            depths[name] = 0  # a file that no step has made
            past = by_output.get(name)
            depths[name] = 1 + max(map(depth, past.inputs), default=0) if past else 0
        return depths[name]

    for path in products:
        depth(path.as_posix())
    behind = {(past.step, past.name): past for name in depths if (past := by_output.get(name))}
    return sorted(behind.values(), key=lambda past: (depth(past.outputs[0]), past.step, past.name))


def write_costs(work: Path, products: Iterable[Path]) -> None:
    """Time and memory of each step beside the steps' logs, for the build that has just ended."""
    write_file(work / "logs" / COSTS, format_costs(read_history(work / "steps", products)).encode("utf-8"))


def format_costs(history: Iterable[Past]) -> str:
    """Time and memory of each step as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["step", "name", "seconds", "peak_memory_mb"])
    writer.writerows([past.step, past.name, f"{past.seconds:.2f}", f"{past.megabytes:.0f}"] for past in history)
    return out.getvalue()


def _read_record(path: Path) -> Past | None:
    try:
        told: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        inputs = tuple(name for role in told["made_from"]["inputs"].values() for name in role)
        step, name, summary, log = (str(told[key]) for key in ("step", "name", "summary", "log"))
        seconds, megabytes = (float(told["cost"][key]) for key in ("seconds", "megabytes"))
        return Past(step, name, summary, log, inputs, tuple(told["outputs"]), seconds, megabytes)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
