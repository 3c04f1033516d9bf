"""Our values of the risk-difference cases, named "events/patients-events/patients interval"."""

from __future__ import annotations

from analysis.methods.risk_difference import estimate_risk_difference
from tests.reference.frames import derive_quantities


def estimate_case(case: str) -> dict[str, float]:
    counts, interval = case.split(" ")
    (x1, n1), (x2, n2) = ([int(number) for number in side.split("/")] for side in counts.split("-"))
    result = estimate_risk_difference((x1, n1), (x2, n2), interval)
    return derive_quantities(result.to_rows())
