"""Multiple imputation under missing at random from a mixed model for repeated measures.

Each draw takes (1) covariance parameters θ from the normal approximation of their posterior, N(θ̂, W), on their
unconstrained scale, W from the observed information; (2) coefficients given θ, exactly N(β̂(θ), Φ(θ)), the posterior
under a flat prior; (3) missing responses given both and the patient's own responses, from the conditional normal
distribution (Rubin, Multiple Imputation for Nonresponse in Surveys, 1987; Schafer, Analysis of Incomplete Multivariate
Data, 1997, section 5.3). Drawing (1) and (2) anew makes the imputation proper. No Python library imputes from an MMRM.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import Fault, MethodError
from analysis.methods.arguments import Floats
from analysis.methods.covariance import STRUCTURES, derive_covariance
from analysis.methods.mmrm_data import LongData, derive_long_data
from analysis.methods.mmrm_fit import MmrmFit, MmrmModel
from analysis.methods.mmrm_likelihood import Blocks, derive_blocks, derive_state

MAX_REJECTED = 1000


@dataclass(frozen=True)
class Imputations:
    """M completed data sets: ``responses`` (M, subjects, visits), equal but where ``missing`` (subjects, visits).

    ``data`` has one row for each subject and visit, in that order. ``reason`` tells why there are no data sets.
    """

    fit: MmrmFit
    data: LongData
    missing: NDArray[np.bool_]
    responses: Floats
    seed: int
    reason: str = ""

    @property
    def options(self) -> tuple[str, ...]:
        structure = STRUCTURES[self.fit.model.covariance].label
        return (f"{len(self.responses)} imputations", f"seed {self.seed}", f"{structure} covariance")


def derive_imputations(data: pd.DataFrame, fit: MmrmFit, count: int, seed: int) -> Imputations:
    """Impute every missing response of every subject in ``data`` at every visit of the fitted model, ``count`` times.

    Rows that are absent take the predictors that are constant within the subject. MethodError when a predictor of an
    absent row can't be known, or ``count`` is below 2. A fit that failed gives no imputations but its reason.
    """
    if fit.model.stop != "minimum":
        raise MethodError("imputations are drawn around the minimum of the likelihood: fit with stop='minimum'")
    if count < 2:
        raise MethodError(f"{count} imputations can't be pooled; take at least 2")
    long = derive_long_data(_derive_all_cells(data, fit.model), fit.model)
    shape = (len(long.subjects), len(fit.design.factor(fit.model.visit).levels))
    missing = ~long.observed.reshape(shape)
    none = Imputations(fit, long, missing, np.empty((0, *shape)), seed, fit.reason)
    if fit.precision is None:
        return none
    matrix = long.matrix(np.ones(len(long.response), dtype=bool))
    if not fit.basis.is_estimable(matrix[missing.ravel()]):
        return replace(none, reason="a missing response has no mean: no patient of its group was seen at its visit")
    x, y = matrix[:, fit.basis.kept].reshape(*shape, -1), long.response.reshape(shape)
    draws = _derive_draws(fit, fit.precision.theta_vcov, _derive_seen(x, y, fit.model.method == "REML"), count, seed)
    if len(draws) < count:
        return replace(none, reason="the draws of the covariance parameters are not positive definite")
    random = np.random.default_rng([seed, 1])
    return replace(none, responses=np.array([_derive_completed(x @ beta, y, sigma, random) for sigma, beta in draws]))


def _derive_all_cells(data: pd.DataFrame, model: MmrmModel) -> pd.DataFrame:
    """One row for each subject and visit, predictors of absent rows taken from the subject's other rows."""
    derive_long_data(data, model)  # tells the faults of the rows that are there
    levels = next(factor.levels for factor in model.factors if factor.name == model.visit)
    names = [factor.name for factor in model.factors if factor.name != model.visit]
    names += [name for name in model.covariates if any(name in term for term in model.terms)]
    keys = [model.subject, model.visit]
    frame = data.assign(**{key: data[key].astype(str) for key in keys}).set_index(keys)[[model.response, *names]]
    subjects = sorted(set(frame.index.get_level_values(0)))
    cells = frame.reindex(pd.MultiIndex.from_product([subjects, levels], names=keys))
    for name in names:
        by_subject = frame[name].groupby(level=0)
        constant = by_subject.first().where(by_subject.nunique() == 1)
        cells[name] = cells[name].where(cells[name].notna(), cells.index.get_level_values(0).map(constant.to_dict()))
    unknown = cells.index[cells[names].isna().any(axis=1)].get_level_values(0)
    if len(unknown):
        what = "a predictor of an absent row varies within the subject or is missing"
        raise MethodError(Fault(f"subjects {', '.join(sorted(set(unknown))[:5])}", what, "give the row with it"))
    return cells.reset_index()


def _derive_seen(x: Floats, y: Floats, restricted: bool) -> Blocks:
    seen = ~np.isnan(y)
    subject, visit = np.nonzero(seen)
    _, place = np.unique(subject, return_inverse=True)
    return derive_blocks(x[seen], y[seen], place.ravel(), visit, y.shape[1], restricted)


def _derive_draws(fit: MmrmFit, spread: Floats, blocks: Blocks, count: int, seed: int) -> list[tuple[Floats, Floats]]:
    """``count`` draws of (Σ, β); fewer when θ leads to no covariance matrix again and again."""
    random = np.random.default_rng([seed, 0])
    visits = blocks.y.shape[1]
    structure = STRUCTURES[fit.model.covariance if visits > 1 else "UN"]
    root = np.linalg.cholesky(spread)
    draws: list[tuple[Floats, Floats]] = []
    for _ in range(count + MAX_REJECTED):
        sigma = derive_covariance(structure, fit.theta + root @ random.standard_normal(len(root)), visits).sigma
        noise = random.standard_normal(len(fit.coefficients))
        state = derive_state(blocks, sigma)
        if state is not None:
            draws.append((sigma, state.coefficients + np.linalg.cholesky(state.vcov) @ noise))
        if len(draws) == count:
            break
    return draws


def _derive_completed(mean: Floats, y: Floats, sigma: Floats, random: np.random.Generator) -> Floats:
    """``y`` (subjects, visits) with each gap drawn from its normal distribution given the subject's other responses."""
    completed = y.copy()
    noise = random.standard_normal(y.shape)
    patterns, pattern = np.unique(np.isnan(y), axis=0, return_inverse=True)
    for place, gap in enumerate(patterns):
        if not gap.any():
            continue
        rows = pattern.ravel() == place
        slope = np.linalg.solve(sigma[np.ix_(~gap, ~gap)], sigma[np.ix_(~gap, gap)])
        root = np.linalg.cholesky(sigma[np.ix_(gap, gap)] - sigma[np.ix_(gap, ~gap)] @ slope)
        given = (y[rows] - mean[rows])[:, ~gap]
        completed[np.ix_(rows, gap)] = mean[rows][:, gap] + given @ slope + noise[rows][:, gap] @ root.T
    return completed
