"""What reading, checking and deriving cost as a trial grows: ``python -m tests.datasets.scaling`` measures it.

A larger trial is the shipped one several times over, each copy with subjects of its own.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path

import pandas as pd

from analysis.datasets.deriving import derive_dataset
from analysis.datasets.files import format_dataset
from analysis.raw.checking import RULES
from analysis.raw.reading import read_raw
from analysis.raw.rule import Data, check_rules
from analysis.raw.table import Table
from analysis.steps.declarations import declared
from analysis.steps.plan import Plan
from analysis.study import Study, read_study

ROOT = Path(__file__).resolve().parents[2]

Frames = Mapping[str, pd.DataFrame]


def multiply(raw: Frames, copies: int) -> Frames:
    """The domains with every subject so many times; the first copy keeps its names."""
    return {name: pd.concat([_rename(frame, n) for n in range(copies)]) for name, frame in raw.items()}


def _rename(frame: pd.DataFrame, number: int) -> pd.DataFrame:
    end = f"-{number}" if number else ""
    return frame.assign(**{name: frame[name] + end for name in ("USUBJID", "SUBJID") if name in frame})


def order(plan: Plan) -> Iterator[str]:
    """The datasets of a study, each after those that it is made from."""
    needs = {name: [need.lower() for need in declared("datasets", name, "NEEDS")] for name in plan.datasets}
    yield from (name for name in TopologicalSorter(needs).static_order() if name in plan.datasets)


def derive_all(study: Study, raw: Frames, names: list[str]) -> dict[str, str]:
    """Every dataset as the text of its file."""
    frames: dict[str, pd.DataFrame] = {}
    for name in names:
        frames[name.upper()] = derive_dataset(study, name.upper(), raw, frames)
    return {name: format_dataset(frame, name) for name, frame in frames.items()}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.datasets.scaling", description=__doc__)
    parser.add_argument("--copies", type=int, default=1, help="how many times the shipped cohort")
    parser.add_argument("--checks", action="store_true", help="check the data, too")
    wanted = parser.parse_args()
    study = read_study(ROOT / "study.yaml")
    raw = multiply(read_raw(ROOT / "data/raw"), wanted.copies)
    start = time.process_time()
    derive_all(study, raw, list(order(Plan(study))))
    seconds = time.process_time() - start
    if wanted.checks:
        tables = {name: Table(name, f"{name.lower()}.csv", frame.reset_index(drop=True)) for name, frame in raw.items()}
        check_rules(RULES, Data(study, tables))
        sys.stdout.write(f"checks of the data: {time.process_time() - start - seconds:.1f} s\n")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    records = sum(map(len, raw.values()))
    subjects = raw["DM"]["USUBJID"].nunique()
    sys.stdout.write(f"{subjects:,} subjects, {records:,} records: {seconds:.1f} s, {memory:.2f} GiB\n")


if __name__ == "__main__":
    main()
