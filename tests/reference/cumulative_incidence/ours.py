"""Our values of the cumulative-incidence cases, named "data cause interval variance"."""

from __future__ import annotations

import numpy as np

from analysis.methods.cumulative_incidence import estimate_cumulative_incidence
from tests.reference.frames import derive_quantities, read_columns

TIMES = {"pbc": (400, 1826, 3000, 4000), "mgus2": (12, 60, 120, 240)}


def estimate_case(case: str) -> dict[str, float]:
    name, of, conf_type, variance = case.split(" ")
    data = read_columns(f"data/{name}")
    if name == "pbc":
        time, cause = data["time"], data["status"]
    else:
        progressed = data["pstat"] == 1
        time = np.where(progressed, data["ptime"], data["futime"])
        cause = np.where(progressed, 1, 2 * data["death"])
    curve = estimate_cumulative_incidence(time, cause, int(of), conf_type, variance)
    values: dict[str, float] = {}
    for t in TIMES[name]:
        values |= {f"{key}@{t}": value for key, value in derive_quantities(curve.at(t).to_rows()).items()}
    return values
