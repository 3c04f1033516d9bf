"""Our values of the Hodges-Lehmann cases, named "one|two|moses sample level"."""

from __future__ import annotations

from analysis.methods.hodges_lehmann import estimate_hodges_lehmann, estimate_hodges_lehmann_shift
from tests.reference.frames import derive_quantities
from tests.reference.samples import ONE_SAMPLE, TWO_SAMPLE


def estimate_case(case: str) -> dict[str, float]:
    kind, name, level = case.split(" ")
    if kind == "one":
        return derive_quantities(estimate_hodges_lehmann(ONE_SAMPLE[name], conf_level=float(level)).to_rows())
    interval = "moses" if kind == "moses" else "exact"
    return derive_quantities(estimate_hodges_lehmann_shift(*TWO_SAMPLE[name], interval, float(level)).to_rows())
