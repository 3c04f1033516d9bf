"""How each subject's part in the study ended, and for which of the study's reasons."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.raw.dates import read_days
from analysis.study import Reason

UNLISTED = "unlisted"


def derive_end_of_study(ds: pd.DataFrame) -> pd.DataFrame:
    """The disposition event that ended each subject's participation (index USUBJID): DSDECOD, DSTERM, date.

    Milestones and the end of treatment are left out; the record about participation in the study counts where there is
    one (DSSCAT), else the last by date.
    """
    events = ds[_category(ds, "DSCAT").isin(["", "DISPOSITION EVENT"])]
    events = events[~_is_treatment(events)]
    about_study = _category(events, "DSSCAT") == "STUDY PARTICIPATION"
    return _last(events.assign(about=about_study), ["USUBJID", "about", "date", "DSSEQ"])


def derive_end_of_treatment(ds: pd.DataFrame) -> pd.DataFrame:
    """The disposition event that ended each subject's treatment (index USUBJID), where DS tells of one (DSSCAT)."""
    events = ds[_category(ds, "DSCAT").isin(["", "DISPOSITION EVENT"])]
    return _last(events[_is_treatment(events)], ["USUBJID", "date", "DSSEQ"])


def derive_status(decod: pd.Series) -> pd.Series:
    """COMPLETED, DISCONTINUED, or ONGOING where there is no disposition event."""
    status = pd.Series("DISCONTINUED", index=decod.index, dtype=object)
    return status.mask(decod.str.upper().str.startswith("COMPLETED"), "COMPLETED").mask(decod == "", "ONGOING")


def derive_reason(decod: pd.Series, term: pd.Series, reasons: Sequence[Reason]) -> pd.Series:
    """The id of the study's reason whose terms hold DSTERM, or else DSDECOD; "unlisted" where none does.

    A reason with the empty term is that of subjects for whom DS has no words at all.
    """
    ids = {name.upper(): reason.id for reason in reasons for name in reason.terms}
    by_term = term.str.upper().map({word: name for word, name in ids.items() if word})
    by_code = decod.str.upper().where(decod != "", term.str.upper()).map(ids)
    return by_term.where(by_term.notna(), by_code).astype(object).where(by_term.notna() | by_code.notna(), UNLISTED)


def derive_reported_reason(decod: pd.Series, term: pd.Series) -> pd.Series:
    """DSDECOD, with DSTERM behind it where that says more."""
    more = (term != "") & (term.str.upper() != decod.str.upper())
    return decod.mask(more, decod + ": " + term)


def _last(events: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    dated = events.assign(date=read_days(events["DSSTDTC"]))
    last = dated.sort_values(order, na_position="first").groupby("USUBJID").tail(1)
    return last.set_index("USUBJID")[["DSDECOD", "DSTERM", "date"]]


def _category(ds: pd.DataFrame, column: str) -> pd.Series:
    return ds[column].str.upper() if column in ds else pd.Series("", index=ds.index)


def _is_treatment(events: pd.DataFrame) -> pd.Series:
    return _category(events, "DSSCAT").str.contains("TREATMENT|STUDY DRUG", regex=True)
