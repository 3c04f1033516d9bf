"""Where SAS PROC MIXED stops, for an unstructured covariance.

SAS begins at MIVQUE0, which is one step of Fisher scoring from Σ = I, goes on by Newton's method in the elements of Σ,
and stops as soon as g'H⁻¹g is below 10⁻⁸ of the objective (CONVH): a step before the minimum. Estimates are then off by
about 1e-5 and Kenward-Roger degrees of freedom by up to 0.05; who has to meet SAS's digits needs the same stop.
"""

from __future__ import annotations

import numpy as np

from analysis.methods.covariance import Covariance
from analysis.methods.mmrm_likelihood import Blocks, derive_slopes, derive_state
from analysis.methods.mmrm_optimiser import Optimum, find_flaw

CONVH = 1e-8
_MOST_STEPS = 50  # SAS's MAXITER


def estimate_sas_optimum(blocks: Blocks) -> Optimum | None:
    """Where SAS stops; θ are the elements of Σ, row by row. None where a step leaves the positive definite matrices."""
    m = blocks.masks.shape[1]
    rows, columns = np.tril_indices(m)
    first = np.zeros((len(rows), m, m))
    first[np.arange(len(rows)), rows, columns] = first[np.arange(len(rows)), columns, rows] = 1.0
    second = np.zeros((len(rows), len(rows), m, m))
    sigma = np.eye(m)
    for step in range(_MOST_STEPS + 1):
        state, covariance = derive_state(blocks, sigma), Covariance(sigma, first, second)
        if state is None:
            return None
        slopes = derive_slopes(blocks, covariance, state)
        try:
            move = np.linalg.solve(slopes.observed if step else slopes.expected, slopes.gradient)
        except np.linalg.LinAlgError:
            return None
        near = step > 0 and abs(float(slopes.gradient @ move)) < CONVH * abs(state.deviance)
        if near or step == _MOST_STEPS:
            reason = find_flaw(slopes) if near else f"not converged in {step} iterations"
            return Optimum(sigma[rows, columns], covariance, state, slopes, step, reason)
        sigma = sigma - np.tensordot(move, first, 1)
    return None
