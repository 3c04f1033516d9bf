"""Our values of the Jonckheere-Terpstra cases, named "sample p_method"."""

from __future__ import annotations

from analysis.methods.jonckheere import estimate_jonckheere
from tests.reference.frames import derive_quantities
from tests.reference.samples import K_SAMPLE


def estimate_case(case: str) -> dict[str, float]:
    name, p_method = case.split(" ")
    values, group = K_SAMPLE[name]
    return derive_quantities(estimate_jonckheere(values, group, p_method=p_method).to_rows())
