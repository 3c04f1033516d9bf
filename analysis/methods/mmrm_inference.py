"""Standard errors and degrees of freedom of fixed effects: Satterthwaite and Kenward-Roger.

W, the covariance of the variance parameters θ, is twice the inverse of the *observed* Hessian of the deviance at its
minimum, as in SAS PROC MIXED and the R package mmrm (the R package pbkrtest takes the expected one, as Kenward and
Roger's paper does; ``information="expected"`` gives that). With Φ = (X'V⁻¹X)⁻¹, P_h = ∂Φ⁻¹/∂θ_h, Q_hk =
X'V⁻¹V_hV⁻¹V_kV⁻¹X and R_hk = X'V⁻¹V_hkV⁻¹X the adjusted covariance of the coefficients is

    Φ_A = Φ + 2Φ{Σ_hk W_hk (Q_hk − P_h Φ P_k − R_hk/4)}Φ

(Kenward and Roger, Biometrics 1997;53:983). R depends on how Σ is parametrised:

* ``kenward-roger-linear``: R = 0; SAS ``ddfm=kr(linear)``, mmrm "Kenward-Roger-Linear"; the same for any
  parametrisation;
* ``kenward-roger``: R for log standard deviations and transformed correlations (Cholesky elements for UN), as mmrm
  "Kenward-Roger";
* ``kenward-roger-sas``: R for variances and correlations, or covariances for UN, CS and TOEP, where R = 0; SAS
  ``ddfm=kr``.

The degrees of freedom are the same for all three. Satterthwaite's for several contrasts together follow Fai and
Cornelius (J Stat Comput Simul 1996;54:363).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.methods.arguments import Floats
from analysis.methods.covariance import Structure, derive_sas_curvature
from analysis.methods.mmrm_likelihood import Blocks, derive_information_slopes
from analysis.methods.mmrm_optimiser import Optimum

DDF_LABELS = {
    "kenward-roger-linear": "Kenward-Roger degrees of freedom (linear)",
    "kenward-roger": "Kenward-Roger degrees of freedom",
    "kenward-roger-sas": "Kenward-Roger degrees of freedom (SAS parametrisation)",
    "satterthwaite": "Satterthwaite degrees of freedom",
}


@dataclass(frozen=True)
class Precision:
    """What tests need: Φ (p, p), the covariance used for standard errors (p, p), P_h (k, p, p) and W (k, k)."""

    vcov: Floats
    adjusted: Floats
    slopes: Floats
    theta_vcov: Floats
    kenward_roger: bool


def derive_precision(blocks: Blocks, structure: Structure, optimum: Optimum, ddf: str, information: str) -> Precision:
    """Precision of the coefficients at the optimum, adjusted after Kenward and Roger where ``ddf`` says so."""
    hessian = optimum.slopes.observed if information == "observed" else optimum.slopes.expected
    theta_vcov = np.asarray(2 * np.linalg.inv(hessian), dtype=np.float64)
    slopes = derive_information_slopes(optimum.state, optimum.covariance.first)
    vcov = optimum.state.vcov
    if ddf == "satterthwaite":
        return Precision(vcov, vcov, slopes, theta_vcov, kenward_roger=False)
    bend = _derive_bend(structure, optimum, theta_vcov, ddf)
    inner = _derive_sandwich(blocks, optimum, theta_vcov, bend)
    inner -= np.einsum("hk,hab,bc,kcd->ad", theta_vcov, slopes, vcov, slopes, optimize=True)
    adjusted = vcov + 2 * vcov @ inner @ vcov
    return Precision(vcov, (adjusted + adjusted.T) / 2, slopes, theta_vcov, kenward_roger=True)


def _derive_bend(structure: Structure, optimum: Optimum, theta_vcov: Floats, ddf: str) -> Floats:
    """Σ_hk W_hk V_hk, (m, m), in the parametrisation that ``ddf`` names."""
    covariance = optimum.covariance
    if ddf == "kenward-roger-linear" or (ddf == "kenward-roger-sas" and structure.sas_linear):
        return np.zeros_like(covariance.sigma)
    bend = np.tensordot(theta_vcov, covariance.second, 2)
    if ddf == "kenward-roger-sas":
        curvature = derive_sas_curvature(structure, optimum.theta, len(covariance.sigma))
        bend += np.tensordot(np.diag(theta_vcov) * curvature, covariance.first, 1)
    return np.asarray(bend)


def _derive_sandwich(blocks: Blocks, optimum: Optimum, theta_vcov: Floats, bend: Floats) -> Floats:
    """Σ_hk W_hk (Q_hk − R_hk/4), (p, p)."""
    k, m, _ = optimum.covariance.first.shape
    flat = optimum.covariance.first.reshape(k, m * m)
    pairs = (flat.T @ theta_vcov @ flat).reshape(m, m, m, m)
    middle = np.einsum("abcd,ibc->iad", pairs, optimum.state.inverse, optimize=True) - bend / 4
    weighted_x = optimum.state.weighted_x
    p = weighted_x.shape[2]
    return np.asarray(weighted_x.reshape(-1, p).T @ (middle[blocks.pattern] @ weighted_x).reshape(-1, p))


@dataclass(frozen=True)
class WaldTest:
    """F of the hypothesis with its degrees of freedom; ``scale`` is Kenward and Roger's λ, already in F."""

    statistic: float
    df: float
    df2: float
    scale: float


def estimate_wald(precision: Precision, coefficients: Floats, rows: Floats) -> WaldTest:
    """F test of ``rows`` @ β = 0, rows (q, p) linearly independent."""
    if len(rows) == 1 or not precision.kenward_roger:
        return _estimate_satterthwaite(precision, coefficients, rows)
    df2, scale = _derive_kenward_roger(precision, rows)
    estimate = rows @ coefficients
    spread = rows @ precision.adjusted @ rows.T
    statistic = scale * float(estimate @ np.linalg.solve(spread, estimate)) / len(rows)
    return WaldTest(statistic, float(len(rows)), df2, scale)


def derive_df(precision: Precision, row: Floats) -> float:
    """Degrees of freedom of one contrast ``row`` (p,): 2 f²/(f'W f'), f its variance (both methods agree there)."""
    variance = float(row @ precision.vcov @ row)
    half = precision.vcov @ row
    gradient = np.einsum("a,hab,b->h", half, precision.slopes, half, optimize=True)
    spread = float(gradient @ precision.theta_vcov @ gradient)
    return 2 * variance**2 / spread if spread > 0 else float("inf")


def _estimate_satterthwaite(precision: Precision, coefficients: Floats, rows: Floats) -> WaldTest:
    """One t² for each eigenvector of the contrasts' covariance; the F that has the expectation of their sum."""
    values, vectors = np.linalg.eigh(rows @ precision.adjusted @ rows.T)
    turned = vectors.T @ rows
    q = len(rows)
    statistic = float(((turned @ coefficients) ** 2 / values).sum()) / q
    dfs = np.array([derive_df(precision, row) for row in turned])
    return WaldTest(statistic, float(q), _derive_joint_df(dfs), 1.0)


def _derive_joint_df(dfs: Floats) -> float:
    if len(dfs) == 1 or np.all(np.isinf(dfs)) or float(np.ptp(dfs)) < 1e-8:
        return float(dfs[0]) if np.isinf(dfs[0]) else float(dfs.mean())
    if np.any(dfs <= 2):
        return 2.0
    expectation = float(np.where(np.isinf(dfs), 1.0, dfs / (dfs - 2)).sum())
    return 2 * expectation / (expectation - len(dfs))


def _derive_kenward_roger(precision: Precision, rows: Floats) -> tuple[float, float]:
    """Denominator degrees of freedom m and scale λ of Kenward and Roger's F for q contrasts."""
    q = len(rows)
    half = rows @ precision.vcov
    root = np.linalg.inv(np.linalg.cholesky(half @ rows.T))
    changes = root @ half @ precision.slopes @ half.T @ root.T
    traces = np.einsum("haa->h", changes)
    flat = changes.reshape(len(changes), -1)
    a1 = float(traces @ precision.theta_vcov @ traces)
    a2 = float((precision.theta_vcov * (flat @ flat.T)).sum())
    if a2 <= 0:
        return float("inf"), 1.0
    b = (a1 + 6 * a2) / (2 * q)
    g = ((q + 1) * a1 - (q + 4) * a2) / ((q + 2) * a2)
    divisor = 3 * q + 2 * (1 - g)
    c1, c2, c3 = g / divisor, (q - g) / divisor, (q + 2 - g) / divisor
    expectation = 1 / (1 - a2 / q)
    variance = 2 / q * (1 + c1 * b) / ((1 - c2 * b) ** 2 * (1 - c3 * b))
    rho = variance / (2 * expectation**2)
    df2 = 4 + (q + 2) / (q * rho - 1)
    return df2, df2 / (expectation * (df2 - 2))
