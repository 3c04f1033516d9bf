"""Occurrences (events, medication, history, deviations): one record for each of the domain, with analysis dates."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.datasets.days import derive_end_date, derive_start_date, derive_study_day
from analysis.datasets.schema import Column

SUBJECT_COLUMNS = (
    Column("STUDYID", "Study Identifier", filled=True),
    Column("USUBJID", "Unique Subject Identifier", filled=True),
)
TREATMENT_COLUMNS = (
    Column("TRTP", "Planned Treatment"),
    Column("TRTA", "Actual Treatment"),
)
IMPUTED = ("D", "M")
DATE_COLUMNS = (
    Column("ASTDT", "Analysis Start Date", "date"),
    Column("ASTDTF", "Analysis Start Date Imputation Flag", codes=IMPUTED),
    Column("AENDT", "Analysis End Date", "date"),
    Column("AENDTF", "Analysis End Date Imputation Flag", codes=IMPUTED),
    Column("ASTDY", "Analysis Start Relative Day", "integer"),
    Column("AENDY", "Analysis End Relative Day", "integer"),
    Column("ADURN", "Analysis Duration (Days)", "integer"),
)
_SUBJECT = {"TRT01P": "TRTP", "TRT01A": "TRTA"}


def derive_occurrences(
    domain: str, records: pd.DataFrame, adsl: pd.DataFrame, columns: tuple[Column, ...]
) -> pd.DataFrame:
    """The records of a domain with treatment (TRTP, TRTA, TRTSDT, TRTEDT), DATE_COLUMNS, and every text of ``columns``.

    Start and end are --STDTC and --ENDTC, partial ones imputed (see days.py); a duration counts the first day. Text
    that the domain lacks is "".
    """
    subject = adsl[["STUDYID", "USUBJID", *_SUBJECT, "TRTSDT", "TRTEDT", "LSTALVDT"]].rename(columns=_SUBJECT)
    frame = records.drop(columns="STUDYID").merge(subject, on="USUBJID")
    dates = (f"{domain}STDTC", f"{domain}ENDTC")
    texts = [column.name for column in columns if column.type == "text"]
    frame = frame.assign(**dict.fromkeys([name for name in (*texts, *dates) if name not in frame], ""))
    start = derive_start_date(frame[dates[0]], frame["TRTSDT"])
    end = derive_end_date(frame[dates[1]], frame["LSTALVDT"])
    return frame.assign(
        ASTDT=start["date"],
        ASTDTF=start["flag"],
        AENDT=end["date"],
        AENDTF=end["flag"],
        ASTDY=derive_study_day(start["date"], frame["TRTSDT"]),
        AENDY=derive_study_day(end["date"], frame["TRTSDT"]),
        ADURN=(end["date"] - start["date"]).dt.days + 1,
    )


def derive_ongoing(records: pd.DataFrame, domain: str) -> pd.Series:
    """Whether an occurrence went on at the end of its collection: --ENRTPT or --ENRF says so, and it has no end."""
    ongoing = pd.Series(data=False, index=records.index)
    for column in (f"{domain}ENRTPT", f"{domain}ENRF"):
        if column in records:
            ongoing |= records[column].str.upper().isin(["ONGOING", "AFTER", "DURING/AFTER"])
    return ongoing & records["AENDT"].isna()


def derive_flag(records: pd.Series) -> pd.Series:
    """A flag: Y where true, empty elsewhere."""
    return pd.Series(np.where(records, "Y", ""), index=records.index, dtype=object)
