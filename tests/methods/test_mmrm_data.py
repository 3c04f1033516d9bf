"""From the frame to arrays: what is refused, what is left out, what is too little."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import MethodError
from analysis.methods.covariance import STRUCTURES
from analysis.methods.mmrm_data import derive_long_data, find_shortage
from tests.methods.mixed_models import AGES, MODEL, read_growth


def test_rows_without_response_stay_and_rows_without_predictor_go() -> None:
    data = read_growth((("F1", "A8"),))
    data.loc[1, "sex"] = None
    long = derive_long_data(data, MODEL)
    assert len(long.response) == 107
    assert int(long.observed.sum()) == 106
    assert len(long.subjects) == 27


def test_a_missing_column_is_named() -> None:
    with pytest.raises(MethodError, match="no column distance, sex"):
        derive_long_data(read_growth()[["child", "age"]], MODEL)


def test_all_faults_are_told_at_once() -> None:
    data = read_growth()
    data.loc[0, "age"] = "A16"
    data.loc[5, "age"] = "A8"
    with pytest.raises(MethodError, match=r"(?s)unknown levels: A16.*several rows for a visit of F2"):
        derive_long_data(data, MODEL)


def shortage(data_rows: int, gaps: tuple[tuple[str, str], ...] = (), name: str = "UN", p: int = 8) -> str:
    return find_shortage(derive_long_data(read_growth(gaps).head(data_rows), MODEL), STRUCTURES[name], 4, p)


def test_enough_data_have_no_shortage() -> None:
    assert shortage(108) == ""


def test_shortages() -> None:
    assert shortage(8) == "too few responses: 8 for 8 coefficients"
    assert shortage(20) == "too few subjects: 5 for an unstructured covariance of 4 visits and 8 coefficients"
    children = [f"F{number}" for number in range(1, 12)]
    unseen = tuple((child, "A12") for child in children)
    assert shortage(44, unseen) == "no response at all at visit A12"
    apart = tuple((child, AGES[number % 2]) for number, child in enumerate(children))
    assert shortage(44, apart) == "no subject has responses at both visits A8 and A10"
    assert shortage(44, apart, "CS") == ""


def test_order_of_rows_does_not_matter() -> None:
    here = derive_long_data(read_growth(), MODEL)
    there = derive_long_data(read_growth().iloc[::-1], MODEL)
    assert here.subjects == there.subjects
    assert np.array_equal(np.sort(here.subject), np.sort(there.subject))
