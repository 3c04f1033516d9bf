"""Our values of the geometric ratio cases."""

from __future__ import annotations

from analysis.methods.geometric_ratio import estimate_geometric_ratio
from tests.reference.frames import derive_quantities, read_columns


def estimate_case(case: str) -> dict[str, float]:
    data = read_columns("data/anorexia")
    arm = data["Treat"] == case
    return derive_quantities(estimate_geometric_ratio(data["Postwt"][arm], data["Prewt"][arm]).to_rows())
