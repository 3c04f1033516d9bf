"""Our values of the summary cases."""

from __future__ import annotations

from analysis.methods.summary import estimate_geometric_summary, estimate_quantile, estimate_summary
from tests.reference.frames import derive_quantities, read_columns


def estimate_case(case: str) -> dict[str, float]:
    columns = read_columns("data/airquality")
    name, _, kind = case.partition("-")
    if name == "first":
        return {f"q{p}": estimate_quantile(columns["Temp"][: int(kind)], p) for p in (0.05, 0.1, 0.3, 0.55, 0.95)}
    summary = estimate_geometric_summary if kind else estimate_summary
    return derive_quantities(summary(columns[name]))
