"""Permutation test of group by visit: against least squares, enumeration by hand, and invariances."""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np
import pytest

from analysis.errors import MethodError
from analysis.methods.interaction_permutation import estimate_interaction_permutation

NAN = math.nan
# Two groups of two and three patients at two visits; in "b" the second visit is higher
RESPONSE = np.array([[1.0, 1.2], [2.0, 1.9], [1.5, 4.0], [2.5, 5.2], [0.5, 3.9]])
COVARIATE = np.array([3.0, 1.0, 2.0, 4.0, 5.0])
GROUP = np.array(["a", "a", "b", "b", "b"], dtype=object)


def f_of_differences(labels: np.ndarray) -> float:
    """With two visits the interaction is the group's effect on the difference; its F with the variance known."""
    y = RESPONSE[:, 1] - RESPONSE[:, 0]
    x = np.column_stack([np.ones(5), COVARIATE - COVARIATE.mean(), labels == "b"]).astype(float)
    inverse = np.linalg.inv(x.T @ x)
    effect = (inverse @ x.T @ y)[2]
    return float(effect**2 / (inverse[2, 2] * 2.0))  # independent visits of variance 1: the difference has 2


def test_two_visits_are_their_difference() -> None:
    result = estimate_interaction_permutation(RESPONSE, COVARIATE, GROUP, np.eye(2))
    assert result.statistic == pytest.approx(f_of_differences(GROUP))


def test_p_counts_the_arrangements_that_are_as_far() -> None:
    result = estimate_interaction_permutation(RESPONSE, COVARIATE, GROUP, np.eye(2))
    arrangements = sorted(set(permutations(GROUP.tolist())))
    assert len(arrangements) == 10
    values = [f_of_differences(np.array(each, dtype=object)) for each in arrangements]
    extreme = sum(value >= f_of_differences(GROUP) * (1 - 1e-9) for value in values)
    assert result.p_value == pytest.approx(extreme / 10)
    assert result.n == 5


def test_a_common_effect_is_no_interaction() -> None:
    shifted = RESPONSE + np.where(GROUP == "b", 7.0, 0.0)[:, None]
    plain, moved = (estimate_interaction_permutation(y, COVARIATE, GROUP, np.eye(2)) for y in (RESPONSE, shifted))
    assert moved.statistic == pytest.approx(plain.statistic)


def test_the_unit_of_the_covariance_does_not_matter() -> None:
    sigma = np.array([[2.0, 0.5], [0.5, 1.0]])
    one, ten = (estimate_interaction_permutation(RESPONSE, COVARIATE, GROUP, k * sigma) for k in (1.0, 10.0))
    assert ten.p_value == one.p_value
    assert ten.statistic == pytest.approx(one.statistic / 10)


def test_patients_without_data_take_no_part() -> None:
    response = np.vstack([RESPONSE, [NAN, NAN], [1.0, 2.0], [1.0, 2.0]])
    covariate = np.append(COVARIATE, [1.0, NAN, 1.0])
    group = np.append(GROUP, np.array(["a", "a", None], dtype=object))
    plain = estimate_interaction_permutation(RESPONSE, COVARIATE, GROUP, np.eye(2))
    assert estimate_interaction_permutation(response, covariate, group, np.eye(2)) == plain


def test_many_arrangements_are_drawn_and_said_so() -> None:
    random = np.random.default_rng(4)
    y, x, group = random.normal(size=(24, 3)), random.normal(size=24), np.repeat(["a", "b", "c"], 8).astype(object)
    y[3, 2] = NAN
    one, two = (estimate_interaction_permutation(y, x, group, np.eye(3), seed=9, draws=99) for _ in range(2))
    assert one == two
    assert one.p_value * 100 == pytest.approx(round(one.p_value * 100))
    assert "99" in " ".join(one.options)


@pytest.mark.parametrize(
    ("group", "response", "reason"),
    [(["a"] * 5, RESPONSE, "fewer than two groups"), (GROUP, RESPONSE[:, :1], "fewer than two visits")],
)
def test_what_can_not_be_tested_says_why(group: list[str], response: np.ndarray, reason: str) -> None:
    result = estimate_interaction_permutation(response, COVARIATE, group, np.eye(response.shape[1]))
    assert result.reason == reason


def test_shapes_must_fit() -> None:
    with pytest.raises(MethodError, match="covariance"):
        estimate_interaction_permutation(RESPONSE, COVARIATE, GROUP, np.eye(3))
