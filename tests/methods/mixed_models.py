"""Data for the tests of mixed models: Potthoff and Roy's growth study, and a frame from typed rows."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from analysis.methods.design import Factor
from analysis.methods.mmrm_fit import MmrmModel

AGES = ("A8", "A10", "A12", "A14")
GIRLS = (
    (21.0, 20.0, 21.5, 23.0),
    (21.0, 21.5, 24.0, 25.5),
    (20.5, 24.0, 24.5, 26.0),
    (23.5, 24.5, 25.0, 26.5),
    (21.5, 23.0, 22.5, 23.5),
    (20.0, 21.0, 21.0, 22.5),
    (21.5, 22.5, 23.0, 25.0),
    (23.0, 23.0, 23.5, 24.0),
    (20.0, 21.0, 22.0, 21.5),
    (16.5, 19.0, 19.0, 19.5),
    (24.5, 25.0, 28.0, 28.0),
)
BOYS = (
    (26.0, 25.0, 29.0, 31.0),
    (21.5, 22.5, 23.0, 26.5),
    (23.0, 22.5, 24.0, 27.5),
    (25.5, 27.5, 26.5, 27.0),
    (20.0, 23.5, 22.5, 26.0),
    (24.5, 25.5, 27.0, 28.5),
    (22.0, 22.0, 24.5, 26.5),
    (24.0, 21.5, 24.5, 25.5),
    (23.0, 20.5, 31.0, 26.0),
    (27.5, 28.0, 31.0, 31.5),
    (23.0, 23.0, 23.5, 25.0),
    (21.5, 23.5, 24.0, 28.0),
    (17.0, 24.5, 26.0, 29.5),
    (22.5, 25.5, 25.5, 26.0),
    (23.0, 24.5, 26.0, 30.0),
    (22.0, 21.5, 23.5, 25.0),
)
MODEL = MmrmModel(
    response="distance",
    subject="child",
    visit="age",
    factors=(Factor("sex", ("F", "M")), Factor("age", AGES)),
    covariates=(),
    terms=(("sex",), ("age",), ("sex", "age")),
)


def read_growth(missing: Sequence[tuple[str, str]] = ()) -> pd.DataFrame:
    """The growth study in long form, children F1 to F11 and M1 to M16, without the distances at ``missing``."""
    rows = [
        (f"{sex}{number}", sex, age, math.nan if (f"{sex}{number}", age) in missing else value)
        for sex, children in (("F", GIRLS), ("M", BOYS))
        for number, values in enumerate(children, 1)
        for age, value in zip(AGES, values, strict=True)
    ]
    return pd.DataFrame(rows, columns=["child", "sex", "age", "distance"])


GAPS = tuple((child, "A10") for child in ("F3", "F6", "F9", "F10", "M2", "M5", "M11", "M12", "M16"))
"""The nine measurements at age 10 that Little and Rubin (1987) deleted."""
