"""What set-up, builds and imports cost, in seconds beside their bars: `make bench`. Measured, never asserted.

Works on clones of the last commit in a temporary folder; the project itself is left alone.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Steps that fit models or draw may take as long as the libraries they need.
FITS_MODELS = {"analysis.steps.estimate_analysis"}

Run = Callable[[], object]


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs of each figure; the median counts")
    parser.add_argument("--only", default="", help="only figures whose name has this text")
    wanted = parser.parse_args()
    print(f"{'seconds':<58}{'median':>8}{'bar':>7}  runs", flush=True)
    with tempfile.TemporaryDirectory(prefix="bench ") as folder:
        clone = Path(folder) / "clone"
        for name, bar, prepare, run in figures(clone):
            if wanted.only in name:
                tell(name, bar, [measure(prepare, run) for _ in range(wanted.runs)])


def figures(clone: Path) -> list[tuple[str, float, Run, Run]]:
    """Name, bar, what to prepare before each run, what to measure; each builds on the clone as the last left it."""

    def built() -> None:
        ready(clone)
        make(clone)

    def emptied() -> None:
        ready(clone)
        make(clone, "clean")

    def corrected() -> None:
        built()
        correct_albumin(clone / "data/raw/lb.csv")

    return [
        ("make in a fresh clone, set-up included", 100, lambda: read_clone(clone), lambda: make(clone)),
        ("cold build of the paper, environment ready", 30, emptied, lambda: make(clone, "ARGS=paper")),
        ("cold build of everything, environment ready", 60, emptied, lambda: make(clone)),
        ("make with nothing to do", 2, built, lambda: make(clone)),
        ("the paper after one albumin value was corrected", 15, corrected, lambda: make(clone, "ARGS=paper")),
        ("everything after one albumin value was corrected", 30, corrected, lambda: make(clone)),
        *(
            (f"all datasets of {told}", bar, lambda: ready(clone), derive(clone, copies))
            for told, bar, copies in (
                ("the shipped cohort", 5, 1),
                ("429 patients, 169,191 records", 20, 11),
                ("10,296 patients, in linear time", float("inf"), 264),
            )
        ),
        *((f"imports of {step}", bar, lambda: ready(clone), imports(clone, step)) for step, bar in steps()),
    ]


def read_clone(folder: Path) -> None:
    """A fresh clone of the last commit, in place of what was there."""
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)


def ready(folder: Path) -> None:
    if not (folder / ".venv/installed.lock").exists():
        read_clone(folder)
        make(folder, "set-up")


def make(folder: Path, *targets: str) -> None:
    done = subprocess.run(["make", *targets], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{done.stdout}{done.stderr}\n`{' '.join(['make', *targets])}` failed in a clone of the last commit")


def correct_albumin(path: Path) -> None:
    """The last albumin value of the laboratory data one unit higher, and its file's checksum with it."""
    before = path.read_bytes()
    lines = before.decode("utf-8").splitlines(keepends=True)
    header = next(csv.reader(lines[:1]))
    number = max(n for n, row in enumerate(csv.DictReader(lines)) if row["LBTESTCD"] == "ALB") + 1
    row = dict(zip(header, next(csv.reader([lines[number]])), strict=True))
    for variable in ("LBORRES", "LBSTRESC", "LBSTRESN"):
        row[variable] = f"{float(row[variable]) + 1:g}"
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(row.values())
    lines[number] = text.getvalue()
    path.write_bytes("".join(lines).encode("utf-8"))
    old, new = (hashlib.sha256(content).hexdigest() for content in (before, path.read_bytes()))
    for file in path.parent.iterdir():
        if file.is_file() and old.encode() in (content := file.read_bytes()):
            file.write_bytes(content.replace(old.encode(), new.encode()))


def steps() -> list[tuple[str, float]]:
    """The steps and the bar of their imports; those that fit models have none."""
    names = sorted(path.stem for path in (ROOT / "analysis/steps").glob("*.py") if not path.stem.startswith("_"))
    modules = [f"analysis.steps.{name}" for name in names]
    return [(module, float("inf") if module in FITS_MODELS else 1.5) for module in modules]


def derive(folder: Path, copies: int) -> Run:
    """The shipped cohort so many times over, from frames in memory to the text of all datasets."""
    command = [str(folder / ".venv/bin/python"), "-m", "tests.datasets.scaling", "--copies", str(copies)]
    return lambda: subprocess.run(command, cwd=folder, check=True)


def imports(folder: Path, module: str) -> Run:
    command = [str(folder / ".venv/bin/python"), "-c", f"import {module}"]
    return lambda: subprocess.run(command, cwd=folder, check=True)


def measure(prepare: Run, run: Run) -> float:
    prepare()
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def tell(name: str, bar: float, seconds: list[float]) -> None:
    median = statistics.median(seconds)
    runs = " ".join(f"{second:.1f}" for second in sorted(seconds))
    print(f"{name:<58}{median:>8.1f}{bar if bar < float('inf') else '':>7}  {runs}", flush=True)


if __name__ == "__main__":
    main()
