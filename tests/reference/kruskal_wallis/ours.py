"""Our values of the Kruskal-Wallis cases, named "sample p_method"."""

from __future__ import annotations

from analysis.methods.kruskal_wallis import estimate_kruskal_wallis
from tests.reference.frames import derive_quantities, read_columns
from tests.reference.samples import K_SAMPLE

FRAMES = {"airquality": ("data/airquality", "Ozone", "Month"), "plants": ("data/plant_growth", "weight", "group")}


def estimate_case(case: str) -> dict[str, float]:
    name, p_method = case.split(" ")
    if name in FRAMES:
        file, value, group = FRAMES[name]
        data = read_columns(file)
        return derive_quantities(estimate_kruskal_wallis(data[value], data[group], p_method).to_rows())
    values, groups = K_SAMPLE[name]
    return derive_quantities(estimate_kruskal_wallis(values, groups, p_method).to_rows())
