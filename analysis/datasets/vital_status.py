"""Who died, when and of what, and until when the others are known to have been alive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from analysis.raw.dates import read_dates, read_days

#: Dates on which the subject was seen; those of DS and SS count by what was noted.
SEEN = {
    "SV": ("SVSTDTC", "SVENDTC"),
    "EX": ("EXSTDTC", "EXENDTC"),
    "LB": ("LBDTC",),
    "VS": ("VSDTC",),
    "EG": ("EGDTC",),
    "QS": ("QSDTC",),
    "RS": ("RSDTC",),
    "AE": ("AESTDTC",),
}
#: A disposition event with one of these terms is noted when the subject is no longer there.
NOT_SEEN = ("DEATH", "LOST TO FOLLOW-UP")


def derive_death(raw: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Each death (index USUBJID): ``date`` (DM, else DS, else the end of a fatal event) and ``cause`` (DS, else AE).

    A partial date of death is taken as its first possible day. A death without any date has NaT.
    """
    found = list(_deaths(raw))
    deaths = pd.concat(found) if found else pd.DataFrame({"USUBJID": [], "date": [], "cause": []})
    deaths["date"] = pd.to_datetime(deaths["date"])
    by_subject = deaths.groupby("USUBJID", sort=True)
    return pd.DataFrame({"date": by_subject["date"].first(), "cause": by_subject["cause"].first()}).fillna(
        {"cause": ""}
    )


def derive_last_alive(raw: Mapping[str, pd.DataFrame]) -> pd.Series:
    """The last day on which each subject was seen or reported alive (index USUBJID).

    Complete dates of visits (but those at which SS reports a death or a loss), doses, results, event starts, contacts
    with status ALIVE, and disposition events other than death and loss, which are noted later.
    """
    raw = {**raw, "SV": _kept_visits(raw["SV"], raw["SS"])} if _has(raw, "SS", "VISITNUM") and "SV" in raw else raw
    seen = [_days(raw[domain], name) for domain, names in SEEN.items() for name in names if _has(raw, domain, name)]
    if _has(raw, "SS", "SSDTC"):
        seen.append(_days(raw["SS"][raw["SS"]["SSSTRESC"].str.upper() == "ALIVE"], "SSDTC"))
    if _has(raw, "DS", "DSSTDTC"):
        seen.append(_days(raw["DS"][~raw["DS"]["DSDECOD"].str.upper().isin(NOT_SEEN)], "DSSTDTC"))
    nobody = pd.DataFrame({"USUBJID": pd.Series(dtype=object), "date": pd.Series(dtype="datetime64[ns]")})
    days = pd.concat(seen, ignore_index=True) if seen else nobody
    return days.groupby("USUBJID")["date"].max()


def _deaths(raw: Mapping[str, pd.DataFrame]) -> Iterator[pd.DataFrame]:
    dm = raw["DM"]
    text = dm["DTHDTC"] if "DTHDTC" in dm else pd.Series("", index=dm.index)
    flag = dm["DTHFL"] if "DTHFL" in dm else pd.Series("", index=dm.index)
    yield _frame(dm, read_dates(text)["first"], None)[((text != "") | (flag == "Y")).to_numpy()]
    if "DS" in raw:
        ds = raw["DS"][raw["DS"]["DSDECOD"].str.upper() == "DEATH"]
        cause = ds["DSTERM"].where(ds["DSTERM"].str.upper() != "DEATH")
        yield _frame(ds, read_dates(ds["DSSTDTC"])["first"], cause)
    if _has(raw, "AE", "AEOUT"):
        ae = raw["AE"][raw["AE"]["AEOUT"].str.upper() == "FATAL"]
        end = read_dates(ae["AEENDTC"] if "AEENDTC" in ae else pd.Series("", index=ae.index, dtype=object))["first"]
        coded = ae["AEDECOD"] if "AEDECOD" in ae else ae["AETERM"]
        yield _frame(ae, end, coded.mask(coded == "", ae["AETERM"]))


def _kept_visits(sv: pd.DataFrame, ss: pd.DataFrame) -> pd.DataFrame:
    """The visits of SV at which the subject was not reported dead or lost (SS)."""
    at = ["USUBJID", "VISITNUM"]
    gone = pd.MultiIndex.from_frame(ss.loc[ss["SSSTRESC"].str.upper() != "ALIVE", at])
    return sv[~pd.MultiIndex.from_frame(sv[at]).isin(gone)]


def _frame(records: pd.DataFrame, date: pd.Series, cause: pd.Series | None) -> pd.DataFrame:
    return pd.DataFrame({"USUBJID": records["USUBJID"], "date": date, "cause": cause})


def _days(records: pd.DataFrame, name: str) -> pd.DataFrame:
    return pd.DataFrame({"USUBJID": records["USUBJID"], "date": read_days(records[name])}).dropna()


def _has(raw: Mapping[str, pd.DataFrame], domain: str, name: str) -> bool:
    return domain in raw and name in raw[domain]
