"""Our values of the multiplicity cases, named "family method [size]"."""

from __future__ import annotations

import math

from analysis.methods.multiplicity import estimate_adjusted_p

FAMILIES = {
    "four": (0.011, 0.02, 0.04, 0.35),
    "ties": (0.01, 0.01, 0.5, 0.5, 0.03),
    "missing": (0.04, math.nan, 0.001, 0.2),
    "ten": (0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324),
}


def estimate_case(case: str) -> dict[str, float]:
    name, method, *size = case.split(" ")
    adjusted = estimate_adjusted_p(FAMILIES[name], method, int(size[0]) if size else None)
    return {f"p{place}": float(value) for place, value in enumerate(adjusted, 1)}
