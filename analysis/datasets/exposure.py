"""When, how often and how much of the treatment each subject had."""

from __future__ import annotations

import pandas as pd

from analysis.raw.dates import read_dates, read_days


def derive_doses(ex: pd.DataFrame) -> pd.DataFrame:
    """The records of EX in which something was given: a dose above 0, or a dose of 0 of a placebo.

    Adds ``start`` and ``end`` (first and last possible day; the start where no end is recorded) and ``moment`` (date
    and time of the start, where the time is known).
    """
    placebo = ex["EXTRT"].str.upper().str.contains("PLACEBO", regex=False)
    given = ex[(ex["EXDOSE"] > 0) | ((ex["EXDOSE"] == 0) & placebo)]
    start = read_dates(given["EXSTDTC"])
    end = read_dates(given["EXENDTC"]) if "EXENDTC" in given else start
    return given.assign(start=start["first"], moment=start["moment"], end=end["last"].fillna(start["last"]))


def derive_treatment(ex: pd.DataFrame, dm: pd.DataFrame) -> pd.DataFrame:
    """First and last dose of each treated subject (index USUBJID): TRTSDT, TRTSDTM, TRTEDT, TRTDURD (days), NDOSE.

    TRTSDTM is missing where the time of the first dose isn't known; NDOSE counts records of EX with a dose. Where the
    last dose has no end, TRTEDT is the end of treatment in DM (RFXENDTC), if that is later than its start.
    """
    doses = derive_doses(ex).sort_values(["USUBJID", "start", "moment", "EXSEQ"])
    by_subject = doses.groupby("USUBJID")
    first = by_subject["start"].min()
    on_first_day = doses[doses["start"] == doses["USUBJID"].map(first)]
    treatment = pd.DataFrame(
        {
            "TRTSDT": first,
            "TRTSDTM": on_first_day.groupby("USUBJID")["moment"].min(),
            "TRTEDT": by_subject["end"].max(),
            "NDOSE": by_subject.size(),
        }
    )
    if "RFXENDTC" in dm and "EXENDTC" in doses:
        open_end = doses[doses["EXENDTC"] == ""].groupby("USUBJID")["start"].max().reindex(treatment.index)
        known = pd.Series(read_days(dm["RFXENDTC"]).to_numpy(), index=dm["USUBJID"]).reindex(treatment.index)
        later = (open_end == by_subject["start"].max()) & (known > treatment["TRTEDT"])
        treatment["TRTEDT"] = treatment["TRTEDT"].mask(later, known)
    return treatment.assign(TRTDURD=(treatment["TRTEDT"] - treatment["TRTSDT"]).dt.days + 1)
