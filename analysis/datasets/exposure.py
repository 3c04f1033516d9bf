"""When, how often and how much of the treatment each subject had."""

from __future__ import annotations

import pandas as pd

from analysis.raw.dates import read_dates, read_days

#: Administrations a day, by CDISC's codes of dosing frequency.
FREQUENCIES = {"QD": 1.0, "BID": 2.0, "TID": 3.0, "QID": 4.0, "QOD": 0.5, "QW": 1 / 7, "Q2W": 1 / 14, "Q3W": 1 / 21}


def derive_doses(ex: pd.DataFrame) -> pd.DataFrame:
    """The records of EX in which something was given: a dose above 0, or a dose of 0 of a placebo.

    Adds ``start`` and ``end`` (first and last possible day; the start where no end is recorded), ``moment`` and
    ``finish`` (date and time of both, where the time is known), and ``number`` of administrations.
    """
    placebo = ex["EXTRT"].str.upper().str.contains("PLACEBO", regex=False)
    given = ex[(ex["EXDOSE"] > 0) | ((ex["EXDOSE"] == 0) & placebo)]
    start = read_dates(given["EXSTDTC"])
    end = read_dates(given["EXENDTC"]) if "EXENDTC" in given else start
    dated = given.assign(
        start=start["first"], moment=start["moment"], end=end["last"].fillna(start["last"]), finish=end["moment"]
    )
    return dated.assign(number=derive_administrations(dated))


def derive_administrations(doses: pd.DataFrame) -> pd.Series:
    """How often the dose of a record was given: once, or by EXDOSFRQ on each day from start to end.

    A frequency that isn't one of FREQUENCIES counts as once.
    """
    if "EXDOSFRQ" not in doses:
        return pd.Series(1.0, index=doses.index)
    days = (doses["end"] - doses["start"]).dt.days + 1.0
    a_day = doses["EXDOSFRQ"].str.upper().map(FREQUENCIES)
    return (days * a_day).round().clip(lower=1).fillna(1.0)


def derive_treatment(ex: pd.DataFrame, dm: pd.DataFrame) -> pd.DataFrame:
    """First and last dose of each treated subject (index USUBJID): TRTSDT, TRTSDTM, TRTEDT, TRTDURD (days), NDOSE.

    TRTSDTM is missing where the time of the first dose isn't known; NDOSE counts administrations. Where the last dose
    has no end, TRTEDT is the end of treatment in DM (RFXENDTC), if that is later than its start.
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
            "NDOSE": by_subject["number"].sum(),
        }
    )
    if "RFXENDTC" in dm and "EXENDTC" in doses:
        open_end = doses[doses["EXENDTC"] == ""].groupby("USUBJID")["start"].max().reindex(treatment.index)
        known = pd.Series(read_days(dm["RFXENDTC"]).to_numpy(), index=dm["USUBJID"]).reindex(treatment.index)
        later = (open_end == by_subject["start"].max()) & (known > treatment["TRTEDT"])
        treatment["TRTEDT"] = treatment["TRTEDT"].mask(later, known)
    return treatment.assign(TRTDURD=(treatment["TRTEDT"] - treatment["TRTSDT"]).dt.days + 1)


def derive_recorded_treatment(dm: pd.DataFrame) -> pd.DataFrame:
    """Treatment of the subjects of ``dm`` where the study has no EX: its first and last day are those that DM records.

    First and last dose (RFXSTDTC, RFXENDTC), or start and end of participation in the treatment phase (RFSTDTC,
    RFENDTC) where DM has no such columns. Same columns as derive_treatment; how many doses there were isn't known.
    """
    dates = {}
    for column, names in {"TRTSDT": ("RFXSTDTC", "RFSTDTC"), "TRTEDT": ("RFXENDTC", "RFENDTC")}.items():
        name = next((one for one in names if one in dm and (dm[one] != "").any()), "")
        dates[column] = read_days(dm[name]) if name else pd.Series(pd.NaT, index=dm.index, dtype="datetime64[ns]")
    treatment = pd.DataFrame(dates).set_axis(pd.Index(dm["USUBJID"]))
    treatment = treatment[treatment["TRTSDT"].notna()]
    days = (treatment["TRTEDT"] - treatment["TRTSDT"]).dt.days + 1
    never = pd.Series(pd.NaT, index=treatment.index, dtype="datetime64[ns]")
    return treatment.assign(TRTSDTM=never, NDOSE=float("nan"), TRTDURD=days)
