"""Our values of the log-rank permutation cases, by data set."""

from __future__ import annotations

from analysis.methods.logrank_permutation import estimate_logrank_permutation
from tests.reference.frames import derive_quantities, read_columns

COLUMNS = {"aml": ("time", "status", "x"), "ovarian": ("futime", "fustat", "rx")}
THREE = (
    [3, 5, 7, 9, 2, 8, 9, 9, 4, 6, 6, 9],
    [1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0],
    [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3],
)


def estimate_case(case: str) -> dict[str, float]:
    columns = THREE if case == "three" else [read_columns(f"data/{case}")[name] for name in COLUMNS[case]]
    return derive_quantities(estimate_logrank_permutation(*columns).to_rows())
