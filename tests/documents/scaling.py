"""What the report costs as a trial grows: ``python -m tests.documents.scaling`` measures it.

A larger trial is the shipped one several times over (tests/datasets/scaling.py), as far as its displays built by
Snakemake; then the report in every format by the embedded engine, each trial in a process of its own. The last line
says whether the time per page stays what it was.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import psutil
import pypdfium2

from analysis.documents.engine import render_document
from analysis.documents.job import Folders
from analysis.steps.declarations import ROOT
from analysis.steps.plan import DISPLAYS, RESULTS, WORK
from analysis.study import read_study
from tests.datasets.scaling import Frames, multiply

REPORT, FORMATS = "csr", ("html", "pdf", "docx")
THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
RESULTS_READ = (RESULTS / "results.csv", RESULTS / "description.json")
#: How much longer a page may take in the largest report than in the smallest, of what is still called linear.
LINEAR = 1.25
HEADS = "patients  pages  of listings  processor s  elapsed s  s/page   peak MiB     html      pdf     docx"


@dataclass(frozen=True)
class Cost:
    """One report: its pages, those of section 16.2, seconds, bytes of memory of all processes at once, of each file."""

    patients: int
    pages: int
    listings: int
    processor: float
    elapsed: float
    memory: int
    sizes: tuple[int, ...]

    def line(self) -> str:
        """A line of the table, under HEADS."""
        sizes = "".join(f"{size / 1e6:>7.1f}MB" for size in self.sizes)
        seconds = f"{self.processor:>13.1f}{self.elapsed:>11.1f}{self.processor / self.pages:>8.3f}"
        return f"{self.patients:>8}{self.pages:>7}{self.listings:>13}{seconds}{self.memory / 2**20:>11.0f}{sizes}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.documents.scaling", description=__doc__)
    parser.add_argument("--patients", type=int, nargs="+", default=[75, 150, 300])
    parser.add_argument(
        "--folder", type=Path, help="where the trials are made and stay; what stands there is not made anew"
    )
    parser.add_argument("--render", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.render:
        render_report()
        return
    with tempfile.TemporaryDirectory(prefix="scaling ") as scratch:
        costs = []
        for patients in wanted.patients:
            folder = (wanted.folder or Path(scratch)).resolve() / str(patients)
            tell(f"{patients} patients: data, results and displays ...")
            write_study(folder, patients)
            make_displays(folder)
            tell(f"{patients} patients: the report ...")
            costs.append(measure(folder, patients))
            tell(f"{HEADS}\n{costs[-1].line()}")
    tell("\n".join(["", HEADS, *(cost.line() for cost in costs)]))
    tell(judge(costs))


def tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def judge(costs: list[Cost]) -> str:
    """Whether the time per page of the report with the most pages is that of the report with the fewest."""
    least, *_, most = sorted([*costs, *costs], key=lambda cost: cost.pages)
    ratio = (most.processor / most.pages) / (least.processor / least.pages)
    verdict = "linear" if ratio <= LINEAR else "more than linear"
    return f"{verdict}: {most.pages / least.pages:.1f} times the pages take {ratio:.2f} times the time per page"


def write_study(folder: Path, patients: int) -> None:
    """The shipped trial with so many patients enrolled, its plan and its report as they are."""
    files = sorted((ROOT / "data/raw").glob("??.csv"))
    raw = {path.stem.upper(): pd.read_csv(path, dtype=str, keep_default_na=False) for path in files}
    (folder / "data/raw").mkdir(parents=True, exist_ok=True)
    for name, frame in enlarge(raw, patients).items():
        frame.to_csv(folder / f"data/raw/{name.lower()}.csv", index=False, lineterminator="\n")
    shutil.copyfile(ROOT / "data/raw/dictionary.csv", folder / "data/raw/dictionary.csv")
    shutil.copyfile(ROOT / "study.yaml", folder / "study.yaml")


def enlarge(raw: Frames, patients: int) -> dict[str, pd.DataFrame]:
    """As many copies of the trial as it takes to have so many patients enrolled, the last one cut there."""
    enrolled = (raw["DM"]["ARMNRS"] == "").sum()
    larger = multiply(raw, -(-patients // enrolled))
    people = larger["DM"]
    kept = set(people.loc[(people["ARMNRS"] == "").cumsum().le(patients), "USUBJID"])
    return {name: frame[frame["USUBJID"].isin(kept)] for name, frame in larger.items()}


def make_displays(folder: Path) -> None:
    """All that the report reads, by the build of the project."""
    study = read_study(folder / "study.yaml")
    shown = [display.id for display in study.displays if REPORT in display.numbers]
    wanted = [*(str(DISPLAYS / f"{name}.json") for name in shown), *map(str, RESULTS_READ)]
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(ROOT / "Snakefile"), "--directory", str(folder)]
    done = subprocess.run([*command, "--cores", "2", *wanted], capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(f"{done.stdout}{done.stderr}")


def measure(folder: Path, patients: int) -> Cost:
    """The report of a trial, in a process of its own, watched ten times a second."""
    command = [sys.executable, "-m", "tests.documents.scaling", "--render"]
    environment = {**os.environ, **THREADS, "PYTHONPATH": str(ROOT)}
    before, start, memory = os.times(), time.perf_counter(), 0
    process = psutil.Popen(command, cwd=folder, env=environment)
    while process.poll() is None:
        memory = max(memory, find_memory(process))
        time.sleep(0.1)
    elapsed, after = time.perf_counter() - start, os.times()
    if process.returncode:
        sys.exit(f"the report of {patients} patients ended with {process.returncode}")
    processor = sum(after[2:4]) - sum(before[2:4])
    pages, listings = count_pages(folder / f"{REPORT}.pdf")
    sizes = tuple((folder / f"{REPORT}.{form}").stat().st_size for form in FORMATS)
    return Cost(patients, pages, listings, processor, elapsed, memory, sizes)


def find_memory(process: psutil.Process) -> int:
    """Bytes of memory that a process and all it has started hold now."""
    held = 0
    with contextlib.suppress(psutil.NoSuchProcess):
        for one in (process, *process.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                held += one.memory_info().rss
    return held


def render_report() -> None:
    """The report of the study in the working directory, from ready displays, beside its study.yaml."""
    study = read_study(Path("study.yaml"))
    rendered = render_document(REPORT, study, Folders(Path(), WORK, ROOT, WORK / "render" / REPORT), "embedded")
    for form, content in rendered.files.items():
        Path(f"{REPORT}.{form}").write_bytes(content)


def count_pages(path: Path) -> tuple[int, int]:
    """All pages of a report, and those of section 16.2, by its bookmarks."""
    document = pypdfium2.PdfDocument(path)
    found = {mark.get_title()[:5].strip(): mark.get_dest().get_index() for mark in document.get_toc()}
    return len(document), found["16.3"] - found["16.2"]


if __name__ == "__main__":
    main()
