"""Our values of the ANCOVA cases, named "data part [levels]"."""

from __future__ import annotations

from functools import cache

import numpy as np

from analysis.methods.ancova import Ancova, estimate_ancova
from tests.reference.frames import derive_quantities, read_columns


@cache
def fit(name: str) -> Ancova:
    data = read_columns(f"data/{name}")
    if name == "anorexia":
        return estimate_ancova(data["Postwt"] - data["Prewt"], data["Treat"], {"Prewt": data["Prewt"]})
    return estimate_ancova(np.log(data["bili"]), data["stage"], {"age": data["age"], "copper": data["copper"]})


def estimate_case(case: str) -> dict[str, float]:
    name, part, *names = case.split(" ")
    levels = [level if name == "anorexia" else int(level) for level in names if part != "slope"]
    ancova = fit(name)
    result = {
        "mean": lambda: ancova.means[levels[0]],
        "difference": lambda: ancova.differences[levels[0], levels[1]],
        "group": lambda: ancova.group_test,
        "slopes": lambda: ancova.slope_test,
        "slope": lambda: ancova.slopes[names[0]],
    }[part]()
    return derive_quantities(result.to_rows())
