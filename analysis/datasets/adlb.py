"""ADLB: laboratory results."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.datasets import bds
from analysis.datasets.files import derive_frame
from analysis.study import Study

LABEL = "Laboratory Analysis Dataset"
SOURCES = ("LB",)
OPTIONAL = ()
NEEDS = ("ADSL",)
KEY = bds.KEY
COLUMNS = (*bds.COLUMNS, *bds.RANGE_COLUMNS, *bds.SOURCE_COLUMNS)


def derive(study: Study, raw: Mapping[str, pd.DataFrame], datasets: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The parameters of domain LB, one record a result."""
    parameters = [parameter for parameter in study.parameters if parameter.domain == "LB"]
    return derive_frame(bds.derive_bds(study, "LB", raw["LB"], parameters, datasets["ADSL"]), COLUMNS)
