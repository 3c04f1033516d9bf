"""Our values of the log-rank cases, named "data group|strata [trend]"."""

from __future__ import annotations

from analysis.methods.logrank import estimate_logrank
from tests.reference.frames import derive_quantities, read_columns

SCORES = {"stage": {1: 1, 2: 2, 3: 3, 4: 4}, "ph.ecog": {0: 0, 1: 1, 2: 2, 3: 3}}


def estimate_case(case: str) -> dict[str, float]:
    name, model, *trend = case.split(" ")
    group, _, strata = model.partition("|")
    data = read_columns(f"data/{name}")
    event = data["status"] == (2 if name in ("lung", "pbc") else 1)
    scores = SCORES[group] if trend else None
    result = estimate_logrank(data["time"], event, data[group], data[strata] if strata else None, scores)
    return derive_quantities(result.to_rows())
