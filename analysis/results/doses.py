"""The dose of each arm on the scale of the dose-response: doublings."""

from __future__ import annotations

import math

from analysis.study import Study

PER_DOUBLING = "for each doubling of the dose"


def derive_dose_scores(study: Study) -> dict[str, float]:
    """Base-2 logarithm of the dose, by arm; arms without a dose, or with none given (0), have no score.

    Nothing where study.yaml doesn't have two different doses: there is no trend to look for.
    """
    scores = {arm.id: math.log2(arm.dose) for arm in study.arms if arm.dose is not None and arm.dose > 0}
    return scores if len(set(scores.values())) > 1 else {}
