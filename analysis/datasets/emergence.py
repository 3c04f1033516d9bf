"""Which events count as treatment-emergent."""

from __future__ import annotations

import numpy as np
import pandas as pd


def derive_treatment_emergent(events: pd.DataFrame, last_day: int) -> pd.Series:
    """TRTEMFL: "Y" on events that start on the day of the first dose or later, up to study day ``last_day``.

    ``events`` has TRTSDT, ASTDT, ASTDY, AENDT. In this order: subjects without a dose have no such events; an event
    that ended before the first dose is none; one without a start date is one (it may have begun under treatment); else
    the start decides. Worsening of an earlier event is an event of its own in SDTM, with its own start.
    """
    untreated = events["TRTSDT"].isna()
    ended_before = events["AENDT"] < events["TRTSDT"]
    no_start = events["ASTDT"].isna()
    under_treatment = (events["ASTDY"] >= 1) & (events["ASTDY"] <= last_day)
    flag = np.select([untreated, ended_before, no_start, under_treatment], ["", "", "Y", "Y"], "")
    return pd.Series(flag, index=events.index, dtype=object)


def derive_first_occurrence(events: pd.DataFrame, by: list[str]) -> pd.Series:
    """The flag "Y" on the first treatment-emergent event of each combination of ``by``, by start and sequence."""
    emergent = events[events["TRTEMFL"] == "Y"].sort_values(["ASTDT", "AESEQ"], na_position="last")
    first = emergent.drop_duplicates(by).index
    return pd.Series(np.where(events.index.isin(first), "Y", ""), index=events.index, dtype=object)


def derive_first_worst(events: pd.DataFrame) -> pd.Series:
    """AOCCIFL: "Y" on the first of a subject's treatment-emergent events of the highest grade."""
    emergent = events[events["TRTEMFL"] == "Y"]
    ordered = emergent.sort_values(["ATOXGRN", "ASTDT", "AESEQ"], ascending=[False, True, True], na_position="last")
    first = ordered.drop_duplicates("USUBJID").index
    return pd.Series(np.where(events.index.isin(first), "Y", ""), index=events.index, dtype=object)
