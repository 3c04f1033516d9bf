"""Our values of the tests of proportional hazards, named "data covariates|strata ties transform"."""

from __future__ import annotations

from analysis.methods.cox_proportionality import estimate_proportionality
from tests.reference.cox.ours import fit


def estimate_case(case: str) -> dict[str, float]:
    model, transform = case.rsplit(" ", 1)
    tests = estimate_proportionality(fit(model), transform)
    return {f"{name} {row.name}": row.value for name, result in tests.items() for row in result.to_rows()}
