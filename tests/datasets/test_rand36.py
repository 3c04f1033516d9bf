"""The worked example is that of the published scoring instructions; the rest are the ends of each scale."""

import numpy as np
import pytest

from analysis.datasets.rand36 import POINTS, SCALES, derive_points, derive_scale

GAP = float("nan")


def scale(**answers: float) -> float:
    return float(derive_scale({int(name[1:]): np.array([value]) for name, value in answers.items()})[0])


def test_the_published_example_of_energy() -> None:
    assert scale(i23=4, i27=3, i29=3, i31=GAP) == pytest.approx(46.7, abs=0.05)


def test_every_item_but_the_second_is_in_one_scale() -> None:
    items = [item for members in SCALES.values() for item in members]
    assert sorted(items) == [item for item in range(1, 37) if item != 2]
    assert set(POINTS) == {*items, 2}


@pytest.mark.parametrize(("item", "best"), [(1, 1), (3, 3), (13, 2), (21, 1), (24, 6), (32, 5), (36, 1)])
def test_the_best_answer_is_100(item: int, best: int) -> None:
    points = derive_points(item, np.arange(1.0, len(POINTS[item]) + 1))
    assert points[best - 1] == 100
    assert points.min() == 0


def test_none_answered_is_missing() -> None:
    assert np.isnan(scale(i20=GAP, i32=GAP))
    assert scale(i20=1, i32=GAP) == 100


def test_an_answer_that_does_not_exist_is_missing() -> None:
    assert np.isnan(derive_points(13, np.array([0.0, 3.0, 1.5, GAP]))).all()
