"""Test of proportional hazards in a Cox model.

The score test of a coefficient β + θ·g(t), at the fitted β and θ = 0: Grambsch and Therneau, Biometrika 1994;81:515, in
the exact form that R's cox.zph has since survival 3.0 (before, and in lifelines, it is an approximation). The default
g(t) is one less the Kaplan-Meier estimate just before t; "rank" is the rank of t among all times, censored ones too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from analysis.methods.arguments import Floats, check_choice
from analysis.methods.cox import CoxFit, derive_chi_square
from analysis.methods.cox_likelihood import derive_terms
from analysis.methods.kaplan_meier import estimate_kaplan_meier
from analysis.methods.ranks import derive_midranks
from analysis.methods.result import Result

TRANSFORMS = ("km", "rank", "identity", "log")


def estimate_proportionality(fit: CoxFit, transform: str = "km") -> Mapping[str, Result]:
    """χ² and P by covariate, and "global" for all together: small P speak against proportional hazards."""
    check_choice("transform", transform, TRANSFORMS)
    first = next(iter(fit.coefficients.values()))
    base = replace(
        Result("Test of proportional hazards", (*first.options, f"g(t): {transform}"), n=first.n),
        wants=("statistic", "parameter", "p.value"),
    )
    names = tuple(fit.coefficients)
    reason = next((result.reason for result in fit.coefficients.values() if result.reason), "")
    if reason:
        return dict.fromkeys((*names, "global"), replace(base, reason=reason))
    score, information = _derive_score(fit, transform)
    p = len(names)
    tests = {name: [*range(p), p + j] for j, name in enumerate(names)} | {"global": list(range(2 * p))}
    return {name: _derive_test(base, score[kept], information[np.ix_(kept, kept)], p) for name, kept in tests.items()}


def _derive_score(fit: CoxFit, transform: str) -> tuple[Floats, Floats]:
    """Score (2p,) and information (2p, 2p) of β and θ."""
    p = len(fit.beta)
    score, information = np.zeros(2 * p), np.zeros((2 * p, 2 * p))
    events = np.unique(fit.data.time[fit.data.event])
    g = _derive_transform(fit, events, transform)
    for stratum in fit.data.strata:
        terms = derive_terms(stratum, fit.beta)
        here = g[np.searchsorted(events, stratum.time)]
        residual = stratum.event_x - terms.mean
        score[p:] += here @ residual
        score[:p] += residual.sum(axis=0)
        blocks = [np.einsum("i,ijk->jk", power, terms.variance) for power in (np.ones_like(here), here, here**2)]
        information += np.block([[blocks[0], blocks[1]], [blocks[1], blocks[2]]])
    return score, information


def _derive_transform(fit: CoxFit, events: Floats, transform: str) -> Floats:
    """The values of g at each distinct event time, centred so that β and θ hardly depend on each other."""
    if transform == "km":
        curve = estimate_kaplan_meier(fit.data.time, fit.data.event)
        before = np.concatenate(([1.0], curve.survival))[np.searchsorted(curve.time, events, side="left")]
        g = 1 - before
    elif transform == "rank":
        times, first = np.unique(fit.data.time, return_index=True)
        g = derive_midranks(fit.data.time)[0][first][np.searchsorted(times, events)]
    else:
        g = np.log(events) if transform == "log" else events.astype(np.float64)
    return np.asarray(g - g.mean())


def _derive_test(base: Result, score: Floats, information: Floats, p: int) -> Result:
    if np.linalg.matrix_rank(information) < len(information):
        return replace(base, reason="too few distinct event times")
    return derive_chi_square(base, float(score @ np.linalg.solve(information, score)), len(score) - p)
