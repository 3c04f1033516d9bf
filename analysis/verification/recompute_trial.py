"""What the second routes share: the trial's records as plain text, groups and values found in them, and an answer.

Read with Python's own csv module, so that no reader of the first route takes part.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.study import Study

Record = Mapping[str, str]
#: The level that stands for all groups together.
ALL = "ALL"
#: What rounding alone may do: results are written with 12 significant digits.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Second:
    """A statistic by the second route: NaN where it doesn't exist; ``tolerance`` is the largest difference allowed."""

    row: str
    value: float
    tolerance: float
    route: str


@dataclass(frozen=True, eq=False)
class Trial:
    """The study with its datasets and raw domains (name → records, every cell as text)."""

    study: Study
    datasets: Mapping[str, tuple[Record, ...]]
    raw: Mapping[str, tuple[Record, ...]]

    def groups(self, population: str, treatment: str = "TRT01P") -> dict[str, tuple[str, ...]]:
        """The members of a population by arm, and ALL of them; those without an arm are in ALL only."""
        flag = self.study.population(population).flag
        members = {r["USUBJID"]: r[treatment] for r in self.datasets["ADSL"] if r[flag] == "Y"}
        arms = {arm.id: tuple(s for s, label in members.items() if label == arm.label) for arm in self.study.arms}
        return {**arms, ALL: tuple(members)}

    def values(self, parameter: str) -> tuple[dict[str, float], dict[tuple[str, str], float]]:
        """A parameter's analysed values: at baseline by subject, and later by subject and visit."""
        domain = self.study.parameter(parameter).domain
        records = [r for r in self.datasets[f"AD{domain or 'EFF'}"] if r["PARAMCD"] == parameter and r["AVAL"]]
        baseline = {r["USUBJID"]: float(r["AVAL"]) for r in records if r["ABLFL"] == "Y"}
        later = [r for r in records if r["ANL01FL"] == "Y" and r["ABLFL"] != "Y"]
        return baseline, {(r["USUBJID"], r["AVISIT"]): float(r["AVAL"]) for r in later}


def read_records(path: Path) -> tuple[Record, ...]:
    """The records of a CSV file, names in capitals and cells without blanks at either end."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        names = [name.strip().upper() for name in next(lines, [])]
        return tuple(dict(zip(names, map(str.strip, line), strict=False)) for line in lines if line)


def derive_seconds(
    place: str, values: Mapping[str, float], route: str, scale: float = 0.0, relative: float = ROUNDING
) -> Iterator[Second]:
    """One answer for each statistic of ``values``, in rows ``place/<statistic>``.

    The difference allowed is ``relative`` times the value, or times ``scale`` where that is larger: the size of the
    numbers that the statistic is a difference of.
    """
    for name, value in values.items():
        size = max(abs(value), scale) if math.isfinite(value) else 0.0
        yield Second(f"{place}/{name}", value, relative * size + 1e-12, route)


def derive_population(trial: Trial, analysis: str, population: str, treatment: str = "TRT01P") -> Iterator[Second]:
    """The size of an analysis' population in each group."""
    for group, members in trial.groups(population, treatment).items():
        place = f"{analysis}.population/{population}/{group}"
        yield from derive_seconds(place, {"N": float(len(members))}, "counting records of ADSL")


def derive_size(values: Iterable[float]) -> float:
    """The largest absolute value, 0 of none."""
    return max((abs(v) for v in values), default=0.0)
