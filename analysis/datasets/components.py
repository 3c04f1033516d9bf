"""What each score is computed from, and where in the trial's data it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.datasets import rand36, scores
from analysis.datasets.scores import Floats
from analysis.errors import DatasetError, Fault
from analysis.raw.units import format_unit
from analysis.study import Parameter, Score, Study

#: Values of a subject at a visit by component: laboratory values in SI units, points of signs, age, sex.
Values = Mapping[str, Floats]


@dataclass(frozen=True)
class Laboratory:
    """A component that is a parameter of domain LB: its test codes, the unit of the formulas, factors from others."""

    tests: tuple[str, ...]
    unit: str
    factors: Mapping[str, float] = field(default_factory=dict)


LABORATORY = {
    "albumin": Laboratory(("ALB",), "g/L", {"g/dL": scores.ALBUMIN_PER_G_DL}),
    "bilirubin": Laboratory(("BILI", "TBIL"), "µmol/L", {"mg/dL": scores.BILIRUBIN_PER_MG_DL}),
    "creatinine": Laboratory(("CREAT",), "µmol/L", {"mg/dL": scores.CREATININE_PER_MG_DL}),
    "INR": Laboratory(("INR",), ""),
    "sodium": Laboratory(("SODIUM", "NA"), "mmol/L", {"mEq/L": 1.0}),
    "platelets": Laboratory(("PLAT", "PLT"), "10⁹/L"),
    "AST": Laboratory(("AST",), "U/L"),
    "ALT": Laboratory(("ALT",), "U/L"),
}
#: Signs: RSTESTCD, and the points of each result.
SIGNS = {
    "ascites": (
        "ASCITES",
        {"NONE": 1, "ABSENT": 1, "SLIGHT": 2, "MILD": 2, "CONTROLLED": 2}
        | {"MODERATE": 3, "SEVERE": 3, "REFRACTORY": 3},
    ),
    "encephalopathy": (
        "ENCEPH",
        {"NONE": 1, "ABSENT": 1, "GRADE 0": 1, "GRADE 1": 2, "GRADE 2": 2} | {"GRADE 3": 3, "GRADE 4": 3},
    ),
}


@dataclass(frozen=True)
class Rule:
    """A score's components, its formula, and the names of its classes where it has any (value 1 is the first)."""

    components: tuple[str, ...]
    formula: Callable[[Parameter, Values], Floats]
    classes: tuple[str, ...] = ()


def _child_pugh(parameter: Parameter, values: Values) -> Floats:
    limit = parameter.score.albumin_limit if parameter.score else 28
    signs = (values["ascites"], values["encephalopathy"])
    return scores.derive_child_pugh(values["bilirubin"], values["albumin"], values["INR"], signs, limit)


def _child_pugh_class(parameter: Parameter, values: Values) -> Floats:
    letters = scores.derive_child_pugh_class(_child_pugh(parameter, values))
    return np.select([letters == letter for letter in "ABC"], [1.0, 2.0, 3.0], np.nan)


def _meld(_: Parameter, values: Values) -> Floats:
    return scores.derive_meld(values["creatinine"], values["bilirubin"], values["INR"])


def _meld_na(parameter: Parameter, values: Values) -> Floats:
    return scores.derive_meld_na(_meld(parameter, values), values["sodium"])


def _meld_3(_: Parameter, values: Values) -> Floats:
    raised: NDArray[np.bool_] = (values["female"] == 1) | (values["age"] < 18)
    liver = (values["bilirubin"], values["INR"], values["albumin"])
    score = scores.derive_meld_3(raised, liver, values["creatinine"], values["sodium"])
    return np.where(np.isnan(values["female"]) | np.isnan(values["age"]), np.nan, score)


def _albi(_: Parameter, values: Values) -> Floats:
    return scores.derive_albi(values["bilirubin"], values["albumin"])


def _albi_grade(parameter: Parameter, values: Values) -> Floats:
    return scores.derive_albi_grade(_albi(parameter, values))


def _apri(_: Parameter, values: Values) -> Floats:
    return scores.derive_apri(values["AST"], values["AST limit"], values["platelets"])


def _egfr(_: Parameter, values: Values) -> Floats:
    female: NDArray[np.bool_] = values["female"] == 1
    rate = scores.derive_egfr(values["creatinine"], values["age"], female)
    return np.where(np.isnan(values["female"]), np.nan, rate)


def _rand_36(parameter: Parameter, values: Values) -> Floats:
    prefix = parameter.score.items if parameter.score else ""
    numbers = {int(name.removeprefix(prefix)): answers for name, answers in values.items()}
    return rand36.derive_scale(numbers)


def _fib_4(_: Parameter, values: Values) -> Floats:
    return scores.derive_fib_4(values["age"], values["AST"], values["ALT"], values["platelets"])


CHILD_PUGH = ("bilirubin", "albumin", "INR", "ascites", "encephalopathy")
RULES = {
    "child-pugh": Rule(CHILD_PUGH, _child_pugh),
    "child-pugh-class": Rule(CHILD_PUGH, _child_pugh_class, ("A", "B", "C")),
    "meld": Rule(("creatinine", "bilirubin", "INR"), _meld),
    "meld-na": Rule(("creatinine", "bilirubin", "INR", "sodium"), _meld_na),
    "meld-3": Rule(("creatinine", "bilirubin", "INR", "sodium", "albumin", "female", "age"), _meld_3),
    "albi": Rule(("bilirubin", "albumin"), _albi),
    "albi-grade": Rule(("bilirubin", "albumin"), _albi_grade, ("1", "2", "3")),
    "apri": Rule(("AST", "AST limit", "platelets"), _apri),
    "fib-4": Rule(("age", "AST", "ALT", "platelets"), _fib_4),
    "egfr-ckd-epi-2021": Rule(("creatinine", "age", "female"), _egfr),
}


def read_rule(parameter: Parameter) -> Rule:
    """The rule of a score. Raises DatasetError for a RAND-36 score without a scale."""
    score = parameter.score or Score(rule="child-pugh")
    if score.rule != "rand-36":
        return RULES[score.rule]
    if score.scale is None:
        fault = Fault(f"study.yaml, parameter {parameter.id}", "rand-36 needs `scale`", "add e.g. scale: PF")
        raise DatasetError(fault)
    return Rule(tuple(f"{score.items}{number:02d}" for number in rand36.SCALES[score.scale]), _rand_36)


def read_laboratory_parameter(study: Study, component: str) -> Parameter:
    """The parameter of study.yaml that a component is taken from. Raises DatasetError where there is none."""
    tests = LABORATORY[component].tests
    for parameter in study.parameters:
        if parameter.domain == "LB" and (parameter.test or parameter.id) in tests:
            return parameter
    what = f"a score needs {component}, but no parameter of domain LB has the test {' or '.join(tests)}"
    raise DatasetError(Fault("study.yaml, parameters", what, "add the parameter, or remove the score"))


def derive_si_factor(component: str, parameter: Parameter) -> float:
    """What a parameter's values are multiplied with to be in the unit of the formulas. DatasetError where unknown."""
    laboratory = LABORATORY[component]
    unit = format_unit(parameter.unit)
    if unit == format_unit(laboratory.unit):
        return 1.0
    factors = {format_unit(name): factor for name, factor in laboratory.factors.items()}
    if unit in factors:
        return factors[unit]
    what = f"{component} in {parameter.unit or 'no unit'}: scores take {laboratory.unit or 'a ratio'}"
    raise DatasetError(Fault(f"study.yaml, parameter {parameter.id}", what, "give the parameter that unit"))


def derive_sign_points(component: str, results: pd.Series) -> pd.Series:
    """The Child-Pugh points of ascites or encephalopathy as recorded. Raises DatasetError for an unknown result."""
    test, points = SIGNS[component]
    found = results.str.upper().map(points)
    unknown = sorted(set(results[found.isna()]))
    if unknown:
        where = f"RS, RSSTRESC, {test}"
        raise DatasetError(Fault(where, f"no grade of {component}: {', '.join(unknown)}", f"use {', '.join(points)}"))
    return found.astype("float64")
