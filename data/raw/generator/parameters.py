"""The measured quantities: level, spread and mean course of each. All of it is a setting of the simulation.

Informed by comparable patients; nothing here is a value of a real trial, none of which was published.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

# share of day 29's change that is reached in hospital, the same in all groups: the dose has no effect
EARLY_SHARE = {"SCREENING": 0.0, "DAY 1": 0.0, "DAY 8": 0.25, "DAY 15": 0.5, "DAY 22": 0.75}
FOLLOW_UP = ("DAY 29", "DAY 57", "DAY 85", "DAY 169")

Changes = tuple[float, float, float, float]
NONE: Changes = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Parameter:
    """One quantity.

    ``level`` is the mean at baseline (the median where ``log``), ``sd`` the total spread at baseline and ``within``
    the part of it that varies from visit to visit (both on the log scale where ``log``). ``changes`` are the mean
    changes on days 29, 57, 85 and 169 (factors where ``log``). ``loading`` ties the patient's level to the severity
    of the disease; ``partner`` names a quantity above it in the list with which the rest is correlated.
    """

    code: str
    level: float
    sd: float
    within: float
    changes: Changes = NONE
    loading: float = 0.0
    log: bool = False
    lowest: float = -math.inf
    highest: float = math.inf
    partner: str = ""
    correlation: float = 0.0

    @property
    def between(self) -> float:
        """The spread of the patients' own levels."""
        return math.sqrt(self.sd**2 - self.within**2)

    def change(self, visit: str) -> float:
        """Mean change from baseline at a planned visit, on the scale on which the quantity is normal."""
        steps = [math.log(c) for c in self.changes] if self.log else list(self.changes)
        if visit in EARLY_SHARE:
            return EARLY_SHARE[visit] * steps[0]
        return steps[FOLLOW_UP.index(visit)]


UNCHANGED: Changes = (1.0, 1.0, 1.0, 1.0)
ENZYME_COURSE: Changes = (0.95, 0.90, 0.90, 0.95)

PARAMETERS = (
    Parameter("ALB", 31.5, 4.5, 2.3, (1.0, 2.8, 3.0, 0.3), -0.65, lowest=20.0),
    Parameter("BILI", 34.0, 0.55, 0.25, (0.95, 0.90, 0.90, 0.97), 0.65, log=True),
    Parameter("ALT", 32.0, 0.45, 0.28, ENZYME_COURSE, log=True),
    Parameter("AST", 44.0, 0.45, 0.28, ENZYME_COURSE, log=True, partner="ALT", correlation=0.8),
    Parameter("CHOL", 3.3, 0.9, 0.35, (0.10, 0.15, 0.20, 0.10), -0.45, lowest=1.2),
    Parameter("PTA", 57.0, 13.0, 5.5, (5.0, 7.0, 8.0, 8.0), -0.75, lowest=22.0, highest=125.0),
    Parameter("AT3", 52.0, 18.0, 7.0, (3.0, 5.0, 6.0, 5.0), -0.75, lowest=10.5, partner="PTA", correlation=0.75),
    Parameter("SODIUM", 138.0, 3.5, 2.0, lowest=124.0, highest=149.0),
    Parameter("K", 3.95, 0.38, 0.27, lowest=2.6, highest=5.4),
    Parameter("CREAT", 72.0, 16.0, 7.0, lowest=38.0),
    Parameter("PLAT", 75.0, 0.5, 0.18, UNCHANGED, -0.3, log=True),
    Parameter("HGB", 113.0, 16.0, 6.0, lowest=70.0),
    Parameter("WBC", 3.9, 0.32, 0.15, UNCHANGED, log=True),
    Parameter("CD4", 40.0, 9.0, 4.0, (1.0, 2.0, 2.0, 1.0), lowest=15.0, highest=65.0),
    Parameter("CD8", 24.0, 7.0, 3.0, (-0.5, -1.0, -1.0, -0.5), lowest=8.0, highest=48.0),
    Parameter("NK", 12.0, 6.0, 3.0, (0.5, 1.0, 1.0, 0.5), lowest=2.5, highest=40.0),
    Parameter("IL8", 20.0, 0.8, 0.40, (0.75, 0.65, 0.60, 0.60), 0.45, log=True),
    Parameter("WEIGHT", 64.0, 8.9, 1.6, lowest=42.0),
    Parameter("SYSBP", 116.0, 12.0, 7.0, lowest=88.0),
    Parameter("DIABP", 72.0, 8.0, 5.0, lowest=50.0, partner="SYSBP", correlation=0.6),
    Parameter("TEMP", 36.5, 0.28, 0.22, lowest=35.8, highest=37.3),
    Parameter("HR", 74.0, 10.0, 6.0, lowest=52.0),
    Parameter("PR", 160.0, 18.0, 8.0, lowest=116.0),
    Parameter("QTCF", 425.0, 18.0, 9.0, loading=0.3),
)

# scale means and SDs of the RAND-36, in points of 0 to 100; within-patient SD 10, the same small gain in all
RAND36_LEVELS = {
    "PF": (53.0, 17.0),
    "RP": (33.0, 28.0),
    "RE": (29.0, 26.0),
    "VT": (48.0, 20.0),
    "MH": (51.0, 18.0),
    "SF": (54.0, 19.0),
    "BP": (62.0, 19.0),
    "GH": (30.0, 18.0),
}
RAND36 = tuple(
    Parameter(
        f"R36_{scale}",
        mean,
        sd,
        10.0,
        (3.0, 5.0, 6.0, 4.0),
        -0.3,
        lowest=0.0,
        highest=100.0,
        partner="" if scale == "PF" else "R36_PF",
        correlation=0.5,
    )
    for scale, (mean, sd) in RAND36_LEVELS.items()
)

# latent scales of the clinical signs: standard normal at baseline, a little lower afterwards
SIGNS = (
    Parameter("ASCITES", 0.0, 1.0, 0.35, (-0.10, -0.20, -0.25, -0.10), 0.3),
    Parameter("ENCEPH", 0.0, 1.0, 0.35, (-0.05, -0.10, -0.10, -0.05), 0.3),
)
