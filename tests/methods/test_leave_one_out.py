"""Leave-one-out."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.methods.leave_one_out import estimate_leave_one_out

PATIENTS = np.array(["a", "a", "b", "c"])
VALUES = np.array([1.0, 3.0, 5.0, 11.0])


def test_all_records_of_a_patient_are_left_out_together() -> None:
    found = estimate_leave_one_out(PATIENTS, lambda kept: float(VALUES[kept].mean()))
    assert found.full == 5
    assert found.without("a") == 8
    assert found.without("c") == 3
    assert found.extremes() == ("c", "a")
    assert [row.value for row in found.to_rows()] == [5, 3, 8]


def test_what_can_not_be_computed_without_a_patient_is_told() -> None:
    found = estimate_leave_one_out(PATIENTS, lambda kept: math.nan if not kept[3] else 1.0)
    assert found.to_rows()[1].warning == "not estimable without 1 of 3 patients"
    lost = estimate_leave_one_out(PATIENTS, lambda kept: 1.0 if kept.all() else math.nan)
    assert lost.to_rows()[1].error == "the statistic can't be computed without any one patient"
    assert math.isnan(lost.to_rows()[1].value)


def test_range_holds_the_mean_of_the_parts() -> None:
    found = estimate_leave_one_out(np.arange(4), lambda kept: float(VALUES[kept].mean()))
    assert found.values.mean() == pytest.approx(VALUES.mean())
