"""A permutation test of the group-by-visit interaction: whole patients are exchanged between the groups.

The statistic is the Wald F of generalised least squares (response = visit + covariate by visit + group by visit) with
the covariance between visits held fixed, as estimated without groups: it orders the arrangements without fitting a
mixed model to each. Under the hypothesis that the group matters nowhere all arrangements are equally likely, so P is
right whatever the covariance; the statistic is largest where the groups' differences change between visits. No Python
library has it. scipy's permutation_test exchanges values, not patients with all their visits.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import MethodError
from analysis.methods.arguments import Floats
from analysis.methods.permutation import estimate_label_permutation
from analysis.methods.result import Result

DRAWS = 4_999


def estimate_interaction_permutation(
    response: ArrayLike,
    covariate: ArrayLike,
    group: ArrayLike,
    covariance: ArrayLike,
    seed: int = 1,
    draws: int = DRAWS,
) -> Result:
    """Do the groups' courses differ? ``response`` (n, m) with NaN for gaps, ``covariate`` and ``group`` (n,).

    ``covariance`` (m, m) is that of one patient's responses. Patients without a covariate, a group (None) or any
    response are left out. MethodError for shapes that don't fit together.
    """
    y, x, labels, sigma = _read(response, covariate, group, covariance)
    base = Result("Permutation test of group by visit", n=len(y), wants=("statistic", "p.value"))
    m = y.shape[1]
    if m < 2 or len(set(labels.tolist())) < 2:
        return replace(base, reason="fewer than two visits" if m < 2 else "fewer than two groups")
    weights = _derive_weights(y, sigma)
    weighted = np.einsum("nab,nb->na", weights, np.nan_to_num(y))
    found = estimate_label_permutation(labels, lambda each: _derive_f(x, each, weights, weighted), seed, draws)
    options = ("exchange of patients", "F of generalised least squares, covariance fixed", *found.options)
    return replace(found, method=base.method, options=options, n=base.n, wants=base.wants)


def _read(
    response: ArrayLike, covariate: ArrayLike, group: ArrayLike, covariance: ArrayLike
) -> tuple[Floats, Floats, NDArray[Any], Floats]:
    y, x = np.asarray(response, dtype=np.float64), np.asarray(covariate, dtype=np.float64)
    labels, sigma = np.asarray(group, dtype=object), np.asarray(covariance, dtype=np.float64)
    if y.ndim != 2 or x.shape != y.shape[:1] or labels.shape != x.shape or sigma.shape != (y.shape[1],) * 2:
        shapes = ", ".join(str(array.shape) for array in (y, x, labels, sigma))
        raise MethodError(f"responses (n, m), covariate (n,), group (n,) and covariance (m, m), not {shapes}")
    keep = np.isfinite(y).any(axis=1) & np.isfinite(x) & np.array([label is not None for label in labels], dtype=bool)
    return y[keep], x[keep] - x[keep].mean() if keep.any() else x[keep], labels[keep], sigma


def _derive_weights(y: Floats, sigma: Floats) -> Floats:
    """The inverse covariance (n, m, m) of each patient's responses, 0 where there is a gap."""
    weights = np.zeros((len(y), *sigma.shape))
    for place, seen in enumerate(np.isfinite(y)):
        weights[place][np.ix_(seen, seen)] = np.linalg.inv(sigma[np.ix_(seen, seen)])
    return weights


def _derive_f(x: Floats, labels: NDArray[Any], weights: Floats, weighted: Floats) -> float:
    """The Wald F of the interaction; NaN where a group has no response at a visit.

    ``weighted`` (n, m) are the responses times ``weights``.
    """
    m, levels = weighted.shape[1], sorted(set(labels.tolist()))
    dummies = [labels == level for level in levels[1:]]
    z = np.column_stack([np.ones(len(x)), x, *dummies]).astype(np.float64)
    k = z.shape[1]
    pairs = (z[:, :, None] * z[:, None, :]).reshape(len(z), -1)
    normal = (pairs.T @ weights.reshape(len(z), -1)).reshape(k, k, m, m).transpose(0, 2, 1, 3).reshape(k * m, k * m)
    try:
        root = np.linalg.inv(np.linalg.cholesky(normal))
    except np.linalg.LinAlgError:
        return math.nan
    estimate = root.T @ (root @ (z.T @ weighted).ravel())
    groups, steps = k - 2, np.hstack([-np.ones((m - 1, 1)), np.eye(m - 1)])
    effect = (estimate[2 * m :].reshape(groups, m) @ steps.T).ravel()
    rows = root[:, 2 * m :].reshape(-1, groups, m) @ steps.T
    spread = rows.reshape(len(root), -1)
    return float(effect @ np.linalg.solve(spread.T @ spread, effect)) / len(effect)
