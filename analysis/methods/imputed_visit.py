"""The analysis of imputed data at one visit, and delta adjustment.

Each completed data set is analysed by a linear model of the visit alone, with the terms of the mixed model: on
complete data with an unstructured covariance and terms crossed with the visit that is the mixed model's own answer.
The analyses are pooled by Rubin's rules. Delta adjustment adds a number to the imputed responses before the analysis:
those not seen did by delta better or worse than others like them (Carpenter and Kenward, Multiple Imputation and its
Application, 2013, section 10.4). statsmodels imputes by chained equations only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analysis.errors import MethodError
from analysis.methods.arguments import Floats
from analysis.methods.design import derive_basis
from analysis.methods.imputation import Imputations
from analysis.methods.mmrm_fit import At
from analysis.methods.result import Result, Statistic
from analysis.methods.rubin import RULE, estimate_pooled

METHOD = "Multiple imputation (missing at random, from the mixed model)"

Parts = Sequence[tuple[float, At]]
Only = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class VisitAnalysis:
    """The linear model of one visit as numbers, for n subjects and M completed data sets.

    Completed ``responses`` (M, n), whom delta shifts (n,), ``weights`` whose sum with the responses is the estimate
    (n,), an orthonormal ``basis`` of the model matrix (n, p). ``reason`` tells why there is no estimate.
    """

    responses: Floats
    shifted: NDArray[np.bool_]
    weights: Floats
    basis: Floats
    reason: str = ""

    def pool(self, delta: float, conf_level: float = 0.95) -> Result:
        """The pooled estimate when ``delta`` is added to the imputed responses."""
        responses = self.responses + delta * self.shifted
        df = responses.shape[1] - self.basis.shape[1]
        residuals = responses - responses @ self.basis @ self.basis.T
        std_errors = np.sqrt((residuals**2).sum(axis=1) / df * (self.weights @ self.weights))
        return estimate_pooled(responses @ self.weights, std_errors, float(df), conf_level)


def estimate_imputed(
    imputations: Imputations, parts: Parts, delta: float = 0.0, only: Only | None = None, conf_level: float = 0.95
) -> Result:
    """A weighted sum of LS means at one visit, pooled over the completed data sets by Rubin's rules.

    ``parts`` are (weight, levels) with the visit in each; ``delta``, in the response's unit, is added to the responses
    imputed at that visit, ``only`` to those of the given levels of factors ({"group": ("high",)}).
    """
    analysis = derive_visit_analysis(imputations, parts, only)
    options = (*imputations.options, "linear model of the visit", RULE, *((f"delta {delta:+g}",) if delta else ()))
    base = Result(METHOD, options, n=len(imputations.data.subjects), conf_level=conf_level, reason=analysis.reason)
    if analysis.reason:
        return base
    pooled = analysis.pool(delta, conf_level)
    number = Statistic("n.imputed", "Number of imputed responses", float(analysis.shifted.sum()))
    return replace(pooled, method=METHOD, options=options, n=base.n, more=(*pooled.more, number))


def derive_visit_analysis(imputations: Imputations, parts: Parts, only: Only | None = None) -> VisitAnalysis:
    """The linear model of the visit that all ``parts`` name. MethodError when they don't name one and the same."""
    fit, data = imputations.fit, imputations.data
    visits = {at.get(fit.model.visit) for _, at in parts}
    if len(visits) != 1 or None in visits:
        raise MethodError(f"an analysis of imputed data is of one visit: give the same {fit.model.visit} in every part")
    row = np.sum([weight * fit.row(at) for weight, at in parts], axis=0)
    visit = fit.design.factor(fit.model.visit).levels.index(str(visits.pop()))
    rows = data.visit == visit
    matrix = data.matrix(rows)
    basis = derive_basis(matrix)
    shifted = imputations.missing[:, visit] & _derive_chosen(imputations, rows, only or {})
    nothing = VisitAnalysis(np.empty((0, len(matrix))), shifted, np.zeros(len(matrix)), matrix[:, basis.kept])
    if imputations.reason:
        return replace(nothing, reason=imputations.reason)
    if not basis.is_estimable(row[None]):
        return replace(nothing, reason="not estimable: a combination of levels that it averages has no patients")
    if len(matrix) <= len(basis.kept):
        return replace(nothing, reason=f"too few subjects: {len(matrix)} for {len(basis.kept)} coefficients")
    orthogonal, triangle = np.linalg.qr(matrix[:, basis.kept])
    weights = orthogonal @ np.linalg.solve(triangle.T, row[basis.kept])
    return VisitAnalysis(imputations.responses[:, :, visit], shifted, weights, orthogonal)


def _derive_chosen(imputations: Imputations, rows: NDArray[np.bool_], only: Only) -> NDArray[np.bool_]:
    chosen = np.ones(int(rows.sum()), dtype=bool)
    for name, wanted in only.items():
        levels = imputations.fit.design.factor(name).levels
        if not set(wanted) <= set(levels):
            raise MethodError(f"{name} has the levels {', '.join(levels)}, not {', '.join(wanted)}")
        chosen &= np.isin(imputations.data.codes[name][rows], [levels.index(level) for level in wanted])
    return chosen
