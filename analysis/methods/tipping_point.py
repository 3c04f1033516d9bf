"""The tipping point: by how much missing responses must differ from what is expected to turn a conclusion.

Delta is added to every imputed response of the visit and the analysis repeated; the tipping point is the delta nearest
to 0 at which "P below the level" becomes "P not below" or the reverse (O'Kelly and Ratitch, Clinical Trials with
Missing Data, 2014, section 7.4). The same imputations serve for every delta, so P is a smooth function of it. No
library has it.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from analysis.errors import MethodError
from analysis.methods.imputation import Imputations
from analysis.methods.imputed_visit import METHOD, Only, Parts, VisitAnalysis, derive_visit_analysis
from analysis.methods.result import Result, Statistic

STEPS = 200


def estimate_tipping_point(
    imputations: Imputations, parts: Parts, limit: float, only: Only | None = None, level: float = 0.05
) -> Result:
    """The tipping point of a weighted sum of LS means at one visit (as in imputed_visit.estimate_imputed).

    It is sought between −``limit`` and ``limit``, in the response's unit, and is the Result's ``estimate``; the nearest
    on either side are its statistics ``tipping.below`` and ``tipping.above``. When the conclusion holds over the whole
    range, the Result says so. MethodError for a limit that is not above 0.
    """
    if not limit > 0:
        raise MethodError(f"a tipping point is sought between -limit and limit, and limit is {limit}")
    analysis = derive_visit_analysis(imputations, parts, only)
    options = (*imputations.options, f"P = {level:g}", f"delta from {-limit:g} to {limit:g}")
    n, wants = len(imputations.data.subjects), ("estimate",)
    if analysis.reason:
        return Result(f"{METHOD}: tipping point", options, n=n, reason=analysis.reason, wants=wants)
    below, above = (_find_tip(analysis, end, level) for end in (-limit, limit))
    start = "P is below" if analysis.pool(0.0).p_value < level else "P is not below"
    holds = f"{start} {level:g} for every delta on this side"
    return Result(
        f"{METHOD}: tipping point",
        options,
        n=n,
        estimate=min((tip for tip in (below, above) if not math.isnan(tip)), key=abs, default=math.nan),
        reason=f"{start} {level:g} for every delta in the range" if math.isnan(below) and math.isnan(above) else "",
        wants=wants,
        more=(
            Statistic("tipping.below", "Tipping point below 0", below, error=holds if math.isnan(below) else ""),
            Statistic("tipping.above", "Tipping point above 0", above, error=holds if math.isnan(above) else ""),
        ),
    )


def _find_tip(analysis: VisitAnalysis, end: float, level: float) -> float:
    """The delta nearest to 0 on the way to ``end`` at which P crosses ``level``; NaN when it does not."""
    start = analysis.pool(0.0).p_value < level
    for near, far in pairwise(np.linspace(0.0, end, STEPS + 1).tolist()):
        if (analysis.pool(far).p_value < level) != start:
            return _bisect(analysis, near, far, level)
    return math.nan


def _bisect(analysis: VisitAnalysis, near: float, far: float, level: float) -> float:
    start = analysis.pool(near).p_value < level
    for _ in range(50):
        middle = (near + far) / 2
        if (analysis.pool(middle).p_value < level) == start:
            near = middle
        else:
            far = middle
    return far
