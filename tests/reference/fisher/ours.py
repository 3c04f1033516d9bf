"""Our values of the Fisher cases, by table."""

from __future__ import annotations

from analysis.methods.fisher import estimate_fisher
from tests.reference.frames import derive_quantities
from tests.reference.tables import TABLES


def estimate_case(case: str) -> dict[str, float]:
    return derive_quantities(estimate_fisher(TABLES[case]).to_rows())
