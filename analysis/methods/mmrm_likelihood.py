"""The likelihood of a linear model with correlated visits, with exact derivatives by the covariance parameters.

Subjects i have responses y_i ~ N(X_i β, Σ_i), Σ_i the rows and columns of Σ (m × m) at the visits seen. With V =
diag(Σ_i), A = X'V⁻¹X and r the generalised least squares residuals, twice the negative log-likelihood is

    log|V| + r'V⁻¹r + n log 2π                        (ML)
    log|V| + log|A| + r'V⁻¹r + (n − p) log 2π         (REML, as SAS PROC MIXED prints it)

and with P = V⁻¹ − V⁻¹X A⁻¹ X'V⁻¹ its derivatives by θ are (Harville, JASA 1977;72:320; Wolfinger, Tobias and Sall, SIAM
J Sci Comput 1994;15:1294), for REML

    f_h  = tr(P V_h) − y'P V_h P y
    f_hk = −tr(P V_h P V_k) + tr(P V_hk) + 2 y'P V_h P V_k P y − y'P V_hk P y

with expectation tr(P V_h P V_k); for ML the P inside traces is V⁻¹. Unseen visits are padded with zeros, so that
subjects are handled together and Σ is inverted once for each pattern of seen visits.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from analysis.methods.arguments import Floats, Integers
from analysis.methods.covariance import Covariance


@dataclass(frozen=True)
class Blocks:
    """The data, one block a subject, sorted by pattern: x (n, m, p), y (n, m), zero where a visit was not seen.

    ``masks`` (patterns, m) says which visits a pattern has, ``first`` (patterns,) where its subjects begin,
    ``pattern`` (n,) the pattern of each subject.
    """

    x: Floats
    y: Floats
    masks: Floats
    first: Integers
    pattern: Integers
    restricted: bool

    @property
    def n_obs(self) -> int:
        return int(self.counts @ self.masks.sum(axis=1))

    @property
    def counts(self) -> Integers:
        return np.bincount(self.pattern, minlength=len(self.masks))


@dataclass(frozen=True)
class State:
    """The likelihood at one Σ: deviance, K = Σ_i⁻¹ by pattern, B = Σ_i⁻¹X_i, e = Σ_i⁻¹r_i, β and its Φ = A⁻¹."""

    deviance: float
    inverse: Floats
    weighted_x: Floats
    weighted_residual: Floats
    coefficients: Floats
    vcov: Floats


@dataclass(frozen=True)
class Slopes:
    """Gradient (k,), observed Hessian (k, k) and its expectation, of the deviance by θ."""

    gradient: Floats
    observed: Floats
    expected: Floats


def derive_blocks(x: Floats, y: Floats, subject: Integers, visit: Integers, m: int, restricted: bool) -> Blocks:
    """Blocks from long data: rows x (r, p), y (r,), positions of subject and visit (r,). No row may be missing."""
    seen = np.zeros((int(subject.max()) + 1, m), dtype=bool)
    seen[subject, visit] = True
    masks, pattern = np.unique(seen, axis=0, return_inverse=True)
    order = np.argsort(pattern.ravel(), kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    padded_x, padded_y = np.zeros((*seen.shape, x.shape[1])), np.zeros(seen.shape)
    padded_x[place[subject], visit] = x
    padded_y[place[subject], visit] = y
    sorted_pattern = pattern.ravel()[order].astype(np.int64)
    first = np.searchsorted(sorted_pattern, np.arange(len(masks)))
    return Blocks(padded_x, padded_y, masks.astype(np.float64), first.astype(np.int64), sorted_pattern, restricted)


def derive_state(blocks: Blocks, sigma: Floats) -> State | None:
    """The likelihood at ``sigma``; None where Σ (or A) is not positive definite."""
    m = sigma.shape[0]
    seen = blocks.masks[:, :, None] * blocks.masks[:, None, :]
    gaps = (1 - blocks.masks)[:, :, None] * np.eye(m)
    try:
        factors = np.linalg.cholesky(sigma * seen + gaps)
        inverse = np.linalg.inv(sigma * seen + gaps) * seen
        weighted_x = inverse[blocks.pattern] @ blocks.x
        p = blocks.x.shape[2]
        information = blocks.x.reshape(-1, p).T @ weighted_x.reshape(-1, p)
        information_factor = np.linalg.cholesky(information)
        vcov = np.linalg.inv(information)
    except np.linalg.LinAlgError:
        return None
    vcov = (vcov + vcov.T) / 2
    coefficients = vcov @ (weighted_x.reshape(-1, p).T @ blocks.y.ravel())
    residual = blocks.y - blocks.x @ coefficients
    weighted_residual = (inverse[blocks.pattern] @ residual[:, :, None])[:, :, 0]
    log_det = 2 * np.log(np.diagonal(factors, axis1=1, axis2=2)).sum(axis=1)
    deviance = float(blocks.counts @ log_det + (residual * weighted_residual).sum())
    deviance += (blocks.n_obs - p * blocks.restricted) * math.log(2 * math.pi)
    if blocks.restricted:
        deviance += 2 * float(np.log(np.diag(information_factor)).sum())
    if not math.isfinite(deviance):
        return None
    return State(deviance, inverse, weighted_x, weighted_residual, coefficients, vcov)


def derive_slopes(blocks: Blocks, covariance: Covariance, state: State) -> Slopes:
    """Gradient and Hessians of the deviance by θ (see the head of this file)."""
    k, m = len(covariance.first), len(covariance.sigma)
    flat = covariance.first.reshape(k, m * m)
    fitted = _sum_patterns(blocks, state.weighted_x @ state.vcov @ state.weighted_x.swapaxes(1, 2))
    errors = _sum_patterns(blocks, state.weighted_residual[:, :, None] * state.weighted_residual[:, None, :])
    total = blocks.counts[:, None, None] * state.inverse
    restricted = float(blocks.restricted)
    score = (total - restricted * fitted - errors).sum(axis=0).ravel()
    pull = np.tensordot(covariance.first, derive_cross(state.weighted_x, state.weighted_residual), 2)
    expected = derive_traces(flat, state.inverse, total - 2 * restricted * fitted)
    if blocks.restricted:
        half = derive_information_slopes(state, covariance.first) @ state.vcov
        expected += np.einsum("hab,kba->hk", half, half, optimize=True)
    quadratic = derive_traces(flat, state.inverse, errors) - pull @ state.vcov @ pull.T
    bend = covariance.second.reshape(k, k, m * m) @ score
    return Slopes(flat @ score, -expected + bend + 2 * quadratic, expected)


def derive_information_slopes(state: State, first: Floats) -> Floats:
    """P_h = ∂A/∂θ_h = −Σ_i X_i'Σ_i⁻¹ (∂Σ/∂θ_h) Σ_i⁻¹X_i, shape (k, p, p), the P of Kenward and Roger."""
    n, m, p = state.weighted_x.shape
    flat = state.weighted_x.reshape(n, m * p)
    cross = (flat.T @ flat).reshape(m, p, m, p)
    return -np.tensordot(first, cross, axes=([1, 2], [0, 2]))


def derive_cross(weighted_x: Floats, weighted_residual: Floats) -> Floats:
    """Σ_i B_i ⊗ e_i, shape (m, m, p): axes of B's visit, e's visit, coefficient."""
    n, m, p = weighted_x.shape
    cross = weighted_x.reshape(n, m * p).T @ weighted_residual
    return cross.reshape(m, p, m).swapaxes(1, 2)


def derive_traces(flat: Floats, left: Floats, right: Floats) -> Floats:
    """Σ over patterns of tr(left V_h right V_k), (k, k), V_h given flat (k, m²), left and right (patterns, m, m)."""
    patterns, m, _ = left.shape
    outer = (left.reshape(patterns, m * m).T @ right.reshape(patterns, m * m)).reshape(m, m, m, m)
    return flat @ outer.transpose(1, 2, 3, 0).reshape(m * m, m * m) @ flat.T


def _sum_patterns(blocks: Blocks, by_subject: Floats) -> Floats:
    return np.add.reduceat(by_subject, blocks.first, axis=0)
