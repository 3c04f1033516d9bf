"""By how much a statistic may differ between two machines, and what a larger difference means.

Counts must be equal. Other statistics carry the rounding of many operations, in an order that another processor,
BLAS or Python may choose otherwise: relative to the largest number of the same unit that stands beside them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import IntEnum

#: Statistics that are counted, or can only be a few whole numbers.
COUNTED = {"n", "N", "events", "order", "direction", "significant", "within.margin", "n.risk", "n.event"}
COUNTED |= {"n.censor", "n.observed", "n.subjects", "n.observations"}
PROBABILITIES = frozenset(("p.value", "p.adjusted", "p.fdr", "p.min", "p.max"))
#: Statistics whose unit is not that of the estimate beside them.
ALONE = PROBABILITIES | {"statistic", "parameter", "parameter2", "z", "p", "minus2loglik", "aic", "exposure"}
#: What a statistic is measured against at least: a t of 1e-14 is 0, and so is another one.
LEAST = {**dict.fromkeys(PROBABILITIES, 1e-3), "statistic": 1.0, "z": 1.0}
#: Methods that search for a maximum or a root: where they stop depends on the last bits.
SEARCHED = (
    "Mixed model",
    "imputation",
    "Hazard ratio",
    "Proportion with exact",
    "Exposure-adjusted",
    "Risk difference",
)
BY_FORMULA, BY_SEARCH = 1e-9, 1e-6
#: A difference of a thousandth can change a printed number in its last digit only.
LAST_DIGIT = 1e-3
#: Where a P value changes sides, nothing is small.
LEVEL = 0.05


class Kind(IntEnum):
    """What a difference is, from none to one that matters."""

    SAME_BYTES = 0
    SAME_VALUE = 1
    LAST_DIGIT = 2
    MATERIAL = 3

    @property
    def word(self) -> str:
        """As it is told: ``same bytes``, ``same value``, ``last digit``, ``material``."""
        return self.name.lower().replace("_", " ")


def derive_scale(name: str, beside: Mapping[str, float]) -> float:
    """The size against which a statistic is judged: its own, or the largest of the same unit beside it."""
    same_unit = {n: v for n, v in beside.items() if n not in ALONE | COUNTED} if name not in ALONE else {}
    values = [abs(v) for v in {**same_unit, name: beside[name]}.values() if math.isfinite(v)]
    return max([*values, LEAST.get(name, 0.0)])


def derive_tolerance(name: str, scale: float, method: str) -> float:
    """The largest difference that rounding explains, as a power of ten; 0 for what is counted."""
    if name in COUNTED or scale == 0:
        return 0.0
    searched = any(word in method for word in SEARCHED)
    return float(f"1e{math.ceil(math.log10((BY_SEARCH if searched else BY_FORMULA) * scale))}")


def derive_kind(name: str, old: str, new: str, tolerance: float, scale: float) -> Kind:
    """What the difference between two texts of one statistic is; "" stands for a value that doesn't exist."""
    if old == new:
        return Kind.SAME_BYTES
    if not old or not new:
        return Kind.MATERIAL
    before, after = float(old), float(new)
    if not math.isfinite(before - after):
        return Kind.MATERIAL
    if abs(before - after) <= tolerance:
        return Kind.SAME_VALUE
    crossed = name in PROBABILITIES and (before < LEVEL) != (after < LEVEL)
    small = name not in COUNTED and not crossed and abs(before - after) <= LAST_DIGIT * scale
    return Kind.LAST_DIGIT if small else Kind.MATERIAL
