"""VS, EG and RS: vital signs, electrocardiogram and clinical signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .cohort import Subject
from .draws import Draws
from .rows import Row, derive_time_cells, derive_visit_cells, format_number
from .trajectories import Values
from .visits import Attendance

# the latent scale at which each degree begins
ASCITES_DEGREES = ((-0.9, "MILD"), (0.9, "MODERATE"), (2.2, "SEVERE"))
ENCEPHALOPATHY_DEGREES = ((1.1, "GRADE 1"), (1.8, "GRADE 2"), (3.2, "GRADE 3"))


@dataclass(frozen=True)
class Measure:
    """One measurement and how it is reported; ``source`` names the simulated quantity behind it."""

    code: str
    name: str
    unit: str
    digits: int
    source: str


VITAL_SIGNS = (
    Measure("SYSBP", "Systolic Blood Pressure", "mmHg", 0, "SYSBP"),
    Measure("DIABP", "Diastolic Blood Pressure", "mmHg", 0, "DIABP"),
    Measure("PULSE", "Pulse Rate", "beats/min", 0, "HR"),
    Measure("TEMP", "Temperature", "C", 1, "TEMP"),
    Measure("WEIGHT", "Weight", "kg", 1, "WEIGHT"),
)
ECG = (
    Measure("EGHRMN", "ECG Mean Heart Rate", "beats/min", 0, "HR"),
    Measure("PRAG", "PR Interval, Aggregate", "ms", 0, "PR"),
    Measure("QTCFAG", "QTcF Interval, Aggregate", "ms", 0, "QTCF"),
)


def tabulate_vital_signs(
    subjects: Sequence[Subject], calendar: Mapping[str, list[Attendance]], values: Mapping[str, Values], seed: int
) -> list[Row]:
    """The domain VS; height is measured at screening."""
    draws = Draws(seed, "vital signs")
    rows: list[Row] = []
    for subject, visit in _attended(subjects, calendar):
        frame = derive_visit_cells(subject, visit) | derive_time_cells(subject, visit, "VS", _clock(draws, 8))
        if visit.name == "SCREENING":
            rows.append(frame | _finding("VS", Measure("HEIGHT", "Height", "cm", 1, ""), subject.height))
        for measure in VITAL_SIGNS:
            value = values[subject.usubjid][measure.source, visit.name]
            value += draws.normal(0, 3) if measure.code == "PULSE" else 0
            rows.append(frame | _finding("VS", measure, value))
    return rows


def tabulate_ecg(
    subjects: Sequence[Subject], calendar: Mapping[str, list[Attendance]], values: Mapping[str, Values], seed: int
) -> list[Row]:
    """The domain EG, for the treated at planned visits."""
    draws = Draws(seed, "electrocardiogram")
    rows: list[Row] = []
    for subject, visit in _attended(subjects, calendar):
        if subject.arm is None or visit.unscheduled:
            continue
        frame = derive_visit_cells(subject, visit) | derive_time_cells(subject, visit, "EG", _clock(draws, 8))
        if draws.chance(0.01):
            not_done: Row = {"EGSTAT": "NOT DONE", "EGREASND": "DEVICE FAILURE"}
            rows += [frame | not_done | {"EGTESTCD": m.code, "EGTEST": m.name} for m in ECG]
            continue
        rows += [frame | _finding("EG", m, values[subject.usubjid][m.source, visit.name]) for m in ECG]
    return rows


def tabulate_signs(
    subjects: Sequence[Subject], calendar: Mapping[str, list[Attendance]], values: Mapping[str, Values]
) -> list[Row]:
    """The domain RS: ascites and encephalopathy at every visit. Scores are derived later, never recorded."""
    rows: list[Row] = []
    for subject, visit in _attended(subjects, calendar):
        found = values[subject.usubjid]
        frame = derive_visit_cells(subject, visit) | derive_time_cells(subject, visit, "RS")
        ascites = _degree(found["ASCITES", visit.name], ASCITES_DEGREES)
        encephalopathy = _degree(found["ENCEPH", visit.name], ENCEPHALOPATHY_DEGREES)
        rows.append(frame | _sign("ASCITES", "Ascites", ascites))
        rows.append(frame | _sign("ENCEPH", "Hepatic Encephalopathy", encephalopathy))
    return rows


def _attended(
    subjects: Sequence[Subject], calendar: Mapping[str, list[Attendance]]
) -> list[tuple[Subject, Attendance]]:
    return [(s, visit) for s in subjects for visit in calendar[s.usubjid] if visit.happened]


def _clock(draws: Draws, hour: int) -> str:
    return f"{hour:02d}:{draws.integer(0, 59):02d}"


def _finding(prefix: str, measure: Measure, value: float) -> Row:
    text = format_number(value, measure.digits)
    return {
        f"{prefix}TESTCD": measure.code,
        f"{prefix}TEST": measure.name,
        f"{prefix}ORRES": text,
        f"{prefix}ORRESU": measure.unit,
        f"{prefix}STRESC": text,
        f"{prefix}STRESN": text,
        f"{prefix}STRESU": measure.unit,
    }


def _degree(latent: float, degrees: Sequence[tuple[float, str]]) -> str:
    reached = [name for threshold, name in degrees if latent >= threshold]
    return reached[-1] if reached else "NONE"


def _sign(code: str, name: str, degree: str) -> Row:
    return {
        "RSTESTCD": code,
        "RSTEST": name,
        "RSCAT": "CHILD-PUGH CLASSIFICATION",
        "RSORRES": degree,
        "RSSTRESC": degree,
        "RSEVAL": "INVESTIGATOR",
    }
