"""Descriptive statistics; the values are R's (quantile type 2) or follow from the definition by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.errors import MethodError
from analysis.methods.result import Statistic
from analysis.methods.summary import estimate_geometric_summary, estimate_quantile, estimate_summary


def by_name(rows: tuple[Statistic, ...]) -> dict[str, Statistic]:
    return {row.name: row for row in rows}


def test_quartiles_follow_sas_definition_5() -> None:
    found = by_name(estimate_summary([1, 2, 3, 4, 5, 6, 7, 8]))
    assert [found[name].value for name in ("p25", "median", "p75")] == [2.5, 4.5, 6.5]


def test_quantile_where_rounding_would_take_the_next_value() -> None:
    assert estimate_quantile(range(1, 21), 0.55) == 11.5  # 20 · 0.55 is 11.000000000000002 in floating point


def test_missing_values_are_left_out() -> None:
    found = by_name(estimate_summary(np.array([3.0, None, math.nan, 5.0], dtype=object)))
    assert (found["n"].value, found["mean"].value) == (2, 4)


def test_one_value_has_a_mean_but_no_sd() -> None:
    found = by_name(estimate_summary([3.0]))
    assert found["mean"].value == 3
    assert math.isnan(found["sd"].value)
    assert found["sd"].error == "one value has no standard deviation"


def test_no_values_give_reasons() -> None:
    rows = estimate_summary([math.nan])
    assert rows[0].value == 0
    assert {row.error for row in rows[1:]} == {"no values"}


def test_geometric_mean_needs_values_above_0() -> None:
    assert by_name(estimate_geometric_summary([1, 4, 16]))["geom_mean"].value == pytest.approx(4)
    assert by_name(estimate_geometric_summary([1, 0]))["geom_mean"].error == "1 of 2 values are not above 0"


def test_impossible_probability_is_a_wrong_call() -> None:
    with pytest.raises(MethodError, match="between 0 and 1"):
        estimate_quantile([1], 1.5)
