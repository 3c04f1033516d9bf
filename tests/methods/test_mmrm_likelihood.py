"""The likelihood, against dense matrices, and its derivatives, against differences."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis.methods.arguments import Floats
from analysis.methods.covariance import STRUCTURES, derive_covariance, derive_start
from analysis.methods.mmrm_likelihood import Blocks, derive_blocks, derive_slopes, derive_state

SIGMA = np.array([[4, 2, 1.2], [2, 5, 2.2], [1.2, 2.2, 6]])
SUBJECT = np.array([0, 0, 0, 1, 1, 2, 3, 3, 3, 4, 4, 5, 5, 6, 6, 6])
VISIT = np.array([0, 1, 2, 0, 2, 1, 0, 1, 2, 0, 1, 1, 2, 0, 1, 2])
RANDOM = np.random.default_rng(7)
X, Y = RANDOM.normal(loc=(5, 0), size=(16, 2)), RANDOM.normal(scale=2, size=16)
both = pytest.mark.parametrize("restricted", [True, False])


def blocks_of(restricted: bool) -> Blocks:
    return derive_blocks(X, Y, SUBJECT, VISIT, 3, restricted)


def dense_deviance(sigma: Floats, restricted: bool) -> float:
    v = np.where(SUBJECT[:, None] == SUBJECT, sigma[np.ix_(VISIT, VISIT)], 0.0)
    inverse = np.linalg.inv(v)
    information = X.T @ inverse @ X
    residual = Y - X @ np.linalg.solve(information, X.T @ inverse @ Y)
    value = np.linalg.slogdet(v)[1] + residual @ inverse @ residual
    value += (16 - 2 * restricted) * math.log(2 * math.pi)
    return float(value + restricted * np.linalg.slogdet(information)[1])


@both
def test_deviance_equals_that_of_dense_matrices(restricted: bool) -> None:
    blocks = blocks_of(restricted)
    state = derive_state(blocks, SIGMA)
    assert blocks.n_obs == 16
    assert state is not None
    assert state.deviance == pytest.approx(dense_deviance(SIGMA, restricted), rel=1e-12)


def test_a_matrix_that_is_no_covariance_has_no_likelihood() -> None:
    assert derive_state(blocks_of(True), SIGMA - 5 * np.eye(3)) is None


@both
@pytest.mark.parametrize("name", STRUCTURES)
def test_gradient_and_hessian_equal_differences(restricted: bool, name: str) -> None:
    blocks, structure, step = blocks_of(restricted), STRUCTURES[name], 1e-5
    theta = derive_start(structure, SIGMA)

    def at(point: Floats) -> tuple[float, Floats, Floats]:
        covariance = derive_covariance(structure, point, 3)
        state = derive_state(blocks, covariance.sigma)
        assert state is not None
        slopes = derive_slopes(blocks, covariance, state)
        return state.deviance, slopes.gradient, slopes.observed

    _, gradient, observed = at(theta)
    for place, unit in enumerate(np.eye(len(theta)) * step):
        above, below = at(theta + unit), at(theta - unit)
        assert (above[0] - below[0]) / (2 * step) == pytest.approx(gradient[place], abs=1e-5)
        assert (above[1] - below[1]) / (2 * step) == pytest.approx(observed[place], abs=1e-5)


def test_expected_information_is_the_mean_of_the_observed_one() -> None:
    structure = STRUCTURES["CS"]
    covariance = derive_covariance(structure, derive_start(structure, SIGMA), 3)
    whole = np.repeat(np.arange(400), 3)
    random = np.random.default_rng(1)
    y = (random.normal(size=(400, 3)) @ np.linalg.cholesky(covariance.sigma).T).ravel()
    blocks = derive_blocks(np.ones((1200, 1)), y, whole, np.tile([0, 1, 2], 400), 3, restricted=True)
    state = derive_state(blocks, covariance.sigma)
    assert state is not None
    slopes = derive_slopes(blocks, covariance, state)
    assert slopes.observed == pytest.approx(slopes.expected, rel=0.15, abs=60)
