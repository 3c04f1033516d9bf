"""Our values of the proportion cases, named "successes/n interval"."""

from __future__ import annotations

from analysis.methods.proportion import estimate_proportion
from tests.reference.frames import derive_quantities


def estimate_case(case: str) -> dict[str, float]:
    counts, interval = case.split(" ")
    successes, n = (int(count) for count in counts.split("/"))
    result = estimate_proportion(successes, n, interval)
    return derive_quantities(result.to_rows())
