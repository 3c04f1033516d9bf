"""The most that regression to the mean could bring about, from the values before treatment."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.methods.regression_to_the_mean import estimate_regression_to_the_mean
from analysis.methods.result import Result
from analysis.results.measurements import Measurements
from analysis.results.subjects import Subjects

NAMES = (
    "estimate",
    "sd.within",
    "sd.population",
    "reliability",
    "untreated.change",
    "untreated.conf.low",
    "untreated.conf.high",
)
METHOD = "Regression-to-the-mean bound"


def estimate_bound(found: Measurements, subjects: Subjects, datasets: Mapping[str, pd.DataFrame]) -> Result:
    """The bound for a parameter (of logarithms where it is log-normal), with the SDs it rests on.

    The first record of each person screened stands for screening, where it is earlier than the baseline record; the
    share selected is that of the members among those screened.
    """
    if not subjects.ids:
        return Result(METHOD, reason="nobody in this group")
    first = _read_screening(found, datasets)
    screened = first[np.isin(first.index, list(datasets["ADSL"]["USUBJID"]))]
    if screened.empty:
        return Result(METHOD, reason="nobody has a value before the baseline")
    values = {"screening": first.reindex(list(subjects.ids)).to_numpy(), "screened": screened.to_numpy()}
    values["baseline"] = found.baseline
    if found.log_normal:
        if any((held <= 0).any() for held in values.values()):
            return Result(METHOD, reason="values are not above 0 and have no logarithm")
        values = {name: np.log(held) for name, held in values.items()}
    share = len(subjects.ids) / len(datasets["ADSL"])
    return estimate_regression_to_the_mean(values["screening"], values["baseline"], values["screened"], min(share, 1.0))


def _read_screening(found: Measurements, datasets: Mapping[str, pd.DataFrame]) -> pd.Series[float]:
    """The first value of each person by USUBJID; of who was treated only if it is not the baseline itself."""
    frame = datasets[found.dataset]
    own = frame[frame["PARAMCD"].eq(found.parameter.id) & frame["AVAL"].notna()]
    column = "ADT" if "ADT" in own else "ADY"
    first = own.sort_values(["USUBJID", column], kind="stable").drop_duplicates("USUBJID")
    before = ~first["ABLFL"].eq("Y") & ~first["ADY"].gt(0)
    return first[before].set_index("USUBJID")["AVAL"]
