"""Our values of the rank-sum cases, named "sample p_method"."""

from __future__ import annotations

from analysis.methods.wilcoxon_rank_sum import estimate_rank_sum
from tests.reference.frames import derive_quantities, read_columns
from tests.reference.samples import TWO_SAMPLE


def estimate_case(case: str) -> dict[str, float]:
    name, p_method = case.split(" ")
    if name == "tooth":
        data = read_columns("data/tooth_growth")
        oj, vc = (data["len"][data["supp"] == supplement] for supplement in ("OJ", "VC"))
        result = estimate_rank_sum(oj, vc, p_method)
    else:
        result = estimate_rank_sum(*TWO_SAMPLE[name], p_method)
    found = derive_quantities(result.to_rows())
    again = {
        "p.value again": result.p_value,
        "sas.p": result.p_value,
        "sas.sum": found["rank.sum"],
        "sas.z": found["z"],
    }
    return found | again
