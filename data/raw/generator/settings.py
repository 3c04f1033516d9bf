"""What the synthetic cohort is made to look like.

Each block says where its facts come from: *published* about the trial that this demonstration is modelled on,
*reconstructed* from what was published, or a *setting* of the simulation, our own choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

STUDYID = "SYN-UCMSC-01"  # setting: an identity of its own, so that no invented value stands under a real trial's name
SITEID = "01"

TREATMENT = "HUC-MSC"
INFUSION_DAYS = (1, 8, 15)  # published
INFUSION_VOLUME_ML = 100  # published


@dataclass(frozen=True)
class Arm:
    """A dose group (published: three ascending groups of eight; setting: when each is recruited)."""

    code: str
    label: str
    cells: int
    recruited_from: date
    size: int = 8


ARMS = (
    Arm("LOW", "Low dose", 25_000_000, date(2022, 7, 11)),
    Arm("MEDIUM", "Medium dose", 50_000_000, date(2022, 11, 7)),
    Arm("HIGH", "High dose", 100_000_000, date(2023, 3, 6)),
)


@dataclass(frozen=True)
class Visit:
    """A planned visit: study day (no day 0) and how many days it may be off."""

    name: str
    number: int
    day: int
    window: int
    epoch: str


VISITS = (  # published: the days; setting: day 22 as fourth visit in hospital, and the windows
    Visit("SCREENING", 1, -14, 7, "SCREENING"),
    Visit("DAY 1", 2, 1, 0, "TREATMENT"),
    Visit("DAY 8", 3, 8, 1, "TREATMENT"),
    Visit("DAY 15", 4, 15, 1, "TREATMENT"),
    Visit("DAY 22", 5, 22, 2, "TREATMENT"),
    Visit("DAY 29", 6, 29, 3, "FOLLOW-UP"),
    Visit("DAY 57", 7, 57, 7, "FOLLOW-UP"),
    Visit("DAY 85", 8, 85, 7, "FOLLOW-UP"),
    Visit("DAY 169", 9, 169, 14, "FOLLOW-UP"),
)
CONTACTS = (  # published: every six months to about two years; setting: the last one after 24 full months
    Visit("MONTH 12", 10, 365, 10, "LONG-TERM FOLLOW-UP"),
    Visit("MONTH 18", 11, 548, 10, "LONG-TERM FOLLOW-UP"),
    Visit("MONTH 24", 12, 745, 10, "LONG-TERM FOLLOW-UP"),
)


@dataclass(frozen=True)
class Fate:
    """How one patient's follow-up ends before two years.

    ``days``: from and to, of the death, or of the day on which the loss is noted. ``last_seen``: the last visit or
    contact that took place.
    """

    arm: str
    kind: str
    days: tuple[int, int]
    last_seen: str
    cause: str = ""


# Reconstructed: the order of deaths and losses is the only simple one that gives 66.7, 100 and 87.5 % at two years
# with a log-rank P of 0.3328; setting: the days, free as long as the order holds (by the day last seen as well).
FATES = (
    Fate("LOW", "lost", (186, 200), "DAY 85"),
    Fate("MEDIUM", "lost", (186, 200), "DAY 85"),
    Fate("MEDIUM", "lost", (186, 200), "DAY 85"),
    Fate("HIGH", "died", (272, 306), "DAY 169", "LIVER FAILURE"),
    Fate("LOW", "lost", (559, 566), "MONTH 12"),
    Fate("LOW", "died", (588, 618), "MONTH 18", "GASTROINTESTINAL HAEMORRHAGE"),
    Fate("LOW", "died", (655, 688), "MONTH 18", "HEPATORENAL SYNDROME"),
)
MISSED_VISITS = (("MEDIUM", "DAY 22"), ("HIGH", "DAY 57"))  # setting: one patient each
LATE_VISIT = ("LOW", "DAY 85", 10)  # setting: one visit outside its window, by this many days after the target
ANTIVIRAL_PAUSE = ("MEDIUM", 60, 94)  # setting: the one major deviation, first and last day

# Published: 39 screened, 24 treated. Setting: the reasons of the other 15.
SCREEN_FAILURES = (
    ("SCREEN FAILURE", "SUSPECTED HEPATOCELLULAR CARCINOMA ON IMAGING", 3),
    ("SCREEN FAILURE", "ACTIVE BACTERIAL INFECTION", 2),
    ("SCREEN FAILURE", "PORTAL VEIN THROMBOSIS", 2),
    ("SCREEN FAILURE", "ALCOHOL USE DISORDER", 1),
    ("SCREEN FAILURE", "HEPATITIS C CO-INFECTION", 1),
    ("WITHDRAWAL BY SUBJECT", "DECLINED TO PARTICIPATE", 4),
    ("OTHER", "MOVED TO ANOTHER PROVINCE", 1),
    ("OTHER", "LISTED FOR LIVER TRANSPLANTATION", 1),
)

MALE_SHARE = 0.75  # setting
AGE = (50.0, 9.0, 28, 70)  # setting: mean, SD, limits
HEIGHT = {"M": (171.0, 6.0), "F": (160.0, 5.5)}  # setting
SECOND_LABORATORY_SHARE = 0.2  # setting: its creatinine comes in mg/dL
SERIAL_CORRELATION = 0.5  # setting: of the within-patient part, from visit to visit
