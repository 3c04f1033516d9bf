"""Our values of the cases of Rubin's rules."""

from __future__ import annotations

import math

from analysis.methods.rubin import estimate_pooled
from tests.reference.frames import derive_quantities, read_columns

DF_COMPLETE = {"small": 12.0, "trial": 45.0, "large": math.inf, "two": 30.0}


def estimate_case(case: str) -> dict[str, float]:
    inputs = read_columns("rubin/inputs")
    rows = inputs["case"] == case
    result = estimate_pooled(inputs["estimate"][rows], inputs["std_error"][rows], DF_COMPLETE[case])
    return derive_quantities(result.to_rows())
