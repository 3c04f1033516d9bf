"""Adjusted P values, and the gate through which a result may be called significant or equivalent.

Holm (Scand J Stat 1979;6:65), Hochberg (Biometrika 1988;75:800), Benjamini and Hochberg (JRSS B 1995;57:289), as R's
p.adjust has them. A P value that is missing stays missing and, as in R, isn't counted unless ``family_size`` says so.
statsmodels' multipletests agrees, but takes no missing values and no larger family, and a second to import.
"""

from __future__ import annotations

import math
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from analysis.errors import MethodError
from analysis.methods.arguments import Floats, check_choice

METHODS = ("holm", "hochberg", "benjamini-hochberg")


class Verdict(Enum):
    """What may be said of a change (or a difference) in words."""

    SIGNIFICANT_RISE = "rose significantly"
    SIGNIFICANT_FALL = "fell significantly"
    RISE = "rose"
    FALL = "fell"
    EQUIVALENT = "no relevant change"
    UNCLEAR = "not distinguishable from no change"
    NOT_ESTIMABLE = "not estimable"


def estimate_adjusted_p(p_values: ArrayLike, method: str = "holm", family_size: int | None = None) -> Floats:
    """Adjusted P values of one family, in the order given (shape (m,)).

    ``family_size`` counts hypotheses that stand in the family but not in the array, or are missing in it.
    """
    check_choice("method", method, METHODS)
    p = np.asarray(p_values, dtype=np.float64)
    known = p[~np.isnan(p)]
    m = len(known) if family_size is None else family_size
    if m < len(known):
        raise MethodError(f"a family of {m} hypotheses can't hold {len(known)} P values")
    if ((known < 0) | (known > 1)).any():
        raise MethodError("a P value lies between 0 and 1")
    order = np.argsort(known, kind="stable")
    rank = np.arange(1, len(known) + 1)
    if method == "holm":
        stepped = np.maximum.accumulate((m - rank + 1) * known[order])
    else:
        factor = m - rank + 1 if method == "hochberg" else m / rank
        stepped = np.minimum.accumulate((factor * known[order])[::-1])[::-1]
    adjusted, result = np.empty(len(known)), np.full(len(p), math.nan)
    adjusted[order] = np.minimum(stepped, 1)
    result[~np.isnan(p)] = adjusted
    return result


def derive_verdict(
    conf_low: float,
    conf_high: float,
    adjusted_p: float,
    null: float = 0.0,
    margin: tuple[float, float] | None = None,
    alpha: float = 0.05,
) -> Verdict:
    """The words that an interval and its adjusted P allow; ``margin`` holds the limits of a change that doesn't matter.

    The interval decides the direction (it excludes ``null``), the adjusted P whether "significantly" may be added, and
    only an interval within the margin allows "no relevant change". An interval that excludes ``null`` is told as a
    rise or fall even inside the margin.
    """
    if math.isnan(conf_low) or math.isnan(conf_high):
        return Verdict.NOT_ESTIMABLE
    significant = adjusted_p < alpha
    if conf_low > null:
        return Verdict.SIGNIFICANT_RISE if significant else Verdict.RISE
    if conf_high < null:
        return Verdict.SIGNIFICANT_FALL if significant else Verdict.FALL
    if margin is not None and margin[0] < conf_low and conf_high < margin[1]:
        return Verdict.EQUIVALENT
    return Verdict.UNCLEAR
