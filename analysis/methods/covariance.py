"""Covariance structures of repeated measures, with first and second derivatives by their parameters.

All structures are Σ_ab = exp(λ_a + λ_b) M_ab(φ), with unconstrained parameters θ = (λ, φ), so that the fit can move
freely: unstructured M = L L' (L unit lower triangular, entries φ); the others M = a correlation matrix, ρ = φ/√(1 +
φ²), except compound symmetry, ρ = (1 + a)·logistic(φ) − a with a = 1/(m − 1), the widest range that is positive
definite. This is the parametrisation of the R package mmrm ("Covariance Structures"), because the full Kenward-Roger
adjustment depends on it. SAS PROC MIXED parametrises by variances and correlations, or by covariances where Σ is
linear in them (UN, CS, TOEP); ``derive_sas_curvature`` gives what changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.methods.arguments import Floats

Core = tuple[Floats, Floats, Floats]


@dataclass(frozen=True)
class Structure:
    """One covariance structure: SAS name, name in words, variance by visit or common, linear in SAS's parameters."""

    name: str
    label: str
    heterogeneous: bool
    sas_linear: bool
    shape: str


STRUCTURES = {
    structure.name: structure
    for structure in (
        Structure("UN", "unstructured", True, True, "cholesky"),
        Structure("TOEPH", "heterogeneous Toeplitz", True, False, "banded"),
        Structure("ARH(1)", "heterogeneous first-order autoregressive", True, False, "power"),
        Structure("CSH", "heterogeneous compound symmetry", True, False, "exchangeable"),
        Structure("TOEP", "Toeplitz", False, True, "banded"),
        Structure("AR(1)", "first-order autoregressive", False, False, "power"),
        Structure("CS", "compound symmetry", False, True, "exchangeable"),
    )
}


@dataclass(frozen=True)
class Covariance:
    """Σ (m, m) with its first (k, m, m) and second (k, k, m, m) derivatives by θ."""

    sigma: Floats
    first: Floats
    second: Floats


def derive_covariance(structure: Structure, theta: Floats, m: int) -> Covariance:
    """Σ and its derivatives at ``theta`` for ``m`` visits."""
    scales = m if structure.heterogeneous else 1
    core, core_first, core_second = _CORES[structure.shape](theta[scales:], m)
    lam = np.broadcast_to(theta[:scales], (m,))
    scale = np.exp(lam[:, None] + lam[None, :])
    sigma = scale * core
    pick = np.eye(m) if structure.heterogeneous else np.ones((1, m))
    weight = pick[:, :, None] + pick[:, None, :]
    shape_first = scale * core_first
    first = np.concatenate([weight * sigma, shape_first])
    mixed = weight[:, None] * shape_first[None]
    second = np.empty((len(theta), len(theta), m, m))
    second[:scales, :scales] = weight[:, None] * weight[None] * sigma
    second[:scales, scales:] = mixed
    second[scales:, :scales] = mixed.swapaxes(0, 1)
    second[scales:, scales:] = scale * core_second
    return Covariance(sigma, first, second)


def derive_start(structure: Structure, moments: Floats) -> Floats:
    """θ near a positive definite matrix of moments (m, m), itself positive definite."""
    m = len(moments)
    if structure.shape == "cholesky":
        factor = np.linalg.cholesky(moments)
        sd = np.diag(factor)
        return np.concatenate([np.log(sd), (factor / sd[:, None])[np.tril_indices(m, -1)]])
    variances = np.diag(moments) if structure.heterogeneous else np.array([np.diag(moments).mean()])
    correlation = moments / np.sqrt(np.outer(np.diag(moments), np.diag(moments)))
    return np.concatenate([np.log(variances) / 2, _derive_start_shape(structure.shape, correlation)])


def _derive_start_shape(shape: str, correlation: Floats) -> Floats:
    m = len(correlation)
    lags = np.array([np.diag(correlation, lag).mean() for lag in range(1, m)])
    if shape == "banded":
        while np.linalg.eigvalsh(_derive_banded(lags, m)).min() < 0.02:
            lags = 0.9 * lags
        return np.asarray(lags / np.sqrt(1 - lags**2))
    if shape == "power":
        rho = np.clip(lags[:1], -0.9, 0.9)
        return np.asarray(rho / np.sqrt(1 - rho**2))
    floor = 1 / (m - 1)
    share = np.clip((correlation[np.tril_indices(m, -1)].mean() + floor) / (1 + floor), 0.02, 0.98)
    return np.array([np.log(share / (1 - share))])


def derive_sas_curvature(structure: Structure, theta: Floats, m: int) -> Floats:
    """g''/g'² of each θ = g(ψ), ψ being SAS's variance or correlation: (k,), for structures that are not linear in ψ.

    By the chain rule Σ_ψψ·W_ψ = Σ_θθ·W_θ + Σ_h W_hh (g''/g'²)_h Σ_h, summed over all parameters.
    """
    scales = m if structure.heterogeneous else 1
    phi = theta[scales:]
    # 3ρ√(1 − ρ²) with ρ = φ/√(1 + φ²)
    shape = 2 / (1 + np.exp(-phi)) - 1 if structure.shape == "exchangeable" else 3 * phi / (1 + phi**2)
    return np.concatenate([np.full(scales, -2.0), shape])


def _core_cholesky(phi: Floats, m: int) -> Core:
    rows, columns = np.tril_indices(m, -1)
    lower = np.eye(m)
    lower[rows, columns] = phi
    unit = np.zeros((len(phi), m, m))
    unit[np.arange(len(phi)), rows, columns] = 1.0
    half = unit @ lower.T
    cross = np.einsum("hab,kcb->hkac", unit, unit, optimize=True)
    return lower @ lower.T, half + half.swapaxes(1, 2), cross + cross.swapaxes(2, 3)


def _core_banded(phi: Floats, m: int) -> Core:
    rho, slope, bend = _derive_correlation(phi)
    bands = np.stack([np.eye(m, k=lag) + np.eye(m, k=-lag) for lag in range(1, m)]) if m > 1 else np.zeros((0, m, m))
    second = np.zeros((len(phi), len(phi), m, m))
    second[np.arange(len(phi)), np.arange(len(phi))] = bend[:, None, None] * bands
    return _derive_banded(rho, m), slope[:, None, None] * bands, second


def _derive_banded(lags: Floats, m: int) -> Floats:
    distance = np.abs(np.subtract.outer(np.arange(m), np.arange(m)))
    return np.asarray(np.concatenate([[1.0], lags])[distance])


def _core_power(phi: Floats, m: int) -> Core:
    rho, slope, bend = (float(value[0]) for value in _derive_correlation(phi))
    distance = np.abs(np.subtract.outer(np.arange(m), np.arange(m)))
    by_rho = distance * rho ** np.maximum(distance - 1, 0)
    by_rho2 = distance * (distance - 1) * rho ** np.maximum(distance - 2, 0)
    core: Floats = np.power(rho, distance, dtype=np.float64)
    return core, (by_rho * slope)[None], (by_rho2 * slope**2 + by_rho * bend)[None, None]


def _core_exchangeable(phi: Floats, m: int) -> Core:
    floor = 1 / (m - 1)
    share = 1 / (1 + np.exp(-float(phi[0])))
    others = 1 - np.eye(m)
    slope = (1 + floor) * share * (1 - share)
    core = np.eye(m) + ((1 + floor) * share - floor) * others
    return core, (slope * others)[None], (slope * (1 - 2 * share) * others)[None, None]


def _derive_correlation(phi: Floats) -> tuple[Floats, Floats, Floats]:
    """ρ = φ/√(1 + φ²) and its first and second derivative."""
    root = np.sqrt(1 + phi**2)
    return phi / root, root**-3, -3 * phi * root**-5


_CORES: dict[str, Callable[[Floats, int], Core]] = {
    "cholesky": _core_cholesky,
    "banded": _core_banded,
    "power": _core_power,
    "exchangeable": _core_exchangeable,
}
