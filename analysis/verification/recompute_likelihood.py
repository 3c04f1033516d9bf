"""The repeated-measures model once more: the likelihood itself, maximised and differentiated by numbers alone.

Cells instead of contrasts: a mean for each group and visit, and a slope on the baseline for each visit. Generalised
least squares by whitening each subject's visits with a Cholesky factor and a QR of all of them. No derivative is
worked out on paper: scipy climbs, differences give slopes and curvatures. What Kenward and Roger need (Biometrics
1997;53:983) comes from the curvature of the information matrix A = X'V⁻¹X along covariances that V is linear in: there
their Q_ij + Q_ji is the second derivative of A and their R is 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]
#: Where climbing begins, one after the other, and how small its last step is.
STARTS = (0.2, 0.7, -0.2)
CLIMB = {"gtol": 1e-4, "maxiter": 100}
SETTLED = 1e-8
#: No logarithm of a standard deviation is sought beyond.
FAR = 50.0
#: The step of differences; parameters are logarithms, tangents and shares, all of the size of 1.
STEP = 1e-3
#: The step of slopes while climbing, for which that much is enough.
NEAR = 1e-6
#: So many numbers are held at once.
MOST = 4_000_000
#: The covariance structures by the words of the results; True: a variance for each visit.
STRUCTURES = {
    "unstructured": True,
    "heterogeneous Toeplitz": True,
    "heterogeneous first-order autoregressive": True,
    "heterogeneous compound symmetry": True,
    "Toeplitz": False,
    "first-order autoregressive": False,
    "compound symmetry": False,
}


@dataclass(frozen=True, eq=False)
class Model:
    """Observations sorted by subject: ``table`` (N, p + 1) is the design with the response as its last column.

    ``patterns``: visits seen (positions), and the rows of the subjects who have just these (subjects, visits).
    """

    table: Floats
    patterns: tuple[tuple[NDArray[np.int64], NDArray[np.int64]], ...]
    visits: int
    restricted: bool


@dataclass(frozen=True, eq=False)
class Fit:
    """The maximum: deviance, number of covariance parameters, coefficients (p,), A⁻¹, and what inference needs.

    ``slopes`` (k, p, p) and ``curvature`` (k, k, p, p) of A along k linear covariances; ``spread`` (k, k) is their
    own covariance, from the curvature of the deviance.
    """

    deviance: float
    parameters: int
    coefficients: Floats
    vcov: Floats
    slopes: Floats
    curvature: Floats
    spread: Floats


def derive_model(table: Floats, subject: Sequence[str], visit: NDArray[np.int64], restricted: bool) -> Model:
    """Group the rows by subject and these by the visits they have."""
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(subject):
        rows.setdefault(name, []).append(row)
    groups: dict[tuple[int, ...], list[list[int]]] = {}
    for own in rows.values():
        ordered = sorted(own, key=lambda row: int(visit[row]))
        groups.setdefault(tuple(int(visit[row]) for row in ordered), []).append(ordered)
    patterns = tuple((np.array(seen), np.array(own)) for seen, own in sorted(groups.items()))
    return Model(table, patterns, int(visit.max()) + 1, restricted)


def derive_deviance(model: Model, sigma: Floats) -> tuple[Floats, Floats]:
    """−2 log-likelihood at covariances (..., visits, visits), inf where one is none, and the tables' triangles.

    Many covariances at once are as many as memory takes, then one by one where any of them is none.
    """
    most = max(1, MOST // model.table.size)
    if sigma.ndim > 2 and len(sigma) > most:
        parts = [derive_deviance(model, sigma[start : start + most]) for start in range(0, len(sigma), most)]
        return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
    n, p = len(model.table), model.table.shape[1] - 1
    try:
        log_det, white = _whiten(model, sigma)
    except np.linalg.LinAlgError:
        if sigma.ndim == 2:
            return np.array(math.inf), np.zeros((p + 1, p + 1))
        each = [derive_deviance(model, one) for one in sigma]
        return np.array([d for d, _ in each]), np.array([t for _, t in each])
    triangle: Floats = np.linalg.qr(white, mode="r")  # type: ignore[assignment]
    deviance = log_det + triangle[..., p, p] ** 2 + (n - p * model.restricted) * math.log(2 * math.pi)
    if model.restricted:
        with np.errstate(divide="ignore"):
            deviance = deviance + 2 * np.log(np.abs(np.diagonal(triangle, axis1=-2, axis2=-1)[..., :p])).sum(-1)
    return np.where(np.isfinite(deviance), deviance, math.inf), triangle


def _whiten(model: Model, sigma: Floats) -> tuple[Floats, Floats]:
    """The logarithm of the determinant of all observations' covariance, and the table (..., N, p + 1) made white."""
    width = model.table.shape[1]
    log_det, parts = np.zeros(sigma.shape[:-2]), []
    for seen, rows in model.patterns:
        factor = np.linalg.cholesky(sigma[..., seen[:, None], seen])
        log_det = log_det + 2 * len(rows) * np.log(np.diagonal(factor, axis1=-2, axis2=-1)).sum(-1)
        stacked = model.table[rows].swapaxes(0, 1).reshape(len(seen), -1)
        white = np.linalg.solve(factor, np.broadcast_to(stacked, (*factor.shape[:-1], stacked.shape[1])))
        parts.append(white.reshape(*sigma.shape[:-2], -1, width))
    return log_det, np.concatenate(parts, axis=-2)


def derive_sigma(structure: str, theta: Floats, m: int) -> Floats:
    """Covariances (..., m, m) at unconstrained parameters (..., k): logarithms of SDs, then what shapes correlation."""
    if structure == "unstructured":
        factor = np.zeros((*theta.shape[:-1], m, m))
        rows, columns = np.tril_indices(m, -1)
        factor[..., rows, columns] = theta[..., m:]
        root = np.exp(np.clip(theta[..., :m], -FAR, FAR))[..., None] * (factor + np.eye(m))
        return np.asarray(root @ root.swapaxes(-1, -2))
    scales = m if STRUCTURES[structure] else 1
    sd = np.broadcast_to(np.exp(np.clip(theta[..., :scales], -FAR, FAR)), (*theta.shape[:-1], m))
    rho = np.tanh(theta[..., scales:])
    lags = np.abs(np.subtract.outer(np.arange(m), np.arange(m)))
    if m == 1:
        correlation = np.ones((1, 1))
    elif "autoregressive" in structure:
        correlation = rho[..., :1, None] ** lags
    else:  # compound symmetry has one correlation, Toeplitz one for each distance
        steps = np.broadcast_to(rho, (*theta.shape[:-1], m - 1))
        correlation = np.concatenate([np.ones((*theta.shape[:-1], 1)), steps], axis=-1)[..., lags]
    return np.asarray(sd[..., :, None] * sd[..., None, :] * correlation)


def estimate_fit(model: Model, structure: str) -> Fit | None:
    """Climb to the maximum, then look around it; None where no start leads to one."""
    theta = _climb(model, structure)
    if theta is None:
        return None
    m, p = model.visits, model.table.shape[1] - 1
    sigma = derive_sigma(structure, theta, m)
    deviance, triangle = derive_deviance(model, sigma)
    half = np.linalg.inv(triangle[:p, :p])
    slopes, curvature, spread = _look_around(model, sigma)
    if structure != "unstructured":
        bend = derive_curvature(_deviance_of(model, structure), theta)
        turn = _turn(structure, theta, m)
        spread = turn @ np.linalg.inv(bend[:, :, 0] / 2) @ turn.T
    return Fit(float(deviance), len(theta), half @ triangle[:p, p], half @ half.T, slopes, curvature, spread)


def _deviance_of(model: Model, structure: str) -> Callable[[Floats], Floats]:
    """−2 log-likelihood (n, 1) at n points (n, parameters)."""
    return lambda points: derive_deviance(model, derive_sigma(structure, points, model.visits))[0][:, None]


def _climb(model: Model, structure: str) -> Floats | None:
    """Where the likelihood is largest: quasi-Newton, then Newton steps until nothing moves."""
    m, p = model.visits, model.table.shape[1] - 1
    x, y = model.table[:, :p], model.table[:, p]
    residual = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    extra = {"unstructured": m * (m - 1) // 2, "heterogeneous Toeplitz": m - 1, "Toeplitz": m - 1}.get(structure, 1)
    scales = np.full(m if STRUCTURES[structure] else 1, math.log(float(residual.std())))
    deviance = _deviance_of(model, structure)

    def look(theta: Floats) -> tuple[float, Floats]:
        """The deviance and, by small differences, its slope."""
        here, *near = deviance(theta + NEAR * np.eye(len(theta) + 1, len(theta), -1))[:, 0]
        slope = (np.array(near) - here) / NEAR if math.isfinite(here) else np.zeros(len(theta))
        return float(here), slope

    for correlation in STARTS:
        start = np.concatenate([scales, np.full(extra * (m > 1), correlation)])
        theta: Floats = minimize(look, start, jac=True, method="BFGS", options=CLIMB).x
        bend = _curve(deviance, theta, STEP)[:, :, 0]
        if not np.all(np.isfinite(bend)) or np.linalg.eigvalsh(bend).min() <= 0:
            continue
        for _ in range(20):
            step = np.linalg.solve(bend, derive_slope(deviance, theta)[:, 0])
            theta = theta - step
            if not float(np.abs(step).max()) < 1:
                break
            if float(np.abs(step).max()) < SETTLED:
                return theta
    return None


def derive_slope(function: Callable[[Floats], Floats], at: Floats) -> Floats:
    """First derivatives (k, s) of a function that gives s values at each of n points: (n, k) → (n, s).

    Central differences at two steps, from which Richardson's rule takes the error of second order away.
    """
    unit = STEP * np.eye(len(at))
    values = function(at + np.concatenate([unit, -unit, 2 * unit, -2 * unit]))
    up, down, far_up, far_down = values.reshape(4, len(at), -1)
    return np.asarray((4 * (up - down) / 2 - (far_up - far_down) / 4) / (3 * STEP))


def derive_curvature(function: Callable[[Floats], Floats], at: Floats) -> Floats:
    """Second derivatives (k, k, s), in the same way."""
    return (4 * _curve(function, at, STEP) - _curve(function, at, 2 * STEP)) / 3


def _curve(function: Callable[[Floats], Floats], at: Floats, step: float) -> Floats:
    k = len(at)
    unit = step * np.eye(k)
    i, j = np.tril_indices(k)
    ahead = function(at + unit[i] + unit[j])
    back = function(at - unit[i] - unit[j])
    middle, *beside = function(at + np.concatenate([np.zeros((1, k)), unit, -unit]))
    up, down = np.array(beside).reshape(2, k, -1)
    second = np.empty((k, k, ahead.shape[1]))
    second[i, j] = second[j, i] = (ahead + back - up[i] - up[j] - down[i] - down[j] + 2 * middle) / 2
    second[range(k), range(k)] = up - 2 * middle + down
    return second / step**2


def _symmetric(values: Floats, m: int) -> Floats:
    """The symmetric matrices (..., m, m) whose lower triangles hold these values (..., m (m + 1) / 2)."""
    rows, columns = np.tril_indices(m)
    matrix = np.zeros((*values.shape[:-1], m, m))
    matrix[..., rows, columns] = matrix[..., columns, rows] = values
    return matrix


def _look_around(model: Model, sigma: Floats) -> tuple[Floats, Floats, Floats]:
    """Along E, where the covariance is L(I + E)L' and L L' the one at the maximum.

    Slopes and curvature of A, and the covariance of E itself when all its elements are free.
    """
    m, p = model.visits, model.table.shape[1] - 1
    root = np.linalg.cholesky(sigma)

    def state(elements: Floats) -> Floats:
        deviance, triangle = derive_deviance(model, root @ (np.eye(m) + _symmetric(elements, m)) @ root.T)
        upper = triangle[..., :p, :p]
        information = upper.swapaxes(-1, -2) @ upper
        return np.concatenate([information.reshape(len(elements), -1), deviance[:, None]], axis=1)

    k = m * (m + 1) // 2
    slopes, curvature = derive_slope(state, np.zeros(k)), derive_curvature(state, np.zeros(k))
    spread = np.asarray(2 * np.linalg.inv(curvature[:, :, -1]), dtype=np.float64)
    return slopes[:, :-1].reshape(k, p, p), curvature[:, :, :-1].reshape(k, k, p, p), spread


def _turn(structure: str, theta: Floats, m: int) -> Floats:
    """∂E/∂θ (k, parameters): how the elements E move with the structure's own parameters."""
    inverse = np.linalg.inv(np.linalg.cholesky(derive_sigma(structure, theta, m)))
    slope = derive_slope(lambda points: derive_sigma(structure, points, m).reshape(len(points), -1), theta)
    lower = np.tril_indices(m)
    return np.array([(inverse @ s.reshape(m, m) @ inverse.T)[lower] for s in slope]).T
