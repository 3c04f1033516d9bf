"""The search: it reaches the closed solution where there is one, and says why where there is no maximum."""

from __future__ import annotations

import numpy as np

from analysis.methods.covariance import STRUCTURES, derive_start
from analysis.methods.mmrm_likelihood import derive_blocks
from analysis.methods.mmrm_optimiser import estimate_optimum

VISITS = np.tile([0, 1], 6)
Y = np.array([1.0, 3.0, 2.0, 1.0, 4.0, 6.0, 0.0, 1.5, 3.0, 4.0, 2.5, 2.0])


def test_complete_data_give_the_sample_covariance() -> None:
    blocks = derive_blocks(np.eye(2)[VISITS], Y, np.repeat(np.arange(6), 2), VISITS, 2, restricted=True)
    structure = STRUCTURES["UN"]
    optimum = estimate_optimum(blocks, structure, derive_start(structure, np.eye(2)))
    assert optimum is not None
    assert optimum.reason == ""
    assert np.allclose(optimum.covariance.sigma, np.cov(Y.reshape(6, 2).T), rtol=1e-9)
    assert np.abs(optimum.slopes.gradient).max() < 1e-5


def test_a_likelihood_without_maximum_is_told() -> None:
    line = np.repeat(np.arange(6.0), 2) + VISITS
    blocks = derive_blocks(np.eye(2)[VISITS], line, np.repeat(np.arange(6), 2), VISITS, 2, restricted=True)
    structure = STRUCTURES["UN"]
    optimum = estimate_optimum(blocks, structure, derive_start(structure, np.eye(2)))
    assert optimum is not None
    assert "singular" in optimum.reason


def test_a_start_that_is_no_covariance_is_refused() -> None:
    blocks = derive_blocks(np.eye(2)[VISITS], Y, np.repeat(np.arange(6), 2), VISITS, 2, restricted=True)
    assert estimate_optimum(blocks, STRUCTURES["CS"], np.array([0.0, np.inf])) is None
