"""LB: laboratory tests as reported, with the units and reference ranges of the laboratory that did them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .cohort import Subject
from .draws import Draws
from .rows import Row, derive_time_cells, derive_visit_cells, format_number
from .trajectories import Values
from .visits import Attendance

Range = tuple[float, float]
MICROMOLES_PER_MG_DL = 88.4  # of creatinine
IL8_LIMIT = 5.0  # lower limit of quantification, pg/mL
NORMAL_PROTHROMBIN_TIME = 13.0
NOT_DONE = (("CHEMISTRY", 0.004), ("COAGULATION", 0.004), ("HEMATOLOGY", 0.004), ("IMMUNOLOGY", 0.012))
REASONS = ("SAMPLE HAEMOLYSED", "INSUFFICIENT SAMPLE VOLUME", "SAMPLE NOT RECEIVED")


@dataclass(frozen=True)
class Test:
    """One laboratory test: how it is named and reported; reference ranges of men and of women."""

    code: str
    name: str
    category: str
    specimen: str
    unit: str
    digits: int
    men: Range
    women: Range


def _same(low: float, high: float) -> tuple[Range, Range]:
    return (low, high), (low, high)


TESTS = (
    Test("ALB", "Albumin", "CHEMISTRY", "SERUM", "g/L", 1, *_same(40.0, 55.0)),
    Test("ALT", "Alanine Aminotransferase", "CHEMISTRY", "SERUM", "U/L", 0, (9, 50), (7, 40)),
    Test("AST", "Aspartate Aminotransferase", "CHEMISTRY", "SERUM", "U/L", 0, (15, 40), (13, 35)),
    Test("BILI", "Bilirubin", "CHEMISTRY", "SERUM", "umol/L", 1, *_same(5.0, 21.0)),
    Test("BILDIR", "Direct Bilirubin", "CHEMISTRY", "SERUM", "umol/L", 1, *_same(0.0, 7.0)),
    Test("CHOL", "Cholesterol", "CHEMISTRY", "SERUM", "mmol/L", 2, *_same(3.0, 5.7)),
    Test("CREAT", "Creatinine", "CHEMISTRY", "SERUM", "umol/L", 1, (57.0, 97.0), (41.0, 73.0)),
    Test("SODIUM", "Sodium", "CHEMISTRY", "SERUM", "mmol/L", 1, *_same(137.0, 147.0)),
    Test("K", "Potassium", "CHEMISTRY", "SERUM", "mmol/L", 2, *_same(3.5, 5.3)),
    Test("PTA", "Prothrombin Activity", "COAGULATION", "PLASMA", "%", 1, *_same(75.0, 125.0)),
    Test("PT", "Prothrombin Time", "COAGULATION", "PLASMA", "s", 1, *_same(11.0, 14.5)),
    Test("INR", "Prothrombin Intl. Normalized Ratio", "COAGULATION", "PLASMA", "RATIO", 2, *_same(0.85, 1.15)),
    Test("AT3", "Antithrombin III Activity", "COAGULATION", "PLASMA", "%", 1, *_same(80.0, 120.0)),
    Test("PLAT", "Platelets", "HEMATOLOGY", "BLOOD", "10^9/L", 0, *_same(125, 350)),
    Test("HGB", "Hemoglobin", "HEMATOLOGY", "BLOOD", "g/L", 0, (130, 175), (115, 150)),
    Test("WBC", "Leukocytes", "HEMATOLOGY", "BLOOD", "10^9/L", 2, *_same(3.5, 9.5)),
    Test("CD4", "CD4+ T Cells/Lymphocytes", "IMMUNOLOGY", "BLOOD", "%", 1, *_same(27.0, 51.0)),
    Test("CD8", "CD8+ T Cells/Lymphocytes", "IMMUNOLOGY", "BLOOD", "%", 1, *_same(15.0, 44.0)),
    Test("NK", "NK Cells/Lymphocytes", "IMMUNOLOGY", "BLOOD", "%", 1, *_same(7.0, 40.0)),
    Test("IL8", "Interleukin 8", "IMMUNOLOGY", "SERUM", "pg/mL", 2, *_same(0.0, 62.0)),
)


def tabulate_laboratory(
    subjects: Sequence[Subject],
    calendar: Mapping[str, list[Attendance]],
    values: Mapping[str, Values],
    seed: int,
) -> list[Row]:
    """The domain LB; blood is drawn in the morning, on infusion days before the infusion."""
    draws = Draws(seed, "laboratory")
    return [
        row
        for subject in subjects
        for visit in calendar[subject.usubjid]
        if visit.happened
        for row in _visit(draws, subject, visit, values[subject.usubjid])
    ]


def _visit(draws: Draws, subject: Subject, visit: Attendance, values: Values) -> list[Row]:
    """All tests of one visit; immunology is for the treated and planned visits alone."""
    clock = f"{draws.integer(6, 8):02d}:{draws.integer(0, 59):02d}"
    immunology = subject.arm is not None and not visit.unscheduled
    chosen = [test for test in TESTS if immunology or test.category != "IMMUNOLOGY"]
    frame = derive_visit_cells(subject, visit) | derive_time_cells(subject, visit, "LB", clock)
    return [frame | _reported(draws, subject, test, visit, values) for test in chosen]


def _reported(draws: Draws, subject: Subject, test: Test, visit: Attendance, values: Values) -> Row:
    test_row: Row = {
        "LBTESTCD": test.code,
        "LBTEST": test.name,
        "LBCAT": test.category,
        "LBSPEC": test.specimen,
        "LBNAM": "BRANCH LABORATORY" if subject.second_laboratory else "CENTRAL LABORATORY",
    }
    if draws.chance(dict(NOT_DONE)[test.category]) and not visit.unscheduled:
        return test_row | {"LBSTAT": "NOT DONE", "LBREASND": draws.choice(REASONS)}
    return test_row | _result(subject, test, _value(test.code, visit.name, values))


def _value(code: str, visit: str, values: Values) -> float:
    """The unrounded value; prothrombin time and INR follow from the activity."""
    if code not in ("PT", "INR"):
        return values[code, visit]
    seconds = NORMAL_PROTHROMBIN_TIME * (0.4 * (100.0 / values["PTA", visit]) + 0.6)
    return seconds if code == "PT" else seconds / NORMAL_PROTHROMBIN_TIME


def _result(subject: Subject, test: Test, value: float) -> Row:
    """Result, unit, range and indicator; the branch laboratory reports creatinine in mg/dL."""
    low, high = test.men if subject.male else test.women
    unit, digits = test.unit, test.digits
    if test.code == "CREAT" and subject.second_laboratory:
        value, low, high = (x / MICROMOLES_PER_MG_DL for x in (value, low, high))
        unit, digits = "mg/dL", 2
    text, lowest, highest = (format_number(x, digits) for x in (value, low, high))
    below_limit = test.code == "IL8" and float(text) < IL8_LIMIT
    indicator = "LOW" if float(text) < float(lowest) else "HIGH" if float(text) > float(highest) else "NORMAL"
    shown = f"<{IL8_LIMIT:g}" if below_limit else text
    return {
        "LBORRES": shown,
        "LBORRESU": unit,
        "LBORNRLO": lowest,
        "LBORNRHI": highest,
        "LBSTRESC": shown,
        "LBSTRESN": None if below_limit else text,
        "LBSTRESU": unit,
        "LBSTNRLO": lowest,
        "LBSTNRHI": highest,
        "LBNRIND": indicator,
    }
