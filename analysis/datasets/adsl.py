"""ADSL: one record for each subject who was screened."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.datasets.body import derive_body
from analysis.datasets.disposition import (
    derive_end_of_study,
    derive_end_of_treatment,
    derive_reason,
    derive_reported_reason,
    derive_status,
)
from analysis.datasets.exposure import derive_recorded_treatment, derive_treatment
from analysis.datasets.files import derive_frame
from analysis.datasets.populations import derive_populations
from analysis.datasets.schema import Column
from analysis.datasets.vital_status import derive_death, derive_last_alive
from analysis.raw.dates import read_days
from analysis.study import Study

LABEL = "Subject-Level Analysis Dataset"
SOURCES = ("DM",)
OPTIONAL = ("EX", "DS", "DV", "SV", "SS", "VS", "AE", "LB", "EG", "QS", "RS")
NEEDS = ()
KEY = ("USUBJID",)
STATUS = ("COMPLETED", "DISCONTINUED", "ONGOING")
COLUMNS = (
    Column("STUDYID", "Study Identifier", filled=True),
    Column("USUBJID", "Unique Subject Identifier", filled=True),
    Column("SUBJID", "Subject Identifier for the Study", filled=True),
    Column("SITEID", "Study Site Identifier"),
    Column("AGE", "Age", "integer"),
    Column("AGEU", "Age Units"),
    Column("SEX", "Sex", codes=("M", "F", "U", "UNDIFFERENTIATED", "INTERSEX")),
    Column("RACE", "Race"),
    Column("ETHNIC", "Ethnicity"),
    Column("COUNTRY", "Country"),
    Column("ARM", "Description of Planned Arm"),
    Column("ACTARM", "Description of Actual Arm"),
    Column("TRT01P", "Planned Treatment for Period 01"),
    Column("TRT01PN", "Planned Treatment for Period 01 (N)", "integer"),
    Column("TRT01A", "Actual Treatment for Period 01"),
    Column("TRT01AN", "Actual Treatment for Period 01 (N)", "integer"),
    Column("RFICDT", "Date of Informed Consent", "date"),
    Column("RANDDT", "Date of Randomization", "date"),
    Column("TRTSDT", "Date of First Exposure to Treatment", "date"),
    Column("TRTSDTM", "Datetime of First Exposure to Treatment", "datetime"),
    Column("TRTEDT", "Date of Last Exposure to Treatment", "date"),
    Column("TRTDURD", "Total Treatment Duration (Days)", "integer"),
    Column("NDOSE", "Number of Doses Given", "integer"),
    Column("EOSSTT", "End of Study Status", codes=STATUS),
    Column("EOSDT", "End of Study Date", "date"),
    Column("DCSREAS", "Reason for Discontinuation from Study"),
    Column("DCSREASP", "Reason for Discont. as Reported"),
    Column("EXCLREAS", "Reason for Exclusion before Enrollment"),
    Column("EXCLREAP", "Reason for Exclusion as Reported"),
    Column("EOTSTT", "End of Treatment Status", codes=STATUS),
    Column("DCTREAS", "Reason for Discontinuation of Treatment"),
    Column("DTHFL", "Subject Died?", codes=("Y",)),
    Column("DTHDT", "Date of Death", "date"),
    Column("DTHCAUS", "Cause of Death"),
    Column("LSTALVDT", "Date Last Known Alive", "date"),
    Column("HEIGHTBL", "Baseline Height (cm)", "float"),
    Column("WEIGHTBL", "Baseline Weight (kg)", "float"),
    Column("BMIBL", "Baseline BMI (kg/m^2)", "float"),
)


def derive(study: Study, raw: Mapping[str, pd.DataFrame], datasets: Mapping[str, pd.DataFrame]) -> pd.DataFrame:  # noqa: ARG001
    """ADSL from DM and what else there is; without EX the dates of treatment are those that DM records."""
    adsl = _add_demography(raw["DM"])
    adsl = pd.concat([adsl, _add_arms(study, raw["DM"])], axis=1)
    in_arm = raw["DM"][adsl["TRT01P"] != ""]
    treatment = derive_treatment(raw["EX"], raw["DM"]) if "EX" in raw else derive_recorded_treatment(in_arm)
    adsl = adsl.join(treatment, on="USUBJID")
    adsl["TRT01A"] = adsl["TRT01A"].where(adsl["TRTSDT"].notna(), "")
    adsl = pd.concat([adsl, _add_disposition(study, adsl, raw), _add_vital_status(adsl, raw)], axis=1)
    adsl = pd.concat([adsl, derive_body(adsl, raw.get("VS"))], axis=1)
    for name in ("P", "A"):
        adsl[f"TRT01{name}N"] = adsl[f"TRT01{name}"].map({arm.label: n for n, arm in enumerate(study.arms, 1)})
    flags = derive_populations(study, adsl, raw)
    adsl = pd.concat([adsl, flags], axis=1).sort_values("USUBJID")
    return derive_frame(adsl, COLUMNS, tuple(flags.columns))


def _add_demography(dm: pd.DataFrame) -> pd.DataFrame:
    names = (
        "STUDYID",
        "USUBJID",
        "SUBJID",
        "SITEID",
        "AGE",
        "AGEU",
        "SEX",
        "RACE",
        "ETHNIC",
        "COUNTRY",
        "ARM",
        "ACTARM",
    )
    known = {name: dm[name] if name in dm else pd.Series("", index=dm.index) for name in names}
    known["AGE"] = dm["AGE"] if "AGE" in dm else pd.Series(float("nan"), index=dm.index)
    consent = read_days(dm["RFICDTC"]) if "RFICDTC" in dm else pd.Series(pd.NaT, index=dm.index)
    if "SUBJID" not in dm:
        known["SUBJID"] = dm["USUBJID"]
    return pd.DataFrame(known).assign(RFICDT=consent)


def _add_arms(study: Study, dm: pd.DataFrame) -> pd.DataFrame:
    """TRT01P and TRT01A: the label in study.yaml of ARMCD and ACTARMCD (ARMCD where that is not recorded)."""
    labels = {arm.armcd: arm.label for arm in study.arms}
    planned = dm["ARMCD"].map(labels).fillna("")
    actual = dm["ACTARMCD"] if "ACTARMCD" in dm else pd.Series("", index=dm.index)
    return pd.DataFrame({"TRT01P": planned, "TRT01A": actual.map(labels).fillna("").mask(actual == "", planned)})


def _add_disposition(study: Study, adsl: pd.DataFrame, raw: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    ds = (
        raw["DS"]
        if "DS" in raw
        else pd.DataFrame(columns=["USUBJID", "DSSEQ", "DSTERM", "DSDECOD", "DSSTDTC"], dtype=object)
    )
    end = derive_end_of_study(ds).reindex(adsl["USUBJID"]).set_axis(adsl.index)
    treatment = derive_end_of_treatment(ds).reindex(adsl["USUBJID"]).set_axis(adsl.index)
    decod, term = end["DSDECOD"].fillna(""), end["DSTERM"].fillna("")
    enrolled = adsl["TRT01P"] != ""
    status = derive_status(decod)
    left = enrolled & (status == "DISCONTINUED")
    stopped = derive_status(treatment["DSDECOD"].fillna(""))
    reported = derive_reported_reason(decod, term)
    randomised = ds[ds["DSDECOD"].str.upper() == "RANDOMIZED"]
    return pd.DataFrame(
        {
            "EOSSTT": status.where(enrolled, ""),
            "EOSDT": end["date"],
            "DCSREAS": derive_reason(decod, term, study.disposition.discontinuations).where(left, ""),
            "DCSREASP": reported.where(left, ""),
            "EXCLREAS": derive_reason(decod, term, study.disposition.exclusions).where(~enrolled, ""),
            "EXCLREAP": reported.where(~enrolled, ""),
            "EOTSTT": stopped.where(adsl["TRTSDT"].notna() & treatment["DSDECOD"].notna(), ""),
            "DCTREAS": treatment["DSDECOD"].where(stopped == "DISCONTINUED", "").fillna(""),
            "RANDDT": adsl["USUBJID"].map(read_days(randomised["DSSTDTC"]).groupby(randomised["USUBJID"]).min()),
        }
    )


def _add_vital_status(adsl: pd.DataFrame, raw: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Death and last day alive; who died is known alive until then."""
    death = derive_death(raw)
    died = adsl["USUBJID"].isin(death.index)
    date = adsl["USUBJID"].map(death["date"])
    alive = adsl["USUBJID"].map(derive_last_alive(raw))
    return pd.DataFrame(
        {
            "DTHFL": died.map({True: "Y", False: ""}),
            "DTHDT": date,
            "DTHCAUS": adsl["USUBJID"].map(death["cause"]).fillna(""),
            "LSTALVDT": date.where(date.notna(), alive),
        }
    )
