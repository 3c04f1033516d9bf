"""A trial of more subjects costs as much more, and no more than that; and each subject's records stay the same."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from analysis.raw.reading import read_raw
from analysis.study import read_study
from tests.datasets.scaling import derive_all, multiply

GOLDEN = Path(__file__).resolve().parents[1] / "golden/study"
NAMES = ["adsl", "adlb", "adae"]


@pytest.fixture(scope="module")
def made() -> dict[int, tuple[dict[str, str], float]]:
    """The golden study's datasets once, ten and forty times over, with the seconds that they took."""
    study, raw = read_study(GOLDEN / "study.yaml"), read_raw(GOLDEN / "data/raw")
    derive_all(study, raw, NAMES)  # what is loaded or remembered the first time
    found = {}
    for copies in (1, 10, 40):
        larger = multiply(raw, copies)
        start = time.process_time()
        found[copies] = (derive_all(study, larger, NAMES), time.process_time() - start)
    return found


def test_time_grows_with_the_records(made: dict[int, tuple[dict[str, str], float]]) -> None:
    assert made[40][1] < 2 * 4 * made[10][1]  # four times as much, with room for a busy machine


def test_the_first_subjects_have_the_same_records_in_a_larger_trial(
    made: dict[int, tuple[dict[str, str], float]],
) -> None:
    for name in NAMES:
        alone, larger = (made[copies][0][name.upper()].splitlines() for copies in (1, 10))
        assert len(larger) - 1 == 10 * (len(alone) - 1)
        assert set(alone) <= set(larger)
