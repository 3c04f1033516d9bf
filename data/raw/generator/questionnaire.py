"""QS: the answers to the 36 items of the RAND 36-Item Health Survey 1.0, in their native coding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .cohort import Subject
from .draws import Draws
from .rows import Row, derive_time_cells, derive_visit_cells
from .trajectories import Values
from .visits import Attendance

ITEM_NOISE = 14.0  # setting: spread of an answer around the scale's value, in points of 0 to 100
UNANSWERED = 0.004  # setting

SCALES = {
    "PF": (3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
    "RP": (13, 14, 15, 16),
    "RE": (17, 18, 19),
    "VT": (23, 27, 29, 31),
    "MH": (24, 25, 26, 28, 30),
    "SF": (20, 32),
    "BP": (21, 22),
    "GH": (1, 33, 34, 35, 36),
}
_POINTS_BY_ITEMS: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = (
    ((1, 2, 20, 22, 34, 36), (100, 75, 50, 25, 0)),
    ((3, 4, 5, 6, 7, 8, 9, 10, 11, 12), (0, 50, 100)),
    ((13, 14, 15, 16, 17, 18, 19), (0, 100)),
    ((21, 23, 26, 27, 30), (100, 80, 60, 40, 20, 0)),
    ((24, 25, 28, 29, 31), (0, 20, 40, 60, 80, 100)),
    ((32, 33, 35), (0, 25, 50, 75, 100)),
)
POINTS = {item: points for items, points in _POINTS_BY_ITEMS for item in items}  # of the answers 1, 2, 3, ...
NAMES = {
    "PF": "Physical Functioning",
    "RP": "Role Physical",
    "RE": "Role Emotional",
    "VT": "Energy/Fatigue",
    "MH": "Emotional Well-being",
    "SF": "Social Functioning",
    "BP": "Pain",
    "GH": "General Health",
}
SCALE_OF = {item: scale for scale, items in SCALES.items() for item in items}


def tabulate_questionnaire(
    subjects: Sequence[Subject], calendar: Mapping[str, list[Attendance]], values: Mapping[str, Values], seed: int
) -> list[Row]:
    """The domain QS, for the treated at planned visits."""
    found: list[Row] = []
    for subject in subjects:
        draws = Draws(seed, f"questionnaire of {subject.usubjid}")
        for visit in calendar[subject.usubjid]:
            if subject.arm and visit.happened and not visit.unscheduled:
                frame = derive_visit_cells(subject, visit) | derive_time_cells(subject, visit, "QS")
                found += [frame | _item(draws, item, visit.name, values[subject.usubjid]) for item in range(1, 37)]
    return found


def _item(draws: Draws, item: int, visit: str, values: Values) -> Row:
    scale = SCALE_OF.get(item, "")
    name = f"RAND-36 Item {item} {NAMES.get(scale, 'Health Change')}"
    row: Row = {"QSTESTCD": f"R36_{item:02d}", "QSTEST": name, "QSCAT": "RAND-36"}
    target = values[f"R36_{scale or 'GH'}", visit]
    answer = str(_answer(draws, POINTS[item], target + (20.0 if not scale else 0.0)))
    if draws.chance(UNANSWERED):
        return row | {"QSSTAT": "NOT DONE", "QSREASND": "NOT ANSWERED"}
    return row | {"QSORRES": answer, "QSSTRESC": answer, "QSSTRESN": answer}


def _answer(draws: Draws, points: tuple[int, ...], target: float) -> int:
    """The answer whose points are nearest to the scale's value with some noise; yes or no by chance."""
    if len(points) == 2:
        return 2 if draws.chance(target / 100) else 1
    wanted = target + draws.normal(0, ITEM_NOISE)
    return min(range(len(points)), key=lambda place: abs(points[place] - wanted)) + 1
