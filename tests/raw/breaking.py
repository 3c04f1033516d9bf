"""The trial in small_trial/, which has no fault, and ways to break it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from analysis.raw.checking import RULES
from analysis.raw.findings import Finding
from analysis.raw.reading import read_raw
from analysis.raw.rule import Data, check_rules
from analysis.raw.table import Table
from analysis.study import Study
from tests.datasets.small import PARAMETERS, make_study

FOLDER = Path(__file__).with_name("small_trial")
Frames = dict[str, pd.DataFrame]
Edit = Callable[[Frames], None]

RANGES = {"ALB": [10, 60], "TBIL": [1, 900]}
FLOW = {"id": "flow", "kind": "flow", "label": "", "population": "all"}
STUDY = make_study(
    parameters=[{**one, "range": RANGES[one["id"]]} for one in PARAMETERS],
    analyses=[FLOW],
    units=[{"source": "g/dL", "target": "g/L", "factor": 10, "parameters": ["ALB"]}],
)


def make_frames() -> Frames:
    """The domains of the small trial."""
    return {name: frame.copy() for name, frame in _read_once().items()}


@cache
def _read_once() -> Mapping[str, pd.DataFrame]:
    return read_raw(FOLDER)


def make_findings(frames: Mapping[str, pd.DataFrame], study: Study = STUDY, rule: str = "") -> list[Finding]:
    """What the rules (or the one named) find in these domains."""
    tables = {name: Table(name, f"{name.lower()}.csv", frame) for name, frame in frames.items()}
    asked = [one for one in RULES if rule in ("", one.id)]
    return check_rules(asked, Data(study, tables))


def put(domain: str, row: int, **values: str | float) -> Edit:
    """An edit that puts values into one record."""

    def edit(frames: Frames) -> None:
        for name, value in values.items():
            if name not in frames[domain]:
                frames[domain][name] = ""
            frames[domain].loc[row, name] = value

    return edit


def drop(domain: str, row: int) -> Edit:
    """An edit that takes a record out."""

    def edit(frames: Frames) -> None:
        frames[domain] = frames[domain].drop(index=row)

    return edit


def add(domain: str, row: int, **values: str) -> Edit:
    """An edit that adds a copy of a record with other values (and a number of its own)."""

    def edit(frames: Frames) -> None:
        frame = frames[domain]
        copy = frame.loc[[row]].assign(**values, **{f"{domain}SEQ": 99.0})
        kept = list(frame.columns)
        frames[domain] = pd.concat([frame, copy], ignore_index=True)[kept]

    return edit
