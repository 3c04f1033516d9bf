"""Grades of laboratory values by the Common Terminology Criteria for Adverse Events (CTCAE), version 5.0.

A laboratory value alone can't tell symptoms, treatment or life-threatening consequences: where a grade depends on
them, the value gets the grade without them. INR is graded as without anticoagulation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.raw.units import format_unit
from analysis.study import Parameter

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Step:
    """A value beyond ``number`` has at least this grade.

    ``of``: the number is a value in the term's unit, a multiple of the normal limit or of the baseline value, or what
    is added to the limit. ``inclusive``: the number itself counts.
    """

    grade: int
    of: Literal["value", "limit", "baseline", "above limit"]
    number: float
    inclusive: bool = False


@dataclass(frozen=True)
class Term:
    """A term of CTCAE: test codes, direction, unit of its fixed numbers, and its steps.

    ``abnormal``: the steps for subjects whose baseline is beyond the limit, where they differ.
    """

    name: str
    tests: tuple[str, ...]
    high: bool
    unit: str
    steps: tuple[Step, ...]
    abnormal: tuple[Step, ...] = ()


def _values(*numbers: float, start: int = 2) -> tuple[Step, ...]:
    """Beyond the limit: grade 1; beyond the numbers: the grades from ``start`` on."""
    return Step(1, "limit", 1.0), *(Step(grade, "value", number) for grade, number in enumerate(numbers, start))


def _limits(*numbers: float) -> tuple[Step, ...]:
    return tuple(Step(grade, "limit", number) for grade, number in enumerate(numbers, 1))


def _baselines(*numbers: float, inclusive: bool = True) -> tuple[Step, ...]:
    return tuple(Step(n, "baseline", number, inclusive and n == 1) for n, number in enumerate(numbers, 1))


CREATININE = (*_limits(1, 1.5, 3, 6), Step(2, "baseline", 1.5), Step(3, "baseline", 3))
HEMOGLOBIN = (Step(1, "limit", 1), Step(2, "above limit", 20), Step(3, "above limit", 40))
PANCREAS = (Step(1, "limit", 1), Step(2, "limit", 1.5), Step(3, "limit", 5))
MAGNESIUM_HIGH = (Step(1, "limit", 1), Step(3, "value", 1.23), Step(4, "value", 3.3))
POTASSIUM_LOW = (Step(1, "limit", 1), Step(3, "value", 3.0), Step(4, "value", 2.5))
INR = (Step(1, "value", 1.2), Step(2, "value", 1.5), Step(3, "value", 2.5))
LIPIDS = tuple(Step(grade, "value", number) for grade, number in enumerate((1.71, 3.42, 5.7, 11.4), 1))
LYMPHOCYTES_HIGH = (Step(2, "value", 4), Step(3, "value", 20))
TRANSAMINASE, TRANSAMINASE_ABNORMAL = _limits(1, 3, 5, 20), _baselines(1.5, 3, 5, 20)
PHOSPHATASE, PHOSPHATASE_ABNORMAL = _limits(1, 2.5, 5, 20), _baselines(2, 2.5, 5, 20)
BILIRUBIN, BILIRUBIN_ABNORMAL = _limits(1, 1.5, 3, 10), _baselines(1, 1.5, 3, 10, inclusive=False)

TERMS = (
    Term("Alanine aminotransferase increased", ("ALT",), True, "", TRANSAMINASE, TRANSAMINASE_ABNORMAL),
    Term("Aspartate aminotransferase increased", ("AST",), True, "", TRANSAMINASE, TRANSAMINASE_ABNORMAL),
    Term("Alkaline phosphatase increased", ("ALP",), True, "", PHOSPHATASE, PHOSPHATASE_ABNORMAL),
    Term("GGT increased", ("GGT",), True, "", PHOSPHATASE, PHOSPHATASE_ABNORMAL),
    Term("Blood bilirubin increased", ("BILI", "TBIL"), True, "", BILIRUBIN, BILIRUBIN_ABNORMAL),
    Term("Creatinine increased", ("CREAT",), True, "", CREATININE),
    Term("CPK increased", ("CK",), True, "", _limits(1, 2.5, 5, 10)),
    Term("Activated partial thromboplastin time prolonged", ("APTT",), True, "", _limits(1, 1.5, 2.5)),
    Term("INR increased", ("INR",), True, "", INR),
    Term("Lipase increased", ("LIPASE",), True, "", PANCREAS),
    Term("Serum amylase increased", ("AMYLASE",), True, "", PANCREAS),
    Term("Hyperuricemia", ("URATE",), True, "", _limits(1)),
    Term("Cholesterol high", ("CHOL",), True, "mmol/L", _values(7.75, 10.34, 12.92)),
    Term("Hypertriglyceridemia", ("TRIG",), True, "mmol/L", LIPIDS),
    Term("Hemoglobin increased", ("HGB",), True, "g/L", HEMOGLOBIN),
    Term("Anemia", ("HGB",), False, "g/L", _values(100, 80)),
    Term("Leukocytosis", ("WBC",), True, "10⁹/L", (Step(3, "value", 100),)),
    Term("White blood cell decreased", ("WBC",), False, "10⁹/L", _values(3, 2, 1)),
    Term("Neutrophil count decreased", ("NEUT",), False, "10⁹/L", _values(1.5, 1, 0.5)),
    Term("Lymphocyte count increased", ("LYM", "LYMPH"), True, "10⁹/L", LYMPHOCYTES_HIGH),
    Term("Lymphocyte count decreased", ("LYM", "LYMPH"), False, "10⁹/L", _values(0.8, 0.5, 0.2)),
    Term("Platelet count decreased", ("PLAT", "PLT"), False, "10⁹/L", _values(75, 50, 25)),
    Term("Hypoalbuminemia", ("ALB",), False, "g/L", _values(30, 20)),
    Term("Hypernatremia", ("SODIUM", "NA"), True, "mmol/L", _values(150, 155, 160)),
    Term("Hyponatremia", ("SODIUM", "NA"), False, "mmol/L", _values(130, 125, 120)),
    Term("Hyperkalemia", ("K",), True, "mmol/L", _values(5.5, 6, 7)),
    Term("Hypokalemia", ("K",), False, "mmol/L", POTASSIUM_LOW),
    Term("Hypermagnesemia", ("MG",), True, "mmol/L", MAGNESIUM_HIGH),
    Term("Hypomagnesemia", ("MG",), False, "mmol/L", _values(0.5, 0.4, 0.3)),
    Term("Hypoglycemia", ("GLUC",), False, "mmol/L", _values(3.0, 2.2, 1.7)),
)


def read_term(parameter: Parameter, *, high: bool) -> Term | None:
    """The term that grades a parameter in one direction; None where there is none, or not in the parameter's unit."""
    test = parameter.test or parameter.id
    for term in TERMS:
        if test in term.tests and term.high is high and format_unit(term.unit) in ("", format_unit(parameter.unit)):
            return term
    return None


def derive_grade(term: Term, frame: pd.DataFrame) -> pd.Series:
    """The grade of each record as "0" to "4"; ``frame`` has AVAL, ANRLO, ANRHI, BASE, BNRIND.

    "" where the value, or a limit without which it can't be decided, is missing. A value at a normal limit is grade 0.
    """
    beyond_at_baseline = (frame["BNRIND"] == ("HIGH" if term.high else "LOW")).to_numpy()
    grade = _grade(term, term.steps, frame)
    if term.abnormal:
        grade = np.where(beyond_at_baseline, _grade(term, term.abnormal, frame), grade)
    text = np.where(np.isnan(grade), "", np.nan_to_num(grade).astype(int).astype(str))
    return pd.Series(text, index=frame.index, dtype=object)


def _grade(term: Term, steps: tuple[Step, ...], frame: pd.DataFrame) -> Floats:
    """The highest grade reached; NaN where none is reached but not all steps could be decided."""
    value = frame["AVAL"].to_numpy("float64")
    limit = frame["ANRHI" if term.high else "ANRLO"].to_numpy("float64")
    base = frame["BASE"].to_numpy("float64")
    grade, decided = np.zeros(len(frame)), ~np.isnan(value)
    for step in steps:
        threshold = _threshold(step, limit, base)
        # a product such as 3 × 41.1 must not decide by its last bit
        equal = np.isclose(value, threshold, rtol=1e-12, atol=0)
        beyond = (value > threshold if term.high else value < threshold) & ~equal
        grade = np.where(beyond | (equal & step.inclusive), np.maximum(grade, step.grade), grade)
        if step.of != "baseline" or step in term.abnormal:
            decided &= ~np.isnan(threshold)
    return np.where(decided | ((grade > 0) & ~np.isnan(value)), grade, np.nan)


def _threshold(step: Step, limit: Floats, base: Floats) -> Floats:
    if step.of == "value":
        return np.full(len(limit), step.number)
    if step.of == "above limit":
        return limit + step.number
    return step.number * (limit if step.of == "limit" else base)
