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
from scipy.linalg import solve_triangular, toeplitz
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


def derive_deviance(model: Model, sigma: Floats) -> tuple[float, Floats]:
    """−2 log-likelihood at a covariance (visits, visits), inf where that is none, and the whitened table's triangle."""
    log_det, parts = 0.0, []
    width = model.table.shape[1]
    try:
        for seen, rows in model.patterns:
            factor = np.linalg.cholesky(sigma[np.ix_(seen, seen)])
            log_det += 2 * len(rows) * float(np.log(np.diag(factor)).sum())
            stacked = model.table[rows].swapaxes(0, 1).reshape(len(seen), -1)
            white = solve_triangular(factor, stacked, lower=True, check_finite=False)
            parts.append(white.reshape(-1, width))
    except np.linalg.LinAlgError:
        return math.inf, np.zeros((width, width))
    triangle: Floats = np.linalg.qr(np.concatenate(parts), mode="r")  # type: ignore[assignment]
    n, p = len(model.table), width - 1
    deviance = log_det + float(triangle[p, p] ** 2) + (n - p * model.restricted) * math.log(2 * math.pi)
    if model.restricted:
        deviance += 2 * float(np.log(np.abs(np.diag(triangle)[:p])).sum())
    return deviance if math.isfinite(deviance) else math.inf, triangle


def derive_sigma(structure: str, theta: Floats, m: int) -> Floats:
    """The covariance matrix at unconstrained parameters: logarithms of SDs, then what shapes the correlation."""
    if structure == "unstructured":
        factor = np.zeros((m, m))
        factor[np.tril_indices(m, -1)] = theta[m:]
        factor += np.eye(m)
        root = np.exp(np.clip(theta[:m], -FAR, FAR))[:, None] * factor
        return np.asarray(root @ root.T)
    scales = m if STRUCTURES[structure] else 1
    sd = np.broadcast_to(np.exp(np.clip(theta[:scales], -FAR, FAR)), (m,))
    rho = np.tanh(theta[scales:])
    if "autoregressive" in structure:
        first = rho[0] ** np.arange(m)
    elif "compound" in structure:
        first = np.array([1.0, *[rho[0]] * (m - 1)])
    else:
        first = np.array([1.0, *rho])
    return np.asarray(np.outer(sd, sd) * toeplitz(first))


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
    return Fit(deviance, len(theta), half @ triangle[:p, p], half @ half.T, slopes, curvature, spread)


def _deviance_of(model: Model, structure: str) -> Callable[[Floats], Floats]:
    return lambda theta: np.array([derive_deviance(model, derive_sigma(structure, theta, model.visits))[0]])


def _climb(model: Model, structure: str) -> Floats | None:
    """Where the likelihood is largest: quasi-Newton, then Newton steps until nothing moves."""
    m, p = model.visits, model.table.shape[1] - 1
    x, y = model.table[:, :p], model.table[:, p]
    residual = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    extra = {"unstructured": m * (m - 1) // 2, "heterogeneous Toeplitz": m - 1, "Toeplitz": m - 1}.get(structure, 1)
    scales = np.full(m if STRUCTURES[structure] else 1, math.log(float(residual.std())))
    deviance = _deviance_of(model, structure)
    for correlation in STARTS:
        start = np.concatenate([scales, np.full(extra * (m > 1), correlation)])
        theta: Floats = minimize(lambda t: float(deviance(t)[0]), start, method="BFGS", options=CLIMB).x
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
    """First derivatives (k, s) of a function of k numbers with s values.

    Central differences at two steps, from which Richardson's rule takes the error of second order away.
    """
    unit = STEP * np.eye(len(at))
    near, far = (np.array([function(at + n * u) - function(at - n * u) for u in unit]) / (2 * n * STEP) for n in (1, 2))
    return np.asarray((4 * near - far) / 3)


def derive_curvature(function: Callable[[Floats], Floats], at: Floats) -> Floats:
    """Second derivatives (k, k, s), in the same way."""
    return (4 * _curve(function, at, STEP) - _curve(function, at, 2 * STEP)) / 3


def _curve(function: Callable[[Floats], Floats], at: Floats, step: float) -> Floats:
    k = len(at)
    unit = step * np.eye(k)
    middle = function(at)
    up, down = (np.array([function(at + sign * unit[i]) for i in range(k)]) for sign in (1, -1))
    second = np.empty((k, k, len(middle)))
    for i in range(k):
        second[i, i] = up[i] - 2 * middle + down[i]
        for j in range(i):
            both = function(at + unit[i] + unit[j]) + function(at - unit[i] - unit[j])
            second[i, j] = second[j, i] = (both - up[i] - up[j] - down[i] - down[j] + 2 * middle) / 2
    return second / step**2


def _symmetric(values: Floats, m: int) -> Floats:
    """The symmetric matrix (m, m) whose lower triangle holds these values."""
    matrix = np.zeros((m, m))
    matrix[np.tril_indices(m)] = values
    return np.asarray(matrix + np.tril(matrix, -1).T)


def _look_around(model: Model, sigma: Floats) -> tuple[Floats, Floats, Floats]:
    """Along E, where the covariance is L(I + E)L' and L L' the one at the maximum.

    Slopes and curvature of A, and the covariance of E itself when all its elements are free.
    """
    m, p = model.visits, model.table.shape[1] - 1
    root = np.linalg.cholesky(sigma)

    def state(elements: Floats) -> Floats:
        deviance, triangle = derive_deviance(model, root @ (np.eye(m) + _symmetric(elements, m)) @ root.T)
        return np.append((triangle[:p, :p].T @ triangle[:p, :p]).ravel(), deviance)

    k = m * (m + 1) // 2
    slopes, curvature = derive_slope(state, np.zeros(k)), derive_curvature(state, np.zeros(k))
    spread = np.asarray(2 * np.linalg.inv(curvature[:, :, -1]), dtype=np.float64)
    return slopes[:, :-1].reshape(k, p, p), curvature[:, :, :-1].reshape(k, k, p, p), spread


def _turn(structure: str, theta: Floats, m: int) -> Floats:
    """∂E/∂θ (k, parameters): how the elements E move with the structure's own parameters."""
    inverse = np.linalg.inv(np.linalg.cholesky(derive_sigma(structure, theta, m)))
    slope = derive_slope(lambda t: derive_sigma(structure, t, m).ravel(), theta)
    lower = np.tril_indices(m)
    return np.array([(inverse @ s.reshape(m, m) @ inverse.T)[lower] for s in slope]).T
