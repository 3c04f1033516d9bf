"""Our values of the Hedges' g cases, named "one|two sample"."""

from __future__ import annotations

from analysis.methods.hedges_g import estimate_hedges_g, estimate_hedges_g_difference
from tests.reference.frames import derive_quantities
from tests.reference.samples import ONE_SAMPLE, TWO_SAMPLE


def estimate_case(case: str) -> dict[str, float]:
    kind, name = case.split(" ")
    one = kind == "one"
    result = estimate_hedges_g(ONE_SAMPLE[name]) if one else estimate_hedges_g_difference(*TWO_SAMPLE[name])
    return derive_quantities(result.to_rows()) | {"coarse.low": result.conf_low, "coarse.high": result.conf_high}
