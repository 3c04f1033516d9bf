"""Maximise the likelihood of covariance parameters by Newton's method with exact derivatives.

Each step uses the observed Hessian where it is positive definite, else its expectation (Fisher scoring), is damped
until the deviance falls (Levenberg), and the search ends when the Newton decrement g'H⁻¹g, twice the fall still to be
had, is below 10⁻¹⁸ (SAS PROC MIXED stops at 10⁻⁸ of the objective). The search has converged only with a positive
definite observed Hessian.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.methods.arguments import Floats
from analysis.methods.covariance import Covariance, Structure, derive_covariance
from analysis.methods.mmrm_likelihood import Blocks, Slopes, State, derive_slopes, derive_state

NEAR, DECREMENT = 1e-9, 1e-18
MAX_ITERATIONS = 100
LONGEST_STEP = 2.0
ROUNDING = 1e-12
LEAST_EIGENVALUE = 1e-8
SINGULAR, NEARLY_SINGULAR = 1e-10, 1e-3


@dataclass(frozen=True)
class Optimum:
    """Where the search ended, and the reason when that is no maximum ("" when it is)."""

    theta: Floats
    covariance: Covariance
    state: State
    slopes: Slopes
    iterations: int
    reason: str


@dataclass(frozen=True)
class _Point:
    theta: Floats
    covariance: Covariance
    state: State


def estimate_optimum(blocks: Blocks, structure: Structure, start: Floats) -> Optimum | None:
    """Search from ``start``; None when the likelihood can't even be computed there."""
    m = blocks.masks.shape[1]
    point = _derive_point(blocks, structure, start, m)
    if point is None:
        return None
    near = 0
    for iteration in range(1, MAX_ITERATIONS + 1):
        slopes = derive_slopes(blocks, point.covariance, point.state)
        _, decrement = _derive_step(slopes, point.theta, 0.0)
        near += decrement < NEAR
        if decrement < DECREMENT or near > 3:  # three more steps are enough, rounding may forbid the last digits
            return _derive_optimum(point, slopes, iteration - 1, find_flaw(slopes))
        better = _search(blocks, structure, point, slopes)
        if better is None:
            reason = find_flaw(slopes) or ("" if near else "not converged: no step lowers the deviance")
            return _derive_optimum(point, slopes, iteration, reason)
        point = better
        if _derive_least_eigenvalue(point.covariance.sigma) < SINGULAR:
            break
    slopes = derive_slopes(blocks, point.covariance, point.state)
    return _derive_optimum(point, slopes, iteration, f"not converged in {iteration} iterations")


def _derive_optimum(point: _Point, slopes: Slopes, iterations: int, reason: str) -> Optimum:
    if reason and _derive_least_eigenvalue(point.covariance.sigma) < NEARLY_SINGULAR:
        reason += ", the covariance matrix becomes singular"
    return Optimum(point.theta, point.covariance, point.state, slopes, iterations, reason)


def _derive_least_eigenvalue(sigma: Floats) -> float:
    """Of the correlation matrix."""
    sd = np.sqrt(np.diag(sigma))
    return float(np.linalg.eigvalsh(sigma / np.outer(sd, sd)).min())


def _derive_point(blocks: Blocks, structure: Structure, theta: Floats, m: int) -> _Point | None:
    with np.errstate(over="ignore", invalid="ignore"):  # a step too long is refused, not warned of
        covariance = derive_covariance(structure, theta, m)
        state = derive_state(blocks, covariance.sigma)
    return None if state is None else _Point(theta, covariance, state)


def _search(blocks: Blocks, structure: Structure, point: _Point, slopes: Slopes) -> _Point | None:
    """The first point, with more and more damping, at which the deviance has fallen (rounding apart)."""
    m = blocks.masks.shape[1]
    limit = point.state.deviance + ROUNDING * max(1.0, abs(point.state.deviance))
    damping = 0.0
    for _ in range(30):
        step, _ = _derive_step(slopes, point.theta, damping)
        better = _derive_point(blocks, structure, point.theta + step, m)
        if better is not None and better.state.deviance < limit:
            return better
        damping = max(1e-3, 4 * damping)
    return None


def _derive_step(slopes: Slopes, theta: Floats, damping: float) -> tuple[Floats, float]:
    """The step −(H + damping·D)⁻¹g, no element longer than LONGEST_STEP·(1 + |θ|), and the decrement g'H⁻¹g."""
    scale = np.sqrt(np.maximum(np.diag(slopes.expected), 1e-12))
    for hessian, ridge in ((slopes.observed, 0.0), (slopes.expected, 1e-10), (slopes.expected, 1e-2)):
        scaled = hessian / np.outer(scale, scale) + (damping + ridge) * np.eye(len(scale))
        try:
            factor = np.linalg.cholesky(scaled)
        except np.linalg.LinAlgError:
            continue
        half = np.linalg.solve(factor, slopes.gradient / scale)
        step = -np.linalg.solve(factor.T, half) / scale
        length = float((np.abs(step) / (1 + np.abs(theta))).max())
        return step * min(1.0, LONGEST_STEP / max(length, 1e-300)), float(half @ half)
    return -slopes.gradient / scale**2, float("inf")


def find_flaw(slopes: Slopes) -> str:
    """Why the observed Hessian, scaled to a unit diagonal, is not safely positive definite."""
    diagonal = np.diag(slopes.observed)
    if not np.all(diagonal > 0):
        return "the Hessian is not positive definite"
    scaled = slopes.observed / np.sqrt(np.outer(diagonal, diagonal))
    return "" if np.linalg.eigvalsh(scaled).min() > LEAST_EIGENVALUE else "the Hessian is not positive definite"
