"""Leave-one-out: how far a result hangs on a single patient.

A loop, for which no library is needed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.methods.arguments import Floats, derive_complete_cases, derive_levels
from analysis.methods.result import Statistic


@dataclass(frozen=True, eq=False)
class LeaveOneOut:
    """``full`` is the statistic of all patients, ``values`` (k,) those without each of ``patients``."""

    full: float
    patients: tuple[Any, ...]
    values: Floats

    def without(self, patient: object) -> float:
        """The statistic when ``patient`` is left out."""
        return float(self.values[self.patients.index(patient)])

    def to_rows(self) -> tuple[Statistic, ...]:
        """All patients, and the range over those left out; ``warning`` names who makes the extremes."""
        known = ~np.isnan(self.values)
        error = "" if known.any() else "the statistic can't be computed without any one patient"
        lost = int((~known).sum())
        note = f"not estimable without {lost} of {len(self.values)} patients" if lost and not error else ""
        low, high = (float(pick(self.values)) if known.any() else math.nan for pick in (np.nanmin, np.nanmax))
        return (
            Statistic("estimate", "All patients", self.full, error="" if self.full == self.full else "not estimable"),
            Statistic("loo.min", "Lowest without one patient", low, warning=note, error=error),
            Statistic("loo.max", "Highest without one patient", high, warning=note, error=error),
        )

    def extremes(self) -> tuple[Any, Any]:
        """The patients without whom the statistic is lowest and highest."""
        return self.patients[int(np.nanargmin(self.values))], self.patients[int(np.nanargmax(self.values))]


def estimate_leave_one_out(patients: ArrayLike, statistic: Callable[[NDArray[np.bool_]], float]) -> LeaveOneOut:
    """``statistic`` of all records and again without each patient; it takes a mask (n,) of the records to keep.

    ``patients`` (n,) names the patient of each record; one may have several.
    """
    (names,) = derive_complete_cases(patients)
    levels, codes = derive_levels(names)
    values = np.array([float(statistic(codes != code)) for code in range(len(levels))], dtype=np.float64)
    return LeaveOneOut(float(statistic(np.ones(len(codes), dtype=np.bool_))), levels, values)
