"""Our values of the Firth cases, named "data covariates ties"."""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.methods.cox_firth import estimate_cox_firth
from tests.reference.frames import read_columns

FEW = {
    "time": [1, 5, 6, 7, 9, 9, 9, 9, 2, 3, 9, 9, 9, 9, 9, 9, 4, 9, 9, 9, 9, 9, 9, 9],
    "event": [0, 0, 1, 1, *[0] * 12, 1, *[0] * 7],
    "medium": np.repeat([0, 1, 0], 8),
    "high": np.repeat([0, 0, 1], 8),
}


def read_data(name: str) -> tuple[Any, Any, dict[str, Any]]:
    if name == "few":
        return FEW["time"], FEW["event"], {"medium": FEW["medium"], "high": FEW["high"]}
    data = read_columns(f"data/{name}")
    if name == "aml":
        return data["time"], data["status"], {"arm": data["x"] == "Maintained"}
    return data["futime"], data["fustat"], {"age": data["age"], "rx": data["rx"]}


def estimate_case(case: str) -> dict[str, float]:
    name, _, ties = case.split(" ")
    firth = estimate_cox_firth(*read_data(name), ties=ties)
    values = {"loglik.null": firth.loglik[0], "loglik": firth.loglik[1]}
    for covariate, result in firth.coefficients.items():
        values |= {f"{covariate} {row.name}": row.value for row in result.to_rows()}
    return values
