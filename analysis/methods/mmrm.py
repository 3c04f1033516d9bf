"""Mixed model for repeated measures (MMRM): a linear model whose errors are correlated over the visits of a subject.

Mallinckrodt et al., Drug Inf J 2008;42:303. There is no random effect: the covariance of a subject's responses is
modelled directly (the R side of SAS PROC MIXED), all observed responses are used, and missing ones are taken as
missing at random. No Python library has this model (statsmodels' MixedLM has no unstructured R side, its GEE no
REML). The likelihood is in mmrm_likelihood, the search in mmrm_optimiser, degrees of freedom in mmrm_inference, LS
means and tests in mmrm_fit.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.errors import MethodError
from analysis.methods.arguments import Floats, check_choice
from analysis.methods.covariance import STRUCTURES, Structure, derive_start
from analysis.methods.design import Basis, derive_basis
from analysis.methods.mmrm_data import LongData, derive_long_data, find_shortage
from analysis.methods.mmrm_fit import Margins, MmrmFit, MmrmModel
from analysis.methods.mmrm_inference import derive_precision
from analysis.methods.mmrm_likelihood import Blocks, derive_blocks
from analysis.methods.mmrm_optimiser import Optimum, estimate_optimum
from analysis.methods.mmrm_sas import estimate_sas_optimum

FALLBACK = ("UN", "TOEPH", "ARH(1)", "CS")


def estimate_mmrm(data: pd.DataFrame, model: MmrmModel) -> MmrmFit:
    """Fit ``model`` to long data: one row for each subject and visit; missing rows absent or with a NaN response.

    Rows without a predictor are left out. MethodError for a missing column, a level that the model doesn't know, or two
    rows of one subject and visit. A fit that fails is returned with its ``reason``.
    """
    return _estimate(derive_long_data(data, model), model)


def estimate_mmrm_fallback(data: pd.DataFrame, model: MmrmModel, order: tuple[str, ...] = FALLBACK) -> MmrmFit:
    """Fit the first covariance structure in ``order`` that converges; ``model.covariance`` is not looked at.

    The fit's ``tried`` tells each structure that was left and why. When all fail, the last fit is returned with the
    reasons.
    """
    if not order:
        raise MethodError("the fall-back order of covariance structures is empty")
    for name in order:
        check_choice("covariance", name, tuple(STRUCTURES))
    long = derive_long_data(data, model)
    tried: list[tuple[str, str]] = []
    for name in order:
        fit = _estimate(long, replace(model, covariance=name))
        if fit.converged:
            return replace(fit, tried=tuple(tried))
        tried.append((name, fit.reason))
    reason = "no covariance structure could be fitted: " + "; ".join(f"{name}: {why}" for name, why in tried)
    return replace(fit, reason=reason)


def _estimate(data: LongData, model: MmrmModel) -> MmrmFit:
    m = len(data.design.factor(model.visit).levels)
    structure = STRUCTURES[model.covariance if m > 1 else "UN"]
    matrix = data.matrix(data.observed)
    basis = derive_basis(matrix)
    fit = _derive_empty_fit(data, model, basis)
    shortage = find_shortage(data, structure, m, len(basis.kept))
    if shortage:
        return replace(fit, reason=shortage)
    x, y = matrix[:, basis.kept], data.response[data.observed]
    if _is_exact(x, y):
        return replace(fit, reason="the coefficients alone give every response: no variance is left")
    _, subject = np.unique(data.subject[data.observed], return_inverse=True)
    visit = data.visit[data.observed]
    blocks = derive_blocks(x, y, subject.ravel(), visit, m, model.method == "REML")
    if model.stop == "sas":
        optimum = estimate_sas_optimum(blocks)
    else:
        optimum = estimate_optimum(blocks, structure, derive_start(structure, _derive_moments(blocks)))
    if optimum is None:
        return replace(fit, reason="not converged: the likelihood can't be computed where the search begins")
    return _derive_fit(fit, blocks, structure, optimum)


def _derive_empty_fit(data: LongData, model: MmrmModel, basis: Basis) -> MmrmFit:
    """The fit before it is made: everything unknown."""
    used = [factor.name for factor in data.design.used_factors]
    seen = data.observed
    margins = Margins(
        {name: data.codes[name][seen] for name in used},
        {name: data.codes[name] for name in used},
        {name: float(value[seen].mean()) if seen.any() else math.nan for name, value in data.values.items()},
        len(data.subjects),
    )
    m, p = len(data.design.factor(model.visit).levels), len(basis.kept)
    return MmrmFit(
        model=model,
        design=data.design,
        basis=basis,
        margins=margins,
        coefficients=np.full(p, np.nan),
        covariance=np.full((m, m), np.nan),
        theta=np.empty(0),
        deviance=math.nan,
        precision=None,
        n_subjects=len(np.unique(data.subject[seen])),
        n_obs=int(seen.sum()),
        iterations=0,
    )


def _derive_fit(fit: MmrmFit, blocks: Blocks, structure: Structure, optimum: Optimum) -> MmrmFit:
    if optimum.reason:
        return replace(fit, reason=optimum.reason, iterations=optimum.iterations)
    return replace(
        fit,
        coefficients=optimum.state.coefficients,
        covariance=optimum.covariance.sigma,
        theta=optimum.theta,
        deviance=optimum.state.deviance,
        precision=derive_precision(blocks, structure, optimum, fit.model.ddf, fit.model.information),
        iterations=optimum.iterations,
    )


def _is_exact(x: Floats, y: Floats) -> bool:
    residual = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return bool(np.abs(residual).max() <= 1e-10 * np.abs(y).max())


def _derive_moments(blocks: Blocks) -> Floats:
    """Moments of least squares residuals over pairs of visits, shrunk to their diagonal if not positive definite."""
    n, m, p = blocks.x.shape
    seen = blocks.masks[blocks.pattern]
    coefficients = np.linalg.lstsq(blocks.x.reshape(n * m, p), blocks.y.ravel(), rcond=None)[0]
    residual = (blocks.y - blocks.x @ coefficients) * seen
    pairs = seen.T @ seen
    moments = residual.T @ residual / np.maximum(pairs, 1.0)
    variances = np.diag(moments).copy()
    floor = 1e-6 * max(float(variances.max()), 1e-300)
    scale = np.sqrt(np.outer(np.maximum(variances, floor), np.maximum(variances, floor)))
    correlation = np.clip(moments / scale, -1, 1)
    np.fill_diagonal(correlation, 1.0)
    while np.linalg.eigvalsh(correlation).min() < 1e-9:
        correlation = 0.8 * correlation + 0.2 * np.eye(m)
    return np.asarray(correlation * scale)
