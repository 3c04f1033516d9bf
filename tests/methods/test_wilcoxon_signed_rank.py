"""Signed-rank test; small distributions by hand, R's exactRankTests and coin in tests/reference."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.errors import MethodError
from analysis.methods.wilcoxon_signed_rank import derive_signed_rank_distribution, estimate_signed_rank


def test_distribution_of_three_ranks() -> None:
    assert derive_signed_rank_distribution([1, 2, 3]) * 8 == pytest.approx([1, 1, 1, 2, 1, 1, 1])


def test_all_positive_changes_have_the_smallest_p() -> None:
    result = estimate_signed_rank([1, 2, 3, 4, 5, 6])
    assert (result.statistic, result.p_value) == (21, 2 / 64)
    assert result.options[1] == "exact"


def test_zeros_are_dropped_or_ranked_by_the_stated_rule() -> None:
    changes = [0, 0, 1, -2, 3, 4]
    assert estimate_signed_rank(changes).statistic == 1 + 3 + 4
    assert estimate_signed_rank(changes, zeros="pratt").statistic == 3 + 5 + 6
    assert estimate_signed_rank(changes, zeros="pratt").n == 4


def test_turning_the_signs_keeps_p() -> None:
    changes = np.array([1.5, 1.5, -0.5, 2.0, 3.0, -2.0, 4.0])
    assert estimate_signed_rank(changes).p_value == estimate_signed_rank(-changes).p_value


def test_student_approximation_of_sas() -> None:
    # S = 10.5, n = 6, V = 91/4; t = S·√(5 / (6·V − S²)) with 5 df, P from R's pt
    result = estimate_signed_rank([1, 2, 3, 4, 5, 6], p_method="student")
    assert result.p_value == pytest.approx(0.00593354451759, rel=1e-9)


def test_too_many_changes_for_the_exact_test_are_told() -> None:
    result = estimate_signed_rank(np.arange(1, 600))
    assert result.options[1] == "normal approximation"


@pytest.mark.parametrize("changes", [[], [0, 0], [math.nan]])
def test_nothing_but_zeros_has_no_test(changes: list[float]) -> None:
    result = estimate_signed_rank(changes)
    assert math.isnan(result.p_value)
    assert result.reason == "no change differs from 0"


def test_unknown_rule_is_a_wrong_call() -> None:
    with pytest.raises(MethodError, match="zeros"):
        estimate_signed_rank([1], zeros="keep")
