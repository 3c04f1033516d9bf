"""ADEFF: scores, computed at each analysis visit from the components of that visit."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.datasets import bds
from analysis.datasets.baseline import derive_change
from analysis.datasets.components import (
    LABORATORY,
    RULES,
    SIGNS,
    Rule,
    derive_si_factor,
    derive_sign_points,
    read_laboratory_parameter,
)
from analysis.datasets.days import derive_study_day
from analysis.datasets.files import derive_frame
from analysis.datasets.schema import Column
from analysis.datasets.windows import derive_baseline_visit
from analysis.study import Parameter, Study

LABEL = "Scores Analysis Dataset"
SOURCES = ("LB",)
OPTIONAL = ("RS",)
NEEDS = ("ADSL", "ADLB")
KEY = ("USUBJID", "PARAMCD", "AVISIT")
LEFT_OUT = ("ADTM", "VISIT", "VISITNUM", "AWTARGET", "AWTDIFF", "AWLO", "AWHI")
COLUMNS = (
    *(column for column in bds.COLUMNS if column.name not in LEFT_OUT),
    Column("AREASND", "Reason Analysis Value Not Derived"),
    Column("SRCDOM", "Source Data", filled=True),
)
AT = ["USUBJID", "AVISIT"]


def derive(study: Study, raw: Mapping[str, pd.DataFrame], datasets: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The scores of study.yaml: one record for each subject, score and visit with at least one measured component.

    A component is the record chosen for the visit (ANL01FL). Where one is missing, so is the score, and AREASND says
    which. The record's date is that of the latest component.
    """
    adsl = datasets["ADSL"]
    wanted = [parameter for parameter in study.parameters if _rule(parameter)]
    if not wanted:
        return derive_frame(pd.DataFrame(columns=[column.name for column in COLUMNS]), COLUMNS)
    measured = pd.concat([_read_component(study, name, raw, datasets) for name in _components(wanted)])
    parts = [_derive_score(study, parameter, RULES[_rule(parameter)], measured, adsl) for parameter in wanted]
    frame = pd.concat(parts, ignore_index=True)
    frame["ABLFL"] = np.where((frame["AVISIT"] == derive_baseline_visit(study).id) & frame["AVAL"].notna(), "Y", "")
    frame = pd.concat([frame, derive_change(frame, frame["AVISIT"] != derive_baseline_visit(study).id)], axis=1)
    frame["ANL01FL"] = np.where(frame["AVAL"].notna(), "Y", "")
    return derive_frame(frame.sort_values(["USUBJID", "PARAMN", "AVISITN"]), COLUMNS)


def _rule(parameter: Parameter) -> str:
    return parameter.score.rule if parameter.score else ""


def _components(wanted: list[Parameter]) -> list[str]:
    """The measured components of all the scores, in a fixed order."""
    needed = {name for parameter in wanted for name in RULES[_rule(parameter)].components}
    return [name for name in (*LABORATORY, "AST limit", *SIGNS) if name in needed]


def _read_component(
    study: Study, name: str, raw: Mapping[str, pd.DataFrame], datasets: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """USUBJID, AVISIT, name, value and ADT of a component at each analysis visit."""
    if name in SIGNS:
        records = _read_sign(study, name, raw, datasets["ADSL"])
    else:
        records = _read_laboratory(study, name, datasets["ADLB"])
    return records.assign(component=name)[[*AT, "component", "value", "ADT"]]


def _read_laboratory(study: Study, name: str, adlb: pd.DataFrame) -> pd.DataFrame:
    component = "AST" if name == "AST limit" else name
    parameter = read_laboratory_parameter(study, component)
    chosen = adlb[(adlb["PARAMCD"] == parameter.id) & (adlb["ANL01FL"] == "Y")]
    column = "ANRHI" if name == "AST limit" else "AVAL"
    return chosen.assign(value=chosen[column] * derive_si_factor(component, parameter)).dropna(subset=["value"])


def _read_sign(study: Study, name: str, raw: Mapping[str, pd.DataFrame], adsl: pd.DataFrame) -> pd.DataFrame:
    if "RS" not in raw:
        return pd.DataFrame({"USUBJID": [], "AVISIT": [], "value": [], "ADT": pd.to_datetime([])})
    sign = Parameter(id=SIGNS[name][0], label=name, category="", domain="RS")
    records = bds.derive_bds(study, "RS", raw["RS"], [sign], adsl)
    chosen = records[records["ANL01FL"] == "Y"]
    return chosen.assign(value=derive_sign_points(name, chosen["AVALC"]))


def _derive_score(
    study: Study, parameter: Parameter, rule: Rule, measured: pd.DataFrame, adsl: pd.DataFrame
) -> pd.DataFrame:
    """One score at every visit with a component, without what is relative to baseline."""
    own = measured[measured["component"].isin(rule.components)]
    wide = own.pivot(index=AT, columns="component", values="value").reset_index()
    frame = wide.merge(own.groupby(AT, as_index=False)["ADT"].max(), on=AT).merge(adsl, on="USUBJID")
    frame["age"] = frame["AGE"]
    frame["female"] = frame["SEX"].map({"F": 1.0, "M": 0.0})
    values = {name: frame.reindex(columns=[name])[name].to_numpy("float64") for name in rule.components}
    days = {visit.id: visit.day for visit in study.visits}
    score = rule.formula(parameter, values)
    return frame.assign(
        TRTP=frame["TRT01P"],
        TRTA=frame["TRT01A"],
        PARAM=bds.format_param(parameter),
        PARAMCD=parameter.id,
        PARAMN=study.parameters.index(parameter) + 1,
        PARCAT1=parameter.category,
        AVAL=score,
        AVALC=_format_class(score, rule.classes),
        AVALU=parameter.unit,
        ADY=derive_study_day(frame["ADT"], frame["TRTSDT"]),
        AVISITN=frame["AVISIT"].map(days),
        AREASND=_format_missing(values),
        SRCDOM="ADLB",
    )


def _format_class(score: np.ndarray, classes: tuple[str, ...]) -> np.ndarray:
    if not classes:
        return np.full(len(score), "", dtype=object)
    return np.array(["" if np.isnan(value) else classes[int(value) - 1] for value in score], dtype=object)


def _format_missing(values: Mapping[str, np.ndarray]) -> list[str]:
    """The names of what is missing ("missing: albumin, INR") for each record; "" where nothing is."""
    names = np.array(list(values))
    missing = np.isnan(np.column_stack(list(values.values())))
    return [f"missing: {', '.join(names[row])}" if row.any() else "" for row in missing]
