"""Datasets that a study brings along (ADaM): taken as they are, in this project's columns and the study's names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from analysis.datasets.adae import derive_grade, derive_relation
from analysis.datasets.checking import derive_columns
from analysis.datasets.disposition import derive_reason
from analysis.datasets.schema import Column
from analysis.datasets.windows import derive_baseline_visit
from analysis.errors import DatasetError, Fault
from analysis.raw.answers import derive_answers
from analysis.study import Study

EPOCH = pd.Timestamp("1960-01-01")
RANGES = {"L": "LOW", "N": "NORMAL", "H": "HIGH"}
TREATMENTS = ("TRT01P", "TRT01A", "TRTP", "TRTA")
MEASURED = ("PARAMCD", "AVAL", "AVISIT", "ABLFL", "BASE")
TIME_POINTS = ("ATPTN", "ATPT")
KEPT_DATASET = "ADSL"  # of which other columns are kept, too: tables of characteristics may name them


def derive_given(study: Study, name: str, frame: pd.DataFrame, datasets: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """A dataset of the study as this project's: its columns in their types, arms by label, visits by id.

    What ADaM leaves optional is completed from what is there (population flags by their rule, analysis flag, change,
    grade). Left out are records of parameters that study.yaml doesn't have, and imputed ones (DTYPE is filled): the
    analyses here impute by themselves where they should. Raises DatasetError with all faults.
    """
    columns = derive_columns(study, name)
    measured = MEASURED if {"ABLFL", "AVISIT"} <= {column.name for column in columns} else ()
    frame = _complete_answers(derive_answers(frame.copy()))
    _check_columns(name, frame, ("USUBJID", *measured))
    steps = (_map_treatments, _complete_subjects, _map_parameters, _map_visits, _choose_records, _complete_events)
    for derive in steps:
        frame = derive(study, name, frame)
    _check_columns(name, frame, tuple(column.name for column in columns if column.filled))
    _check_subjects(name, frame, datasets)
    typed = {column.name: _cast(frame, column) for column in columns}
    extra = [column for column in frame if column not in typed] if name == KEPT_DATASET else []
    return pd.DataFrame(typed | {str(column): frame[column] for column in extra}).reset_index(drop=True)


def _complete_answers(frame: pd.DataFrame) -> pd.DataFrame:
    """A dataset of nothing but questions answered by yes or no needs no baseline."""
    if "AVAL" not in frame or not set(pd.to_numeric(frame["AVAL"], errors="coerce").dropna()) <= {0.0, 1.0}:
        return frame
    return frame.assign(**{name: blank for name, blank in (("ABLFL", ""), ("BASE", np.nan)) if name not in frame})


def _map_treatments(study: Study, name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Arms by their label, whether the dataset has id, label or short name. Raises DatasetError for other texts."""
    labels = {
        word.upper(): arm.label for arm in study.arms for word in (arm.short or arm.label, arm.label, arm.armcd, arm.id)
    }
    for column in TREATMENTS:
        if column in frame:
            mapped = frame[column].str.upper().map(labels)
            strange = sorted(set(frame.loc[mapped.isna(), column]) - {""})
            if strange and not all(_is_no_arm(text) for text in strange):
                known = ", ".join(arm.label for arm in study.arms)
                raise DatasetError(
                    Fault(f"{name}, {column}", f"no arm of study.yaml: {', '.join(strange)}", f"arms: {known}")
                )
            frame[column] = mapped.fillna("")
    for column, other in (("TRT01A", "TRT01P"), ("TRTP", "TRTA"), ("TRTA", "TRTP")):
        if column not in frame and other in frame:
            frame[column] = frame[other]
    return frame


def _is_no_arm(text: str) -> bool:
    return text.upper().startswith(("SCREEN F", "SCRNF", "NOT ASSIGNED", "NOTASSGN", "NOT TREATED"))


def _complete_subjects(study: Study, name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Of ADSL: numbers of arms, flags of populations that follow from other columns, reasons by their id."""
    if name != "ADSL":
        return frame
    order = {arm.label: number for number, arm in enumerate(study.arms, 1)}
    frame = frame.assign(
        **{f"{column}N": frame[column].map(order) for column in ("TRT01P", "TRT01A") if column in frame}
    )
    if "SUBJID" not in frame:
        frame["SUBJID"] = frame["USUBJID"]
    rules: dict[str, Callable[[], pd.Series]] = {
        "screened": lambda: pd.Series(data=True, index=frame.index),
        "enrolled": lambda: frame["TRT01P"] != "",
        "treated": lambda: frame["TRTSDT"].replace("", None).notna(),
    }
    for population in study.populations:
        if population.flag not in frame and population.rule in rules:
            frame[population.flag] = np.where(rules[population.rule](), "Y", "N")
    if "DCSREAS" in frame:
        reported = frame["DCSREAS"]
        reason = derive_reason(reported, reported, study.disposition.discontinuations)
        frame["DCSREASP"], frame["DCSREAS"] = reported, reason.where(reported != "", "")
    return frame


def _map_parameters(study: Study, name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Of datasets with parameters: those of study.yaml, by PARAMCD as its id or test."""
    if "PARAMCD" not in frame:
        return frame
    order = [parameter.id for parameter in study.parameters] + [time.id for time in study.event_times]
    ids = {parameter.test: parameter.id for parameter in study.parameters if parameter.test}
    ids |= {code: code for code in order}
    imputed = frame["DTYPE"].fillna("") != "" if "DTYPE" in frame else False
    chosen = frame[frame["PARAMCD"].isin(ids) & ~pd.Series(imputed, index=frame.index)].copy()
    chosen["PARAMCD"] = chosen["PARAMCD"].map(ids)
    chosen["PARAMN"] = chosen["PARAMCD"].map({code: number for number, code in enumerate(order, 1)})
    for parameter in study.parameters:
        records = chosen["PARAMCD"] == parameter.id
        chosen.loc[records, ["PARCAT1", "AVALU"]] = [parameter.category, parameter.unit]
    sequence = [column for column in chosen if str(column).endswith("SEQ") and len(str(column)) == len("LBSEQ")]
    if "SRCSEQ" not in chosen and sequence:
        chosen["SRCSEQ"] = chosen[sequence[0]]
    by = ["USUBJID", "PARAMCD"]
    if "SRCSEQ" not in chosen or chosen.duplicated([*by, "SRCSEQ"]).any():  # several records come from one result
        chosen["SRCSEQ"] = chosen.groupby(by).cumcount() + 1
    if "SRCDOM" not in chosen:
        chosen["SRCDOM"] = str(sequence[0])[:2] if sequence else name
    return chosen


def _map_visits(study: Study, name: str, frame: pd.DataFrame) -> pd.DataFrame:  # noqa: ARG001
    """AVISIT by the visits' ids (from id or label; the baseline record is at the baseline visit); flags and change."""
    if "AVISIT" not in frame:
        return frame
    ids = {word.upper(): visit.id for visit in study.visits for word in (visit.label, visit.id)}
    baseline = derive_baseline_visit(study)
    frame["AVISIT"] = frame["AVISIT"].str.upper().map(ids).fillna("")
    if "ABLFL" in frame:
        is_baseline = frame["ABLFL"] == "Y"
        frame["AVISIT"] = (
            frame["AVISIT"].mask(is_baseline, baseline.id).mask(~is_baseline & (frame["AVISIT"] == baseline.id), "")
        )
    frame["AVISITN"] = frame["AVISIT"].map({visit.id: visit.day for visit in study.visits})
    if "ANL01FL" not in frame:
        frame["ANL01FL"] = np.where((frame["AVISIT"] != "") & frame["AVAL"].notna(), "Y", "")
    frame["ANL01FL"] = frame["ANL01FL"].mask((frame["AVISIT"] == baseline.id) & (frame["ABLFL"] == "Y"), "Y")
    for column in ("ANRIND", "BNRIND"):
        if column in frame:
            frame[column] = frame[column].replace(RANGES)
    if "CHG" not in frame and "BASE" in frame:
        frame["CHG"] = (frame["AVAL"] - frame["BASE"]).where(frame["ABLFL"] != "Y")
    return frame


def _choose_records(study: Study, name: str, frame: pd.DataFrame) -> pd.DataFrame:  # noqa: ARG001
    """One analysed record for each subject, parameter and visit, and one baseline record.

    Where a parameter has several at different time points (or positions), those of its last time point stand, so that
    changes are from a baseline of the same kind; of several that are left the last by date and sequence number.
    """
    if "AVISIT" not in frame:
        return frame
    by, place = ["USUBJID", "PARAMCD"], [column for column in ("ADT", "SRCSEQ") if column in frame]
    ordered = frame.sort_values(place, kind="stable", na_position="first")
    point = next((column for column in TIME_POINTS if column in frame), None)
    for flag, key in (("ABLFL", by), ("ANL01FL", [*by, "AVISIT"])):
        flagged = ordered[(ordered[flag] == "Y") & (ordered["AVISIT"] != "")]
        several = flagged[flagged["PARAMCD"].isin(flagged.loc[flagged.duplicated(key), "PARAMCD"])]
        stand = several
        if point:
            stand = several[several[point] == several.groupby("PARAMCD")[point].transform("max")]
        stand = stand.drop_duplicates(key, keep="last")
        frame[flag] = frame[flag].where(~frame.index.isin(several.index.difference(stand.index)), "")
    return frame


def _complete_events(study: Study, name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Of ADAE: grade and relation, where the dataset has only what was recorded."""
    if name != "ADAE":
        return frame
    empty = pd.Series("", index=frame.index, dtype=object)
    if "ATOXGR" not in frame:
        frame["ATOXGR"] = derive_grade(frame.get("AETOXGR", empty), frame.get("AESEV", empty))
    if "ATOXGRN" not in frame:
        frame["ATOXGRN"] = pd.to_numeric(frame["ATOXGR"].where(frame["ATOXGR"] != ""))
    if "AREL" not in frame and "AEREL" in frame:
        frame["AREL"] = derive_relation(study, frame["AEREL"])
    return frame


def _check_columns(name: str, frame: pd.DataFrame, needed: tuple[str, ...]) -> None:
    lacking = [column for column in needed if column not in frame]
    if lacking:
        remedy = f"add it to the {name} of the study"
        raise DatasetError([Fault(f"{name}, {column}", "the column is missing", remedy) for column in lacking])


def _check_subjects(name: str, frame: pd.DataFrame, datasets: Mapping[str, pd.DataFrame]) -> None:
    known = set(datasets["ADSL"]["USUBJID"]) if "ADSL" in datasets else set(frame["USUBJID"])
    strange = sorted(set(frame["USUBJID"]) - known)
    if strange:
        some = ", ".join(strange[:5]) + (f" and {len(strange) - 5} more" if len(strange) > 5 else "")
        where = f"{name}, USUBJID, subjects {some}"
        raise DatasetError(Fault(where, "not in ADSL", "add them to ADSL, or correct USUBJID"))


def _cast(frame: pd.DataFrame, column: Column) -> pd.Series:
    """A column in its type; dates from ISO 8601 text, or from SAS' days and seconds since 1960."""
    blank = (
        np.datetime64("NaT", "ns") if column.type in ("date", "datetime") else "" if column.type == "text" else np.nan
    )
    values = frame[column.name] if column.name in frame else pd.Series(blank, index=frame.index)
    if pd.api.types.is_datetime64_any_dtype(values):
        return values
    is_number = pd.api.types.is_numeric_dtype(values)
    if column.type == "text":
        text = values.map(lambda value: f"{value:.15g}").astype(object) if is_number else values.astype(object)
        return text.replace("N", "") if column.codes == ("Y",) else text
    if column.type in ("integer", "float"):
        return pd.to_numeric(values.replace("", None)).astype("float64")
    if is_number:
        return EPOCH + pd.to_timedelta(values.where(values.notna(), None), unit="D" if column.type == "date" else "s")
    return pd.to_datetime(values.replace("", None), format="ISO8601").astype("datetime64[ns]")
