"""Our values of the Poisson cases, named "events/exposure" or "events/exposure:events/exposure"."""

from __future__ import annotations

from analysis.methods.poisson_rate import estimate_poisson_rate, estimate_rate_ratio
from tests.reference.frames import derive_quantities


def estimate_case(case: str) -> dict[str, float]:
    sides = [side.split("/") for side in case.split(":")]
    first, *second = [(int(events), float(exposure)) for events, exposure in sides]
    result = estimate_rate_ratio(first, second[0]) if second else estimate_poisson_rate(*first)
    return derive_quantities(result.to_rows())
