"""ADEFF: scores, computed at each analysis visit from the components of that visit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd

from analysis.datasets import bds
from analysis.datasets.baseline import derive_change
from analysis.datasets.components import (
    LABORATORY,
    SIGNS,
    Rule,
    derive_si_factor,
    derive_sign_points,
    read_laboratory_parameter,
    read_rule,
)
from analysis.datasets.days import derive_study_day
from analysis.datasets.files import derive_frame
from analysis.datasets.schema import Column
from analysis.datasets.windows import derive_baseline_visit
from analysis.errors import DatasetError, Fault
from analysis.study import Parameter, Study

LABEL = "Scores Analysis Dataset"
SOURCES = ("DM",)
OPTIONAL = ("RS", "QS")
NEEDS = ("ADSL", "ADLB")
PARAMETERS = "score"
KEY = ("USUBJID", "PARAMCD", "AVISIT")
LEFT_OUT = ("ADTM", "VISIT", "VISITNUM", "AWTARGET", "AWTDIFF", "AWLO", "AWHI")
COLUMNS = (
    *(column for column in bds.COLUMNS if column.name not in LEFT_OUT),
    Column("AREASND", "Reason Analysis Value Not Derived"),
    Column("SRCDOM", "Source Data", filled=True),
)
AT = ["USUBJID", "AVISIT"]
MEASURED = [*AT, "component", "value", "ADT"]
#: Components that do not change from visit to visit; the age is that of ADSL.
FROM_ADSL = ("age", "female")


def derive(study: Study, raw: Mapping[str, pd.DataFrame], datasets: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The scores of study.yaml: one record for each subject, score and visit with at least one measured component.

    A component is the record chosen for the visit (ANL01FL). Where one is missing, so is the score, and AREASND says
    which. The record's date is that of the latest component.
    """
    adsl = datasets["ADSL"]
    rules = [(parameter, read_rule(parameter)) for parameter in study.parameters if parameter.score]
    if not rules:
        return derive_frame(pd.DataFrame(columns=[column.name for column in COLUMNS]), COLUMNS)
    measured = pd.concat(_read_components(study, [rule for _, rule in rules], raw, datasets), ignore_index=True)
    parts = [_derive_score(study, parameter, rule, measured, adsl) for parameter, rule in rules]
    frame = pd.concat(parts, ignore_index=True)
    frame["ABLFL"] = np.where((frame["AVISIT"] == derive_baseline_visit(study).id) & frame["AVAL"].notna(), "Y", "")
    frame = pd.concat([frame, derive_change(frame, frame["AVISIT"] != derive_baseline_visit(study).id)], axis=1)
    frame["ANL01FL"] = np.where(frame["AVAL"].notna(), "Y", "")
    return derive_frame(frame.sort_values(["USUBJID", "PARAMN", "AVISITN"]), COLUMNS)


def _read_components(
    study: Study, rules: Iterable[Rule], raw: Mapping[str, pd.DataFrame], datasets: Mapping[str, pd.DataFrame]
) -> Iterator[pd.DataFrame]:
    """USUBJID, AVISIT, component, value and ADT of every measured component at each analysis visit."""
    needed = sorted({name for rule in rules for name in rule.components} - set(FROM_ADSL))
    items = [name for name in needed if name not in (*LABORATORY, *SIGNS, "AST limit")]
    for name in needed:
        if name in SIGNS:
            yield _read_sign(study, name, raw, datasets["ADSL"])
        elif name not in items:
            yield _read_laboratory(study, name, datasets)
    if items:
        yield _read_items(study, items, raw, datasets["ADSL"])


def _read_laboratory(study: Study, name: str, datasets: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    component = "AST" if name == "AST limit" else name
    parameter = read_laboratory_parameter(study, component)
    adlb = datasets["ADLB"]
    chosen = adlb[(adlb["PARAMCD"] == parameter.id) & (adlb["ANL01FL"] == "Y")]
    column = "ANRHI" if name == "AST limit" else "AVAL"
    values = chosen[column] * derive_si_factor(component, parameter)
    return chosen.assign(component=name, value=values)[MEASURED].dropna(subset=["value"])


def _read_sign(study: Study, name: str, raw: Mapping[str, pd.DataFrame], adsl: pd.DataFrame) -> pd.DataFrame:
    chosen = _read_records(study, "RS", [SIGNS[name][0]], raw, adsl)
    return chosen.assign(component=name, value=derive_sign_points(name, chosen["AVALC"]))[MEASURED]


def _read_items(study: Study, items: list[str], raw: Mapping[str, pd.DataFrame], adsl: pd.DataFrame) -> pd.DataFrame:
    chosen = _read_records(study, "QS", items, raw, adsl)
    return chosen.assign(component=chosen["PARAMCD"], value=chosen["AVAL"])[MEASURED].dropna(subset=["value"])


def _read_records(
    study: Study, domain: str, tests: list[str], raw: Mapping[str, pd.DataFrame], adsl: pd.DataFrame
) -> pd.DataFrame:
    """The records chosen for analysis of tests that are no parameters of study.yaml themselves."""
    if domain not in raw:
        what = f"a score needs {', '.join(tests)} of domain {domain}, but there is no such domain"
        raise DatasetError(Fault(domain, what, f"export {domain}, or remove the score from study.yaml"))
    parameters = [Parameter(id=test, label=test, category="", domain=domain) for test in tests]
    records = bds.derive_bds(study, domain, raw[domain], parameters, adsl)
    return records[records["ANL01FL"] == "Y"]


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
        AREASND=np.where(np.isnan(score), _format_missing(values), ""),
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
