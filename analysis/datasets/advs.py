"""ADVS: vital signs."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.datasets import bds
from analysis.datasets.files import derive_frame
from analysis.study import Study

LABEL = "Vital Signs Analysis Dataset"
SOURCES = ("VS",)
OPTIONAL = ()
NEEDS = ("ADSL",)
PARAMETERS = "VS"
KEY = bds.KEY
COLUMNS = (*bds.COLUMNS, *bds.SOURCE_COLUMNS)


def derive(study: Study, raw: Mapping[str, pd.DataFrame], datasets: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The parameters of domain VS, one record a result."""
    return derive_frame(bds.derive_domain(study, "VS", raw, datasets), COLUMNS)
