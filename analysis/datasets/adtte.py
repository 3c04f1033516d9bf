"""ADTTE: time to event, one record for each subject and event time."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.datasets.files import derive_frame
from analysis.datasets.schema import Column
from analysis.study import EventTime, Study

LABEL = "Time-to-Event Analysis Dataset"
SOURCES = ("DM",)
OPTIONAL = ()
NEEDS = ("ADSL",)
PARAMETERS = "event-time"
KEY = ("USUBJID", "PARAMCD")
DAYS_PER_MONTH = 30.4375
COLUMNS = (
    Column("STUDYID", "Study Identifier", filled=True),
    Column("USUBJID", "Unique Subject Identifier", filled=True),
    Column("TRTP", "Planned Treatment"),
    Column("TRTA", "Actual Treatment"),
    Column("PARAM", "Parameter", filled=True),
    Column("PARAMCD", "Parameter Code", filled=True),
    Column("PARAMN", "Parameter (N)", "integer"),
    Column("STARTDT", "Time-to-Event Origin Date for Subject", "date", filled=True),
    Column("ADT", "Analysis Date", "date", filled=True),
    Column("AVAL", "Analysis Value", "float", filled=True),
    Column("AVALU", "Analysis Value Unit"),
    Column("CNSR", "Censor", "integer", filled=True),
    Column("EVNTDESC", "Event or Censoring Description", filled=True),
    Column("CNSDTDSC", "Censor Date Description"),
    Column("SRCDOM", "Source Data"),
    Column("SRCVAR", "Source Variable"),
)
#: CNSR: 0 is an event; each reason of censoring has its own number.
EVENT, LOST, ALIVE, CUT_OFF = 0, 1, 2, 3
DESCRIPTIONS = {
    EVENT: "Death",
    LOST: "Lost to follow-up",
    ALIVE: "Alive at last contact",
    CUT_OFF: "Alive at data cut-off",
}


def derive(study: Study, raw: Mapping[str, pd.DataFrame], datasets: Mapping[str, pd.DataFrame]) -> pd.DataFrame:  # noqa: ARG001
    """ADTTE from ADSL: a record for each subject with an origin (first dose or consent)."""
    adsl = datasets["ADSL"]
    cut_off = pd.Timestamp(study.study.data_date)
    times = [_derive_time(time, n, adsl, cut_off) for n, time in enumerate(study.event_times, 1)]
    frame = pd.concat(times) if times else pd.DataFrame(columns=[column.name for column in COLUMNS])
    return derive_frame(frame.sort_values(["USUBJID", "PARAMN"]), COLUMNS)


def _derive_time(time: EventTime, number: int, adsl: pd.DataFrame, cut_off: pd.Timestamp) -> pd.DataFrame:
    """Time from the origin to death, or to the day last known alive, at the latest the data cut-off.

    Days count the day of origin as 1 (ADT − STARTDT + 1); a month is 30.4375 days.
    """
    origin = adsl["TRTSDT" if time.origin == "first-dose" else "RFICDT"]
    subjects = adsl[origin.notna()]
    start = origin[origin.notna()]
    censoring = derive_censoring(subjects, cut_off)
    days = (censoring["ADT"] - start).dt.days + 1.0
    event = censoring["CNSR"] == EVENT
    return pd.DataFrame(
        {
            "STUDYID": subjects["STUDYID"],
            "USUBJID": subjects["USUBJID"],
            "TRTP": subjects["TRT01P"],
            "TRTA": subjects["TRT01A"],
            "PARAM": f"{time.label} ({time.unit})",
            "PARAMCD": time.id,
            "PARAMN": number,
            "STARTDT": start,
            "AVAL": days if time.unit == "days" else days / DAYS_PER_MONTH,
            "AVALU": time.unit.upper(),
            "EVNTDESC": censoring["CNSR"].map(DESCRIPTIONS),
            "CNSDTDSC": np.select([event, censoring["CNSR"] == CUT_OFF], ["", "Data cut-off"], "Date last known alive"),
            "SRCDOM": "ADSL",
            "SRCVAR": np.where(event, "DTHDT", np.where(censoring["CNSR"] == CUT_OFF, "", "LSTALVDT")),
        }
    ).assign(ADT=censoring["ADT"], CNSR=censoring["CNSR"])


def derive_censoring(subjects: pd.DataFrame, cut_off: pd.Timestamp) -> pd.DataFrame:
    """ADT and CNSR: death; else lost (DCSREAS or its reported text says so) or alive, on the day last known alive.

    Whatever happened after the data cut-off is not known: such subjects are alive at the cut-off.
    """
    died = subjects["DTHDT"].notna()
    date = subjects["DTHDT"].where(died, subjects["LSTALVDT"])
    lost = subjects["DCSREASP"].str.upper().str.startswith("LOST TO FOLLOW-UP")
    reason = np.select([date > cut_off, died, lost], [CUT_OFF, EVENT, LOST], ALIVE)
    return pd.DataFrame({"ADT": date.where(date <= cut_off, cut_off), "CNSR": reason}, index=subjects.index)
