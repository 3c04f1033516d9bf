"""Our values of the CMH cases, named "strata form scores", or "strata odds ratio"."""

from __future__ import annotations

import numpy as np

from analysis.methods.arguments import Floats
from analysis.methods.cmh import estimate_cmh, estimate_common_odds_ratio
from tests.reference.frames import derive_quantities, read_columns


def read_tables(name: str) -> Floats:
    data = read_columns("cmh/strata")
    here = data["name"] == name
    places = [data[axis][here].astype(int) - 1 for axis in ("stratum", "row", "column")]
    tables = np.zeros([place.max() + 1 for place in places])
    tables[tuple(places)] = data["Freq"][here].astype(float)
    return tables


def estimate_case(case: str) -> dict[str, float]:
    name, form, scores = case.split(" ")
    if form == "odds":
        odds = estimate_common_odds_ratio(read_tables(name))
        sas = {"sas.estimate": odds.estimate, "sas.low": odds.conf_low, "sas.high": odds.conf_high}
        return derive_quantities(odds.to_rows()) | sas
    corrected = scores == "corrected"
    result = estimate_cmh(read_tables(name), form, "table" if corrected else scores, corrected=corrected)
    return derive_quantities(result.to_rows()) | {
        "sas.statistic": result.statistic,
        "midrank.statistic": result.statistic,
    }
