"""ADEX: exposure, one record a dose and one for each summary of a subject."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.datasets.days import derive_study_day
from analysis.datasets.exposure import derive_doses
from analysis.datasets.files import derive_frame
from analysis.datasets.occurrences import SUBJECT_COLUMNS, TREATMENT_COLUMNS, derive_flag
from analysis.datasets.schema import Column
from analysis.errors import DatasetError, Fault
from analysis.study import Study

LABEL = "Exposure Analysis Dataset"
SOURCES = ("EX",)
OPTIONAL = ()
NEEDS = ("ADSL",)
KEY = ("USUBJID", "PARAMCD", "EXSEQ")
#: PARAMCD: label and unit; {unit} is that of the dose.
PARAMETERS_OF_EXPOSURE = {
    "DOSE": ("Dose", "{unit}"),
    "DOSEMIN": ("Duration of Administration", "min"),
    "NDOSE": ("Number of Administrations", ""),
    "TOTDOSE": ("Total Dose", "{unit}"),
    "TOTDKG": ("Total Dose per Body Weight", "{unit}/kg"),
    "NINTER": ("Number of Doses Interrupted", ""),
    "NADJ": ("Number of Doses with an Adjustment", ""),
    "TRTDUR": ("Duration of Treatment", "days"),
}
COLUMNS = (
    *SUBJECT_COLUMNS,
    *TREATMENT_COLUMNS,
    Column("PARAM", "Parameter", filled=True),
    Column("PARAMCD", "Parameter Code", codes=tuple(PARAMETERS_OF_EXPOSURE), filled=True),
    Column("PARAMN", "Parameter (N)", "integer", filled=True),
    Column("AVAL", "Analysis Value", "float"),
    Column("AVALU", "Analysis Value Unit"),
    Column("ASTDT", "Analysis Start Date", "date"),
    Column("ASTDTM", "Analysis Start Datetime", "datetime"),
    Column("AENDT", "Analysis End Date", "date"),
    Column("AENDTM", "Analysis End Datetime", "datetime"),
    Column("ASTDY", "Analysis Start Relative Day", "integer"),
    Column("AENDY", "Analysis End Relative Day", "integer"),
    Column("VISIT", "Visit Name"),
    Column("EXTRT", "Name of Treatment"),
    Column("EXLOT", "Lot Number"),
    Column("EXADJ", "Reason for Dose Adjustment"),
    Column("INTERFL", "Dose Interrupted Flag", codes=("Y",)),
    Column("EXSEQ", "Sequence Number", "integer"),
    Column("DTYPE", "Derivation Type", codes=("SUM", "CALCULATION")),
)
_SUBJECT = {"TRT01P": "TRTP", "TRT01A": "TRTA"}


def derive(study: Study, raw: Mapping[str, pd.DataFrame], datasets: Mapping[str, pd.DataFrame]) -> pd.DataFrame:  # noqa: ARG001
    """ADEX: doses with dates and durations; number, total, total per kg, interruptions and duration of each subject."""
    adsl = datasets["ADSL"][["STUDYID", "USUBJID", *_SUBJECT, "TRTSDT", "TRTDURD", "WEIGHTBL"]].rename(columns=_SUBJECT)
    doses = _add_dates(derive_doses(raw["EX"]).drop(columns="STUDYID").merge(adsl, on="USUBJID"))
    unit = read_unit(doses)
    records = [doses.assign(PARAMCD="DOSE", AVAL=doses["EXDOSE"]), _add_minutes(doses)]
    frame = pd.concat([*records, derive_totals(doses, adsl, recorded="EXADJ" in raw["EX"])], ignore_index=True)
    codes = list(PARAMETERS_OF_EXPOSURE)
    units = {code: text.format(unit=unit) for code, (_, text) in PARAMETERS_OF_EXPOSURE.items()}
    labels = {code: PARAMETERS_OF_EXPOSURE[code][0] + (f" ({units[code]})" if units[code] else "") for code in codes}
    frame["PARAM"], frame["AVALU"] = frame["PARAMCD"].map(labels), frame["PARAMCD"].map(units)
    frame["PARAMN"] = frame["PARAMCD"].map({code: number for number, code in enumerate(codes, 1)})
    return derive_frame(frame.sort_values(["USUBJID", "PARAMN", "ASTDT", "EXSEQ"]), COLUMNS)


def derive_totals(doses: pd.DataFrame, adsl: pd.DataFrame, *, recorded: bool = True) -> pd.DataFrame:
    """The summaries of each treated subject, one record each; a dose counts as often as it was administered.

    ``recorded``: whether EX tells of adjustments at all.
    """
    by_subject = doses.assign(total=doses["EXDOSE"] * doses["number"]).groupby("USUBJID")
    total = by_subject["total"].sum()
    subjects = adsl.set_index("USUBJID").reindex(total.index)
    summaries = {
        "NDOSE": by_subject["number"].sum(),
        "TOTDOSE": total,
        "TOTDKG": total / subjects["WEIGHTBL"],
        "NINTER": (doses["INTERFL"] == "Y").groupby(doses["USUBJID"]).sum(),
        "NADJ": (doses["EXADJ"] != "").groupby(doses["USUBJID"]).sum(),
        "TRTDUR": subjects["TRTDURD"],
    }
    if not recorded:  # then nobody knows of adjustments, which is not that there were none
        summaries = {code: value for code, value in summaries.items() if code not in ("NINTER", "NADJ")}
    parts = [subjects.reset_index().assign(PARAMCD=code, AVAL=value.to_numpy()) for code, value in summaries.items()]
    frame = pd.concat(parts, ignore_index=True)
    calculated = frame["PARAMCD"].isin(["TOTDKG", "TRTDUR"])
    return frame.assign(DTYPE=calculated.map({True: "CALCULATION", False: "SUM"}))


def read_unit(doses: pd.DataFrame) -> str:
    """The unit of all doses. Raises DatasetError where there are several: such doses can't be added."""
    units = sorted(set(doses["EXDOSU"]) - {""}) if "EXDOSU" in doses else []
    if len(units) > 1:
        remedy = "record the doses of one treatment in one unit"
        raise DatasetError(Fault("EX, EXDOSU", f"doses in several units: {', '.join(units)}", remedy))
    return units[0] if units else ""


def _add_dates(doses: pd.DataFrame) -> pd.DataFrame:
    lacking = [name for name in ("EXADJ", "EXLOT", "VISIT") if name not in doses]
    doses = doses.assign(**dict.fromkeys(lacking, ""))
    return doses.assign(
        ASTDT=doses["start"],
        ASTDTM=doses["moment"],
        AENDT=doses["end"],
        AENDTM=doses["finish"],
        ASTDY=derive_study_day(doses["start"], doses["TRTSDT"]),
        AENDY=derive_study_day(doses["end"], doses["TRTSDT"]),
        INTERFL=derive_flag(doses["EXADJ"].str.upper().str.contains("INTERRUPT", regex=False)),
    )


def _add_minutes(doses: pd.DataFrame) -> pd.DataFrame:
    """How long each dose took, where both times are known."""
    minutes = (doses["finish"] - doses["moment"]).dt.total_seconds() / 60
    return doses.assign(PARAMCD="DOSEMIN", AVAL=minutes, DTYPE="CALCULATION")[minutes.notna()]
