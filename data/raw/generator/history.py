"""MH and CM: illnesses before the study, and medication before and during it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .adverse_events import Event
from .cohort import Subject
from .draws import Draws
from .measurements import ASCITES_DEGREES
from .rows import Row
from .trajectories import Values

END_OF_STUDY = "END OF MAIN STUDY"


@dataclass(frozen=True)
class Illness:
    """A kind of illness: share of patients, how many years ago it began, whether it goes on."""

    decod: str
    soc: str
    category: str
    frequency: float
    years: tuple[float, float]
    ongoing: bool = True


LIVER, GASTRO = "Hepatobiliary disorders", "Gastrointestinal disorders"
PRIMARY, COMPLICATION, GENERAL = "PRIMARY DIAGNOSIS", "COMPLICATION OF CIRRHOSIS", "GENERAL MEDICAL HISTORY"
ILLNESSES = (
    Illness("Chronic hepatitis B", "Infections and infestations", PRIMARY, 1.0, (8, 28)),
    Illness("Hepatic cirrhosis", LIVER, PRIMARY, 1.0, (0.7, 7)),
    Illness("Ascites", GASTRO, COMPLICATION, 0.75, (0.3, 3)),
    Illness("Oesophageal varices", GASTRO, COMPLICATION, 0.62, (0.5, 4)),
    Illness("Oesophageal varices haemorrhage", GASTRO, COMPLICATION, 0.2, (0.5, 3), ongoing=False),
    Illness("Splenomegaly", "Blood and lymphatic system disorders", COMPLICATION, 0.6, (0.7, 5)),
    Illness(
        "Spontaneous bacterial peritonitis", "Infections and infestations", COMPLICATION, 0.1, (0.4, 2), ongoing=False
    ),
    Illness("Hepatic encephalopathy", "Nervous system disorders", COMPLICATION, 0.12, (0.3, 2), ongoing=False),
    Illness("Type 2 diabetes mellitus", "Metabolism and nutrition disorders", GENERAL, 0.17, (1, 12)),
    Illness("Hypertension", "Vascular disorders", GENERAL, 0.12, (1, 12)),
    Illness("Cholelithiasis", LIVER, GENERAL, 0.22, (1, 9)),
    Illness("Gastric ulcer", GASTRO, GENERAL, 0.1, (2, 12), ongoing=False),
    Illness("Appendicectomy", "Surgical and medical procedures", GENERAL, 0.1, (8, 30), ongoing=False),
)


@dataclass(frozen=True)
class Drug:
    """A medicine: class, dose, unit, frequency, route, and how many days a course lasts."""

    category: str
    dose: str
    unit: str
    frequency: str
    route: str
    days: tuple[int, int] = (0, 0)


DRUGS = {
    "ENTECAVIR": Drug("ANTIVIRALS", "0.5", "mg", "QD", "ORAL"),
    "TENOFOVIR DISOPROXIL": Drug("ANTIVIRALS", "300", "mg", "QD", "ORAL"),
    "TENOFOVIR ALAFENAMIDE": Drug("ANTIVIRALS", "25", "mg", "QD", "ORAL"),
    "SPIRONOLACTONE": Drug("DIURETICS", "80", "mg", "QD", "ORAL"),
    "FUROSEMIDE": Drug("DIURETICS", "40", "mg", "QD", "ORAL", (14, 35)),
    "PROPRANOLOL": Drug("BETA BLOCKING AGENTS", "10", "mg", "BID", "ORAL"),
    "METFORMIN": Drug("DRUGS USED IN DIABETES", "500", "mg", "BID", "ORAL"),
    "AMLODIPINE": Drug("CALCIUM CHANNEL BLOCKERS", "5", "mg", "QD", "ORAL"),
    "HUMAN ALBUMIN": Drug("BLOOD SUBSTITUTES", "10", "g", "QD", "INTRAVENOUS", (2, 4)),
    "LACTULOSE": Drug("LAXATIVES", "15", "mL", "TID", "ORAL", (14, 40)),
    "POTASSIUM CHLORIDE": Drug("MINERAL SUPPLEMENTS", "1", "g", "TID", "ORAL", (5, 12)),
    "CEFTRIAXONE": Drug("ANTIBACTERIALS", "2", "g", "QD", "INTRAVENOUS", (7, 10)),
    "LEVOFLOXACIN": Drug("ANTIBACTERIALS", "500", "mg", "QD", "ORAL", (5, 7)),
    "OCTREOTIDE": Drug("PITUITARY AND HYPOTHALAMIC HORMONES", "0.6", "mg", "QD", "INTRAVENOUS", (3, 5)),
    "OMEPRAZOLE": Drug("DRUGS FOR ACID RELATED DISORDERS", "40", "mg", "QD", "INTRAVENOUS", (5, 10)),
    "PARACETAMOL": Drug("ANALGESICS", "500", "mg", "ONCE", "ORAL", (1, 1)),
}
ANTIVIRALS = ("ENTECAVIR", "ENTECAVIR", "TENOFOVIR DISOPROXIL", "TENOFOVIR ALAFENAMIDE")
HISTORY_DRUGS = {
    "Ascites": "SPIRONOLACTONE",
    "Oesophageal varices": "PROPRANOLOL",
    "Type 2 diabetes mellitus": "METFORMIN",
    "Hypertension": "AMLODIPINE",
}


def tabulate_history(subjects: Sequence[Subject], values: Mapping[str, Values], seed: int) -> list[Row]:
    """The domain MH; ascites is in the history of those who have it on screening. Dates are years or months."""
    rows: list[Row] = []
    for subject in subjects:
        draws = Draws(seed, f"history of {subject.usubjid}")
        has_ascites = values[subject.usubjid]["ASCITES", "SCREENING"] >= ASCITES_DEGREES[0][0]
        for illness in ILLNESSES:
            drawn = draws.chance(illness.frequency)
            years, by_year = draws.uniform(*illness.years), draws.chance(0.6)
            if has_ascites if illness.decod == "Ascites" else drawn:
                began = str(subject.consent - timedelta(days=round(years * 365.25)))
                rows.append(_illness(subject, illness, began[:4] if by_year else began[:7]))
    return rows


def _illness(subject: Subject, illness: Illness, began: str) -> Row:
    return {
        "USUBJID": subject.usubjid,
        "MHTERM": illness.decod,
        "MHDECOD": illness.decod,
        "MHCAT": illness.category,
        "MHBODSYS": illness.soc,
        "MHSTDTC": began,
        "MHENRTPT": "ONGOING" if illness.ongoing else "BEFORE",
        "MHENTPT": "SCREENING",
    }


def tabulate_medication(
    subjects: Sequence[Subject], history: Sequence[Row], events: Sequence[Event], seed: int
) -> list[Row]:
    """The domain CM: for illnesses of old, from before the study on; for adverse events, from their start."""
    rows: list[Row] = []
    for subject in (s for s in subjects if s.arm):
        draws = Draws(seed, f"medication of {subject.usubjid}")
        began = subject.consent - timedelta(days=round(draws.uniform(180, 1800)))
        rows += _antiviral(subject, draws.choice(ANTIVIRALS), str(began)[:7])
        for illness in (row for row in history if row["USUBJID"] == subject.usubjid):
            name, used = HISTORY_DRUGS.get(str(illness["MHDECOD"])), draws.chance(0.75)
            before = str(subject.consent - timedelta(days=round(draws.uniform(30, 250))))
            if name and used:
                rows.append(_drug(subject, name, str(illness["MHDECOD"]), before[:7], None))
        for event in (e for e in events if e.usubjid == subject.usubjid and e.grade >= 2):
            rows += [_for_event(draws, subject, name, event) for name in event.term.treatment]
    return rows


def _antiviral(subject: Subject, name: str, began: str) -> list[Row]:
    """The drug against hepatitis B, taken by all; a pause makes two records of it."""
    whole = _drug(subject, name, "Chronic hepatitis B", began, None)
    if subject.paused is None:
        return [whole]
    stopped, resumed = subject.date_of(subject.paused[0] - 1), subject.date_of(subject.paused[1] + 1)
    stop: Row = {"CMENDTC": str(stopped), "CMENDY": subject.day_of(stopped), "CMENRTPT": None, "CMENTPT": None}
    return [whole | stop, _drug(subject, name, "Chronic hepatitis B", str(resumed), None)]


def _for_event(draws: Draws, subject: Subject, name: str, event: Event) -> Row:
    ends = event.start + timedelta(days=draws.integer(*DRUGS[name].days) - 1)
    return _drug(subject, name, event.term.decod, str(event.start), ends)


def _drug(subject: Subject, name: str, indication: str, start: str, ends: date | None) -> Row:
    drug = DRUGS[name]
    full = len(start) == 10
    return {
        "USUBJID": subject.usubjid,
        "CMTRT": name.capitalize(),
        "CMDECOD": name,
        "CMCAT": "FOR ADVERSE EVENT" if ends else "CONCOMITANT FROM BEFORE THE STUDY",
        "CMCLAS": drug.category,
        "CMINDC": indication,
        "CMDOSE": drug.dose,
        "CMDOSU": drug.unit,
        "CMDOSFRQ": drug.frequency,
        "CMROUTE": drug.route,
        "CMSTDTC": start,
        "CMENDTC": str(ends) if ends else None,
        "CMSTDY": subject.day_of(date.fromisoformat(start)) if full else None,
        "CMENDY": subject.day_of(ends) if ends else None,
        "CMENRTPT": None if ends else "ONGOING",
        "CMENTPT": None if ends else END_OF_STUDY,
    }
