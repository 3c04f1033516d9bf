"""Our values of the Welch cases, named "sample test"."""

from __future__ import annotations

from analysis.methods.welch import estimate_welch, estimate_welch_anova
from tests.reference.frames import derive_quantities, read_columns
from tests.reference.samples import K_SAMPLE, TWO_SAMPLE


def estimate_case(case: str) -> dict[str, float]:
    name, test = case.split(" ")
    if case == "plants anova":
        plants = read_columns("data/plant_growth")
        return derive_quantities(estimate_welch_anova(plants["weight"], plants["group"]).to_rows())
    if test == "anova":
        return derive_quantities(estimate_welch_anova(*K_SAMPLE[name]).to_rows())
    return derive_quantities(estimate_welch(*TWO_SAMPLE[name], equal_variances=test == "student").to_rows())
