"""Our values of the Cochran-Armitage cases, named "groups p_method"."""

from __future__ import annotations

import math

from analysis.methods.cochran_armitage import estimate_cochran_armitage
from tests.reference.frames import derive_quantities

GROUPS: dict[str, tuple[list[int], list[int], list[float]]] = {
    "smokers": ([83, 90, 129, 70], [86, 93, 136, 82], [1, 2, 3, 4]),
    "dose": ([0, 2, 4], [8, 8, 8], [math.log2(25), math.log2(50), math.log2(100)]),
    "pain": ([6, 7, 9, 14, 23], [32, 33, 32, 32, 32], [0, 1, 2, 3, 4]),
}


def estimate_case(case: str) -> dict[str, float]:
    name, p_method = case.split(" ")
    found = derive_quantities(estimate_cochran_armitage(*GROUPS[name], p_method).to_rows())
    return found | {"sas.statistic": found["statistic"], "sas.p": found["p.value"], "sas.rise": found["p.value.rise"]}
