"""The baseline record, and change from it."""

from __future__ import annotations

import numpy as np
import pandas as pd

BY = ["USUBJID", "PARAMCD"]


def derive_before_treatment(frame: pd.DataFrame) -> pd.Series:
    """Whether a record was taken on or before the first dose.

    By date and time where both are known, else by day: a result of the day of the first dose without a time counts as
    before it. False where there is no date or no first dose.
    """
    timed = frame["ADTM"].notna() & frame["TRTSDTM"].notna()
    return (frame["ADT"] <= frame["TRTSDT"]).where(~timed, frame["ADTM"] <= frame["TRTSDTM"])


def derive_baseline_flag(frame: pd.DataFrame) -> pd.Series:
    """ABLFL: "Y" on the last record with a value on or before the first dose, for each subject and parameter.

    Of several on one day the last by time, then by visit number, then by sequence number.
    """
    has_value = frame["AVAL"].notna() | (frame["AVALC"] != "")
    candidates = frame[has_value & derive_before_treatment(frame)]
    ordered = candidates.assign(moment=candidates["ADTM"].fillna(candidates["ADT"]))
    ordered = ordered.sort_values([*BY, "ADT", "moment", "VISITNUM", "SRCSEQ"], na_position="first")
    last = ordered.drop_duplicates(BY, keep="last").index
    return pd.Series(np.where(frame.index.isin(last), "Y", ""), index=frame.index, dtype=object)


def derive_change(frame: pd.DataFrame, after: pd.Series) -> pd.DataFrame:
    """BASE on every record of a subject and parameter; CHG and PCHG (%) on the records marked in ``after``.

    CHG = AVAL − BASE; PCHG = 100 · CHG / |BASE|, missing where BASE is 0.
    """
    base = derive_at_baseline(frame, "AVAL")
    change = (frame["AVAL"] - base).where(after)
    return pd.DataFrame({"BASE": base, "CHG": change, "PCHG": 100 * change / base.abs().where(base != 0)})


def derive_at_baseline(frame: pd.DataFrame, column: str) -> pd.Series:
    """A column's value on the baseline record, on every record of the subject and parameter."""
    flagged = frame.loc[frame["ABLFL"] == "Y", [*BY, column]]
    return frame[BY].merge(flagged, on=BY, how="left", validate="many_to_one").set_index(frame.index)[column]
