"""One dataset, however the study comes by it: derived from SDTM, or given as ADaM; checked in either case."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.datasets.checking import check_dataset, derive_columns
from analysis.datasets.given import derive_given
from analysis.datasets.schema import read_module
from analysis.study import Study


def derive_dataset(
    study: Study, name: str, raw: Mapping[str, pd.DataFrame], datasets: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """The dataset ``name`` (ADSL, ADLB ...): as ``raw`` has it where the study brings it along, else derived.

    ``raw``: domains and given datasets by name; ``datasets``: those that this one needs. Raises DatasetError.
    """
    if name in raw:
        frame = derive_given(study, name, raw[name], datasets)
        check_dataset(study, name, frame[[column.name for column in derive_columns(study, name)]])
        return frame
    derived: pd.DataFrame = read_module(name).derive(study, raw, datasets)
    check_dataset(study, name, derived)
    return derived
