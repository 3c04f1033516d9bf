"""Builds killed at random moments and started again; as a script, as often as wanted.

python -m tests.faults.killing --runs 50 --seed 1

Every other build is one after a correction, the rest begin from an empty working folder. The moments are drawn one from
each part of the build, so that no step is left out by chance.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.golden.building import ROOT, STUDY, build, copy_study

PRODUCTS = ("output", "tables", "figures", "data/datasets", "data/results")
Files = dict[str, bytes]
#: LBORRES, LBSTRESC and LBSTRESN in the golden study's LB: the value as reported and as analysed.
VALUES = (7, 9, 10)
#: Seconds before which nothing of ours has begun.
START = 0.2


def read_products(study: Path) -> Files:
    """Every file that is published, hidden ones too."""
    found = [path for folder in PRODUCTS for path in (study / folder).rglob("*") if path.is_file()]
    return {path.relative_to(study).as_posix(): path.read_bytes() for path in found}


def correct_value(study: Path) -> None:
    """One value of the raw data becomes another; a second call makes it what it was."""
    lab = study / "data/raw/lb.csv"
    original = (STUDY / "data/raw/lb.csv").read_text(encoding="utf-8")
    lines = original.splitlines(keepends=True)
    spot = next(number for number, line in enumerate(lines) if ",HGB," in line and "WEEK 8" in line)
    cells = lines[spot].split(",")
    for place in VALUES:
        cells[place] = f"{float(cells[place]) + 1:.1f}"
    lines[spot] = ",".join(cells)
    lab.write_text("".join(lines) if lab.read_text(encoding="utf-8") == original else original, encoding="utf-8")


@dataclass(frozen=True)
class Killing:
    """A built study in its two versions: products as they were, and as they are after the correction."""

    study: Path
    before: Files
    after: Files
    seconds: float
    cold_seconds: float

    def kill_often(self, runs: int, seed: int) -> Iterator[str]:
        """What went wrong in each of so many killed builds: nothing, if all is well."""
        chance = random.Random(seed)  # noqa: S311 - moments, not secrets
        for run in range(runs):
            cold = run % 2 == 1
            part = (run // 2 + chance.random()) / ((runs + 1 - cold) // 2)
            yield self.kill_one(cold, part, whole_group=chance.random() < 0.7)

    def kill_one(self, cold: bool, part: float, whole_group: bool) -> str:
        """Correct a value, build, kill after this part of the time, build again; what went wrong, or nothing."""
        here = read_products(self.study)
        there = self.after if here == self.before else self.before
        correct_value(self.study)
        if cold:
            shutil.rmtree(self.study / ".work")
        moment = START + part * (self.cold_seconds if cold else self.seconds)
        run_and_kill(self.study, moment, whole_group)
        torn = read_products(self.study)
        strange = [name for name, content in torn.items() if content not in (here.get(name), there.get(name))]
        strange = [name for name in strange if not name.endswith(".part")]
        lost = sorted(set(here) & set(there) - set(torn))
        again = build(self.study)
        faults = [f"{name} is neither the old nor the new product" for name in strange]
        faults += [f"{name} was lost" for name in lost]
        faults += [] if again.returncode == 0 else [f"the next build failed: {again.stdout}{again.stderr}"]
        faults += list(_differences(read_products(self.study), there))
        what = f"{'cold build, ' if cold else ''}{'all' if whole_group else 'the first process'}"
        where = f"{what} killed after {moment:.2f} s"
        return f"{where}: {'; '.join(faults)}" if faults else ""


def make_killing(folder: Path) -> Killing:
    """Build both versions."""
    study = copy_study(folder)
    start = time.monotonic()
    first = build(study)
    middle = time.monotonic()
    before = read_products(study)
    correct_value(study)
    second = build(study)
    end = time.monotonic()
    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    return Killing(study, before, read_products(study), end - middle, middle - start)


def run_and_kill(study: Path, moment: float, whole_group: bool) -> None:
    """The build, killed with all that it started, or alone."""
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(ROOT / "Snakefile"), "--cores", "2"]
    command += ["--directory", str(study), "--config", "engine=embedded"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": ROOT}
    process = subprocess.Popen(command, start_new_session=True, **quiet)  # type: ignore[call-overload]
    with suppress(subprocess.TimeoutExpired):
        process.wait(moment)
    with suppress(ProcessLookupError):
        if whole_group:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _differences(got: Files, expected: Files) -> Iterator[str]:
    for name in sorted(set(got) | set(expected)):
        if got.get(name) != expected.get(name):
            state = "not there" if name not in got else "left over" if name not in expected else "different"
            yield f"{name} is {state}"


def main() -> int:
    """Kill as often as asked; the number of runs that went wrong is the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    wrong = 0
    for run, told in enumerate(make_killing(folder).kill_often(asked.runs, asked.seed), 1):
        wrong += bool(told)
        sys.stdout.write("\n".join([*filter(None, [told]), f"{run} of {asked.runs} builds killed, {wrong} wrong", ""]))
        sys.stdout.flush()
    shutil.rmtree(folder)
    return min(wrong, 100)


if __name__ == "__main__":
    sys.exit(main())
