"""Values from outside.

MELD 3.0: the cases of the public document. MELD, MELD-Na, ALBI: worked by hand, some equal to public calculators.
"""

import math

import numpy as np
import pytest

from analysis.datasets import components, scores
from analysis.study.model import Parameter, Score


def array(*values: float) -> scores.Floats:
    return np.array(values, dtype=np.float64)


def si(cr: float, bili: float) -> tuple[scores.Floats, scores.Floats]:
    return array(cr * 88.4), array(bili * 17.104)


@pytest.mark.parametrize(
    ("sex", "values", "expected"),
    [
        ("M", (0.8, 0.8, 1.0, 140, 4.0), 6),
        ("F", (1.0, 1.5, 1.2, 135, 3.0), 13),
        ("M", (1.0, 1.5, 1.2, 135, 3.0), 12),
        ("M", (1.0, 2.0, 1.5, 137, 1.8), 16),
        ("F", (2.5, 10, 2.2, 128, 2.8), 38),
        ("M", (2.5, 10, 2.2, 128, 2.8), 36),
        ("M", (5.0, 2.0, 1.5, 137, 3.5), 25),
    ],
)
def test_meld_3(sex: str, values: tuple[float, float, float, float, float], expected: int) -> None:
    cr, bili, inr, na, alb = values
    creatinine, bilirubin = si(cr, bili)
    liver = (bilirubin, array(inr), array(alb * 10))
    assert scores.derive_meld_3(np.array([sex == "F"]), liver, creatinine, array(na)) == expected


def test_meld_3_below_18_has_no_term_for_sex_and_the_constant_7_33() -> None:
    values = {"bilirubin": array(1.0), "INR": array(math.e ** (2.1 / 9.09)), "albumin": array(35.0)}
    values |= {"creatinine": array(88.4), "sodium": array(137.0)}  # all but the INR at the end of their ranges
    rule = components.RULES["meld-3"].formula
    parameter = Parameter(id="MELD3", label="MELD 3.0", category="Scores", score=Score(rule="meld-3"))
    for female in (0.0, 1.0):
        for age, expected in ((17.0, 9.0), (18.0, 8.0 + female)):
            assert rule(parameter, {**values, "female": array(female), "age": array(age)}) == expected


@pytest.mark.parametrize(
    ("cr", "bili", "inr", "na", "meld", "meld_na"),
    [
        (1.4, 3.2, 1.8, 134, 21, 23),
        (1.9, 4.0, 1.8, 128, 24, 29),
        (1.2, 2.0, 1.5, 138, 15, 15),
        (1.5, 2.0, 1.5, 137, 17, 17),
        (2.7, 1.5, 1.1, 135, 19, 20),
        (0.8, 0.7, 1.0, 130, 6, 6),
    ],
)
def test_meld_and_meld_na(cr: float, bili: float, inr: float, na: float, meld: int, meld_na: int) -> None:
    found = scores.derive_meld(*si(cr, bili), array(inr))
    assert found == meld
    assert scores.derive_meld_na(found, array(na)) == meld_na


@pytest.mark.parametrize(
    ("bilirubin", "albumin", "albi", "grade"), [(20.52, 35, -2.109, 2), (10, 42, -2.91, 1), (60, 25, -0.9514, 3)]
)
def test_albi(bilirubin: float, albumin: float, albi: float, grade: int) -> None:
    found = scores.derive_albi(array(bilirubin), array(albumin))
    assert found == pytest.approx(albi, abs=5e-4)
    assert scores.derive_albi_grade(found) == grade


def test_albi_grades_at_their_limits() -> None:
    assert scores.derive_albi_grade(array(-2.60, -2.5999, -1.39, -1.3899, np.nan)).tolist()[:4] == [1, 2, 2, 3]


def test_apri_and_fib_4() -> None:
    assert scores.derive_apri(array(80), array(40), array(100)) == pytest.approx(2.0)
    assert scores.derive_fib_4(array(50), array(80), array(64), array(100)) == pytest.approx(5.0)


@pytest.mark.parametrize(
    ("female", "age", "creatinine", "rate"),
    [(False, 50, 1.0, 92), (True, 50, 0.7, 105), (False, 60, 2.0, 38), (True, 70, 1.5, 37), (False, 30, 0.6, 133)],
)
def test_egfr_as_the_kidney_foundation_calculates_it(female: bool, age: float, creatinine: float, rate: int) -> None:
    found = scores.derive_egfr(array(creatinine * 88.4), array(age), np.array([female]))
    assert round(float(found[0])) == rate


def child_pugh(bilirubin: float, albumin: float, inr: float, ascites: float, encephalopathy: float) -> float:
    signs = (array(ascites), array(encephalopathy))
    return float(scores.derive_child_pugh(array(bilirubin), array(albumin), array(inr), signs)[0])


def test_child_pugh_from_best_to_worst() -> None:
    assert child_pugh(20, 40, 1.1, 1, 1) == 5
    assert child_pugh(60, 20, 2.5, 3, 3) == 15


@pytest.mark.parametrize(
    ("bilirubin", "albumin", "inr", "points"),
    [
        *((33.9, 40, 1, 5), (34, 40, 1, 6), (51, 40, 1, 6), (51.1, 40, 1, 7)),
        *((10, 35.1, 1, 5), (10, 35, 1, 6), (10, 28, 1, 6), (10, 27.9, 1, 7)),
        *((10, 40, 1.69, 5), (10, 40, 1.7, 6), (10, 40, 2.3, 6), (10, 40, 2.31, 7)),
    ],
)
def test_child_pugh_at_its_limits(bilirubin: float, albumin: float, inr: float, points: int) -> None:
    assert child_pugh(bilirubin, albumin, inr, 1, 1) == points


def test_child_pugh_with_the_other_limit_of_albumin() -> None:
    signs = (array(1), array(1))
    found = [scores.derive_child_pugh(array(10), array(29), array(1), signs, limit)[0] for limit in (28, 30)]
    assert found == [6, 7]


def test_child_pugh_classes() -> None:
    letters = scores.derive_child_pugh_class(array(5, 6, 7, 9, 10, 15, np.nan))
    assert letters.tolist() == ["A", "A", "B", "B", "C", "C", ""]


def test_a_missing_component_is_a_missing_score() -> None:
    one, gap = array(1.0), array(np.nan)
    signs = (one, one)
    for found in (
        scores.derive_child_pugh(gap, one, one, signs),
        scores.derive_child_pugh(one, one, one, (one, gap)),
        scores.derive_meld(one, one, gap),
        scores.derive_meld_na(array(20), gap),
        scores.derive_meld_3(np.array([True]), (one, one, gap), one, one),
        scores.derive_albi(gap, one),
        scores.derive_albi_grade(gap),
        scores.derive_apri(one, gap, one),
        scores.derive_fib_4(one, one, gap, one),
    ):
        assert np.isnan(found).all()
