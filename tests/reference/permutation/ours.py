"""Our values of the permutation cases, named "difference|sign sample"."""

from __future__ import annotations

from analysis.methods.permutation import estimate_mean_difference_permutation, estimate_sign_permutation
from tests.reference.frames import derive_quantities
from tests.reference.samples import ONE_SAMPLE, TWO_SAMPLE


def estimate_case(case: str) -> dict[str, float]:
    kind, name = case.split(" ")
    if kind == "sign":
        return derive_quantities(estimate_sign_permutation(ONE_SAMPLE[name]).to_rows())
    return derive_quantities(estimate_mean_difference_permutation(*TWO_SAMPLE[name]).to_rows())
