"""The adverse events that can occur: how often, how grave, how long. All of it is a setting of the simulation.

Frequencies are those of comparable patients and of infusions of cells; the real trial's table was not published.
"""

from __future__ import annotations

from dataclasses import dataclass

GENERAL = "General disorders and administration site conditions"
GASTRO = "Gastrointestinal disorders"
INFECTION = "Infections and infestations"
INVESTIGATION = "Investigations"
METABOLISM = "Metabolism and nutrition disorders"
NERVOUS = "Nervous system disorders"
VASCULAR = "Vascular disorders"

Grades = tuple[float, float, float, float]


@dataclass(frozen=True)
class Term:
    """One kind of event.

    ``patients`` is how many of the 24 have it, from and to; ``grades`` the shares of grades 1 to 4,
    ``days`` how long it lasts. ``effects`` shift measured quantities while it lasts (factors for those on a log scale).
    ``rank`` orders the events that put a patient into hospital; 0 never does.
    """

    decod: str
    soc: str
    verbatim: tuple[str, ...]
    patients: tuple[int, int]
    grades: Grades
    days: tuple[int, int]
    infusion: bool = False
    possibly_related: float = 0.0
    rank: int = 0
    effects: tuple[tuple[str, float], ...] = ()
    treatment: tuple[str, ...] = ()


MILD: Grades = (0.75, 0.25, 0.0, 0.0)
LABORATORY: Grades = (0.20, 0.35, 0.45, 0.0)

TERMS = (
    Term(
        "Pyrexia",
        GENERAL,
        ("Fever after infusion", "Fever"),
        (2, 2),
        (0.7, 0.3, 0, 0),
        (1, 2),
        infusion=True,
        treatment=("PARACETAMOL",),
    ),
    Term("Chills", GENERAL, ("Chills", "Shivering"), (1, 1), (0.8, 0.2, 0, 0), (1, 1), infusion=True),
    Term("Flushing", VASCULAR, ("Facial flushing",), (1, 1), (1.0, 0, 0, 0), (1, 1), infusion=True),
    Term("Headache", NERVOUS, ("Headache",), (1, 1), MILD, (1, 2), infusion=True),
    Term(
        "Ascites",
        GASTRO,
        ("Worsening of ascites", "Increased ascites"),
        (4, 6),
        (0, 0.45, 0.55, 0),
        (14, 40),
        rank=4,
        effects=(("ASCITES", 0.9), ("WEIGHT", 2.2)),
        treatment=("FUROSEMIDE", "HUMAN ALBUMIN"),
    ),
    Term(
        "Upper respiratory tract infection",
        INFECTION,
        ("Common cold", "Upper airway infection"),
        (1, 2),
        MILD,
        (4, 9),
        effects=(("WBC", 1.15),),
    ),
    Term(
        "Spontaneous bacterial peritonitis",
        INFECTION,
        ("Spontaneous bacterial peritonitis",),
        (1, 1),
        (0, 0.2, 0.8, 0),
        (10, 18),
        rank=2,
        effects=(("WBC", 1.8),),
        treatment=("CEFTRIAXONE",),
    ),
    Term(
        "Urinary tract infection",
        INFECTION,
        ("Urinary infection",),
        (1, 1),
        (0.2, 0.8, 0, 0),
        (5, 9),
        effects=(("WBC", 1.3),),
        treatment=("LEVOFLOXACIN",),
    ),
    Term(
        "Oesophageal varices haemorrhage",
        GASTRO,
        ("Oesophageal variceal bleeding",),
        (2, 2),
        (0, 0, 0.7, 0.3),
        (3, 8),
        rank=1,
        effects=(("HGB", -22.0),),
        treatment=("OCTREOTIDE", "OMEPRAZOLE"),
    ),
    Term(
        "Hepatic encephalopathy",
        NERVOUS,
        ("Hepatic encephalopathy",),
        (2, 2),
        (0.1, 0.4, 0.5, 0),
        (4, 12),
        rank=3,
        effects=(("ENCEPH", 1.2),),
        treatment=("LACTULOSE",),
    ),
    Term(
        "Hypokalaemia",
        METABOLISM,
        ("Low potassium", "Hypokalaemia"),
        (3, 5),
        (0.55, 0.25, 0.2, 0),
        (6, 20),
        effects=(("K", -0.75),),
        treatment=("POTASSIUM CHLORIDE",),
    ),
    Term("Hyponatraemia", METABOLISM, ("Low sodium",), (1, 2), (0.6, 0, 0.4, 0), (8, 25), effects=(("SODIUM", -6.0),)),
    Term("Fatigue", GENERAL, ("Tiredness", "Fatigue"), (4, 6), MILD, (10, 60), possibly_related=0.2),
    Term(
        "Abdominal distension",
        GASTRO,
        ("Abdominal distension", "Bloating"),
        (4, 6),
        MILD,
        (7, 40),
        possibly_related=0.1,
    ),
    Term("Nausea", GASTRO, ("Nausea",), (1, 3), MILD, (2, 10), possibly_related=0.3),
    Term("Diarrhoea", GASTRO, ("Loose stools", "Diarrhoea"), (1, 3), MILD, (2, 8)),
    Term("Oedema peripheral", GENERAL, ("Swelling of both lower legs",), (2, 3), (0.6, 0.4, 0, 0), (10, 45)),
    Term("Insomnia", "Psychiatric disorders", ("Poor sleep",), (1, 3), MILD, (7, 50)),
    Term(
        "Pruritus", "Skin and subcutaneous tissue disorders", ("Itching",), (1, 2), MILD, (7, 40), possibly_related=0.2
    ),
    Term("Muscle spasms", "Musculoskeletal and connective tissue disorders", ("Leg cramps",), (1, 2), MILD, (3, 20)),
    Term(
        "Blood bilirubin increased",
        INVESTIGATION,
        ("Bilirubin raised",),
        (2, 3),
        LABORATORY,
        (10, 30),
        effects=(("BILI", 1.7),),
    ),
    Term(
        "Platelet count decreased",
        INVESTIGATION,
        ("Low platelets",),
        (2, 3),
        LABORATORY,
        (12, 40),
        effects=(("PLAT", 0.7),),
    ),
    Term(
        "White blood cell count decreased",
        INVESTIGATION,
        ("Low white cell count",),
        (1, 2),
        LABORATORY,
        (10, 30),
        effects=(("WBC", 0.7),),
    ),
)
