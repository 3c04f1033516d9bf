"""Our values of the ANCOVA cases, named "data part [levels]"."""

from __future__ import annotations

from functools import cache

import numpy as np

from analysis.methods.ancova import Ancova, estimate_ancova
from tests.reference.frames import derive_quantities, read_columns


@cache
def fit(name: str) -> Ancova:
    if name in ("equal", "observed", "none"):
        data = read_columns("data/pbc")
        log_bilirubin = np.log(data["bili"])
        if name == "none":
            known = ~np.isnan(data["stage"])
            return estimate_ancova(log_bilirubin[known], data["stage"][known])
        factors = {"sex": data["sex"], "edema": data["edema"]}
        return estimate_ancova(log_bilirubin, data["stage"], {"age": data["age"]}, factors=factors, weights=name)
    data = read_columns(f"data/{name}")
    if name == "anorexia":
        return estimate_ancova(data["Postwt"] - data["Prewt"], data["Treat"], {"Prewt": data["Prewt"]})
    return estimate_ancova(np.log(data["bili"]), data["stage"], {"age": data["age"], "copper": data["copper"]})


def estimate_case(case: str) -> dict[str, float]:
    name, part, *names = case.split(" ")
    levels = [level if name == "anorexia" else int(level) for level in names if part in ("mean", "difference")]
    ancova = fit(name)
    result = {
        "mean": lambda: ancova.means[levels[0]],
        "difference": lambda: ancova.differences[levels[0], levels[1]],
        "group": lambda: ancova.group_test,
        "slopes": lambda: ancova.slope_test,
        "slope": lambda: ancova.slopes[names[0]],
        "factor": lambda: ancova.factor_tests[names[0]],
    }[part]()
    return derive_quantities(result.to_rows())
