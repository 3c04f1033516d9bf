"""Our values of the signed-rank cases, named "sample zeros p_method"."""

from __future__ import annotations

from analysis.methods.wilcoxon_signed_rank import estimate_signed_rank
from tests.reference.frames import derive_quantities
from tests.reference.samples import ONE_SAMPLE


def estimate_case(case: str) -> dict[str, float]:
    name, zeros, p_method = case.split(" ")
    result = estimate_signed_rank(ONE_SAMPLE[name], zeros, p_method)
    return derive_quantities(result.to_rows()) | {"p.value again": result.p_value}
