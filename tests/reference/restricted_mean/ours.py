"""Our values of the restricted-mean cases, named "data tau arm|difference|ratio"."""

from __future__ import annotations

from analysis.methods.restricted_mean import (
    estimate_restricted_mean,
    estimate_restricted_mean_difference,
    estimate_restricted_mean_ratio,
)
from analysis.methods.result import Result
from tests.reference.frames import derive_quantities, read_columns

COLUMNS = {"aml": ("status", 1, "x", ("Maintained", "Nonmaintained")), "lung": ("status", 2, "sex", (1, 2))}
COLUMNS |= {"pbc": ("status", 2, "trt", (1, 2))}


def estimate_arm(name: str, tau: float, arm: int) -> Result:
    data = read_columns(f"data/{name}")
    status, death, group, levels = COLUMNS[name]
    here = data[group] == levels[arm - 1]
    return estimate_restricted_mean(data["time"][here], data[status][here] == death, tau)


def estimate_case(case: str) -> dict[str, float]:
    name, tau, part = case.split(" ")
    first, second = (estimate_arm(name, float(tau), arm) for arm in (1, 2))
    if part == "difference":
        return derive_quantities(estimate_restricted_mean_difference(second, first).to_rows())
    if part == "ratio":
        return derive_quantities(estimate_restricted_mean_ratio(second, first).to_rows())
    return derive_quantities((first, second)[int(part) - 1].to_rows())
