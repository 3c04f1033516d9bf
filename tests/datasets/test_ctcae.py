"""The limits are those of CTCAE 5.0; a value at a limit has the lower grade."""

from collections.abc import Sequence

import pandas as pd
import pytest

from analysis.datasets.ctcae import TERMS, derive_grade, read_term
from analysis.study import Parameter

GAP = float("nan")
Values = Sequence[float]


def grades(test: str, values: Values, *, unit: str = "", high: bool = True, **frame: float | str) -> list[str]:
    parameter = Parameter(id="X", label="", category="", domain="LB", test=test, unit=unit)
    term = read_term(parameter, high=high)
    assert term is not None
    columns: dict[str, float | str] = {"ANRLO": GAP, "ANRHI": GAP, "BASE": GAP, "BNRIND": "NORMAL"}
    return derive_grade(term, pd.DataFrame({"AVAL": values}).assign(**(columns | frame))).tolist()


def test_alt_with_a_normal_baseline() -> None:
    values = [40, 40.1, 120, 120.1, 200, 200.1, 800, 800.1]
    assert grades("ALT", values, ANRHI=40, BASE=30) == ["0", "1", "1", "2", "2", "3", "3", "4"]


def test_alt_with_an_abnormal_baseline() -> None:
    values = [100, 149, 150, 300, 301, 500, 501, 2001]
    found = grades("ALT", values, ANRHI=40, BASE=100, BNRIND="HIGH")
    assert found == ["0", "0", "1", "1", "2", "2", "3", "4"]


def test_bilirubin_with_an_abnormal_baseline() -> None:
    values = [30, 30.1, 45, 45.1, 90.1, 300.1]
    assert grades("BILI", values, ANRHI=20, BASE=30, BNRIND="HIGH") == ["0", "1", "1", "2", "3", "4"]


def test_alkaline_phosphatase() -> None:
    assert grades("ALP", [100, 101, 251, 501, 2001], ANRHI=100) == ["0", "1", "2", "3", "4"]
    found = grades("ALP", [399, 400, 501], ANRHI=100, BASE=200, BNRIND="HIGH")
    assert found == ["0", "1", "2"]


def test_albumin() -> None:
    values = [35, 34.9, 30, 29.9, 20, 19.9]
    assert grades("ALB", values, unit="g/L", high=False, ANRLO=35) == ["0", "1", "1", "2", "2", "3"]


def test_creatinine_is_the_worst_of_limit_and_baseline() -> None:
    assert grades("CREAT", [100, 101, 151, 301, 601], ANRHI=100, BASE=90) == ["0", "1", "2", "3", "4"]
    assert grades("CREAT", [61, 121], ANRHI=130, BASE=40) == ["2", "3"]


def test_inr_is_graded_as_without_anticoagulation() -> None:
    assert grades("INR", [1.2, 1.21, 1.5, 1.51, 2.51], BASE=1.0) == ["0", "1", "1", "2", "3"]


@pytest.mark.parametrize(
    ("test", "values"),
    [("PLAT", [74.9, 49.9, 24.9]), ("WBC", [2.9, 1.9, 0.9]), ("NEUT", [1.4, 0.9, 0.4]), ("LYMPH", [0.7, 0.4, 0.1])],
)
def test_counts(test: str, values: Values) -> None:
    assert grades(test, values, unit="10⁹/L", high=False, ANRLO=150) == ["2", "3", "4"]
    assert grades(test, [149.0, 150.0], unit="10^9/L", high=False, ANRLO=150) == ["1", "0"]


def test_hemoglobin_in_both_directions() -> None:
    assert grades("HGB", [120, 119, 99, 79], unit="g/L", high=False, ANRLO=120) == ["0", "1", "2", "3"]
    assert grades("HGB", [160, 161, 181, 201], unit="g/L", ANRHI=160) == ["0", "1", "2", "3"]


def test_electrolytes() -> None:
    low = grades("SODIUM", [134, 129, 124, 119], unit="mmol/L", high=False, ANRLO=135)
    assert low == ["1", "2", "3", "4"]
    assert grades("K", [3.4, 2.9, 2.4], unit="mmol/L", high=False, ANRLO=3.5) == ["1", "3", "4"]
    assert grades("K", [5.3, 5.6, 6.1, 7.1], unit="mmol/L", ANRHI=5.2) == ["1", "2", "3", "4"]


def test_without_the_normal_limit_the_fixed_steps_decide() -> None:
    assert grades("ALB", [36, 29, 19], unit="g/L", high=False) == ["", "2", "3"]
    assert grades("ALT", [4000.0]) == [""]


def test_a_missing_value_has_no_grade() -> None:
    assert grades("ALB", [GAP], unit="g/L", high=False, ANRLO=35) == [""]


def test_a_multiple_of_the_limit_is_not_decided_by_its_last_bit() -> None:
    assert 3 * 30.4 < 91.2  # in floating point; the value is exactly at the limit
    assert grades("ALT", [91.2], ANRHI=30.4) == ["1"]


def test_fixed_numbers_need_their_unit() -> None:
    albumin = Parameter(id="ALB", label="", category="", domain="LB", unit="g/dL")
    assert read_term(albumin, high=False) is None


def test_each_test_has_at_most_one_term_a_direction() -> None:
    pairs = [(test, term.high) for term in TERMS for test in term.tests]
    assert len(pairs) == len(set(pairs))
