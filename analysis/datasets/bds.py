"""Basic data structure: one record for each result of a parameter, with its visit, baseline and change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.datasets.baseline import derive_at_baseline, derive_baseline_flag, derive_before_treatment, derive_change
from analysis.datasets.days import derive_study_day
from analysis.datasets.ranges import derive_range_indicator, derive_shift
from analysis.datasets.schema import Column
from analysis.datasets.values import derive_values
from analysis.datasets.windows import derive_analysis_flag, derive_visit
from analysis.raw.dates import read_dates
from analysis.study import Parameter, Study

RANGE = ("LOW", "NORMAL", "HIGH")
KEY = ("USUBJID", "PARAMCD", "SRCSEQ")
ORDER = ["USUBJID", "PARAMN", "ADT", "ADTM", "VISITNUM", "SRCSEQ"]
COLUMNS = (
    Column("STUDYID", "Study Identifier", filled=True),
    Column("USUBJID", "Unique Subject Identifier", filled=True),
    Column("TRTP", "Planned Treatment"),
    Column("TRTA", "Actual Treatment"),
    Column("PARAM", "Parameter", filled=True),
    Column("PARAMCD", "Parameter Code", filled=True),
    Column("PARAMN", "Parameter (N)", "integer", filled=True),
    Column("PARCAT1", "Parameter Category 1"),
    Column("AVAL", "Analysis Value", "float"),
    Column("AVALC", "Analysis Value (C)"),
    Column("AVALU", "Analysis Value Unit"),
    Column("ADT", "Analysis Date", "date"),
    Column("ADTM", "Analysis Datetime", "datetime"),
    Column("ADY", "Analysis Relative Day", "integer"),
    Column("VISIT", "Visit Name"),
    Column("VISITNUM", "Visit Number", "float"),
    Column("AVISIT", "Analysis Visit"),
    Column("AVISITN", "Analysis Visit (N)", "integer"),
    Column("AWTARGET", "Analysis Window Target", "integer"),
    Column("AWTDIFF", "Analysis Window Diff from Target", "integer"),
    Column("AWLO", "Analysis Window Beginning Timepoint", "integer"),
    Column("AWHI", "Analysis Window Ending Timepoint", "integer"),
    Column("ABLFL", "Baseline Record Flag", codes=("Y",)),
    Column("BASE", "Baseline Value", "float"),
    Column("CHG", "Change from Baseline", "float"),
    Column("PCHG", "Percent Change from Baseline", "float"),
    Column("ANL01FL", "Analysis Flag 01", codes=("Y",)),
)
SOURCE_COLUMNS = (
    Column("SRCDOM", "Source Data", filled=True),
    Column("SRCSEQ", "Source Sequence Number", "integer", filled=True),
)
RANGE_COLUMNS = (
    Column("ANRLO", "Analysis Normal Range Lower Limit", "float"),
    Column("ANRHI", "Analysis Normal Range Upper Limit", "float"),
    Column("ANRIND", "Analysis Reference Range Indicator", codes=RANGE),
    Column("BNRIND", "Baseline Reference Range Indicator", codes=RANGE),
    Column("SHIFT1", "Shift from Baseline to Analysis Value"),
)


def derive_bds(
    study: Study, domain: str, records: pd.DataFrame, parameters: Iterable[Parameter], adsl: pd.DataFrame
) -> pd.DataFrame:
    """All columns of COLUMNS, RANGE_COLUMNS and SOURCE_COLUMNS for the results of ``parameters`` in an SDTM domain.

    One record for each result of SDTM (records without one, "NOT DONE", are left out), in order of subject, parameter
    and time. ``adsl`` gives treatment and first dose.
    """
    parts = [_derive_parameter(study, domain, records, parameter) for parameter in parameters]
    frame = pd.concat(parts, ignore_index=True) if parts else _derive_parameter(study, domain, records.head(0), None)
    subject = ["STUDYID", "USUBJID", "TRT01P", "TRT01A", "TRTSDT", "TRTSDTM"]
    frame = frame.merge(adsl[subject].rename(columns={"TRT01P": "TRTP", "TRT01A": "TRTA"}), on="USUBJID")
    frame["ADY"] = derive_study_day(frame["ADT"], frame["TRTSDT"])
    after = frame["TRTSDT"].notna() & frame["ADT"].notna() & ~derive_before_treatment(frame)
    frame["ABLFL"] = derive_baseline_flag(frame)
    frame = pd.concat([frame, derive_visit(study, frame, after), derive_change(frame, after)], axis=1)
    frame["ANL01FL"] = derive_analysis_flag(study, frame)
    frame["ANRIND"] = derive_range_indicator(frame)
    frame["BNRIND"] = derive_at_baseline(frame, "ANRIND").fillna("")
    frame["SHIFT1"] = derive_shift(frame["BNRIND"], frame["ANRIND"], after)
    return frame.sort_values(ORDER, ignore_index=True)


def derive_domain(
    study: Study, domain: str, raw: Mapping[str, pd.DataFrame], datasets: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """derive_bds for the parameters that study.yaml takes from a domain."""
    parameters = [parameter for parameter in study.parameters if parameter.domain == domain]
    return derive_bds(study, domain, raw[domain], parameters, datasets["ADSL"])


def derive_results(records: pd.DataFrame, domain: str, parameter: Parameter) -> pd.DataFrame:
    """The records of a domain that are results of a parameter: its test, and its qualifiers where it has any."""
    chosen = records[f"{domain}TESTCD"] == (parameter.test or parameter.id)
    for suffix, value in parameter.qualifiers.items():
        chosen &= records[f"{domain}{suffix}"] == value if f"{domain}{suffix}" in records else False
    return records[chosen]


def format_param(parameter: Parameter) -> str:
    """PARAM: the label with the unit, "Albumin (g/L)"."""
    return f"{parameter.label} ({parameter.unit})" if parameter.unit else parameter.label


def _derive_parameter(study: Study, domain: str, records: pd.DataFrame, parameter: Parameter | None) -> pd.DataFrame:
    """The results of one parameter: identity, date and value."""
    if parameter is None:
        parameter = Parameter(id="NONE", label="", category="", domain=domain)
    some = derive_results(records, domain, parameter)
    dates = read_dates(some[f"{domain}DTC"])
    number = next((n for n, one in enumerate(study.parameters, 1) if one.id == parameter.id), 0)
    identity = pd.DataFrame(
        {
            "USUBJID": some["USUBJID"],
            "PARAM": format_param(parameter),
            "PARAMCD": parameter.id,
            "PARAMN": number,
            "PARCAT1": parameter.category,
            "AVALU": parameter.unit,
            "ADT": dates["first"].where(dates["precision"] == "D"),
            "ADTM": dates["moment"],
            "VISIT": some.get("VISIT", ""),
            "VISITNUM": some.get("VISITNUM", float("nan")),
            "SRCDOM": domain,
            "SRCSEQ": some[f"{domain}SEQ"],
        },
        index=some.index,
    )
    frame = pd.concat([identity, derive_values(study, parameter, some, domain)], axis=1)
    return frame[frame["AVAL"].notna() | (frame["AVALC"] != "")]
