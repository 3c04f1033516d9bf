"""Cox's partial likelihood: its derivatives against differences, its value by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.methods.cox_likelihood import derive_loglik, derive_strata, derive_terms

TIME = np.array([1.0, 2.0, 2.0, 3.0, 4.0, 4.0, 5.0])
EVENT = np.array([True, True, True, False, True, False, False])
X = np.array([[0.3, 1.0], [1.2, 0.0], [-0.4, 1.0], [0.8, 0.0], [0.1, 1.0], [2.0, 1.0], [-1.0, 0.0]])
ONE = np.zeros(7, dtype=np.int64)


def test_value_at_zero_counts_those_at_risk() -> None:
    breslow = derive_loglik(derive_strata(TIME, EVENT, X, ONE, "breslow"), np.zeros(2))[0]
    efron = derive_loglik(derive_strata(TIME, EVENT, X, ONE, "efron"), np.zeros(2))[0]
    assert breslow == pytest.approx(-math.log(7 * 6 * 6 * 3))
    assert efron == pytest.approx(-math.log(7 * 6 * 5 * 3))


@pytest.mark.parametrize("ties", ["breslow", "efron"])
def test_derivatives_agree_with_differences(ties: str) -> None:
    strata = derive_strata(TIME, EVENT, X, np.array([0, 0, 0, 0, 1, 1, 1]), ties)
    beta, step = np.array([0.4, -0.7]), 1e-5
    _, score, information = derive_loglik(strata, beta)
    third = sum(derive_terms(stratum, beta, third=True).third.sum(axis=0) for stratum in strata)
    for j in range(2):
        move = step * np.eye(2)[j]
        above, below = derive_loglik(strata, beta + move), derive_loglik(strata, beta - move)
        assert score[j] == pytest.approx((above[0] - below[0]) / (2 * step), rel=1e-6)
        assert information[j] == pytest.approx(-(above[1] - below[1]) / (2 * step), rel=1e-6)
        assert np.asarray(third)[j] == pytest.approx((above[2] - below[2]) / (2 * step), rel=1e-5, abs=1e-9)


def test_stratum_without_events_is_left_out() -> None:
    assert len(derive_strata(TIME, EVENT, X, np.array([0, 0, 0, 1, 0, 1, 1]), "efron")) == 1
