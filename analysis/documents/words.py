"""The words for a change and for a difference: which the plan allows, given interval, adjusted P and margin.

"rose", "fell", "higher", "lower" only where the interval excludes no change; "significantly" only where the adjusted P
is below the level; "no relevant change" only where the interval lies within the margin; else "not distinguishable".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

ROSE, FELL, SAME, OPEN, NONE = "rose", "fell", "no relevant change", "not distinguishable", "not estimable"


@dataclass(frozen=True)
class Effect:
    """An estimate with its interval, and what decides the words. ``null`` is 0 for a difference and 1 for a ratio.

    ``adjusted`` is the P value after multiplicity, NaN for what is descriptive only; ``margin`` None where the plan
    states none.
    """

    estimate: float
    low: float
    high: float
    null: float = 0.0
    adjusted: float = math.nan
    margin: float | None = None
    level: float = 0.05


def find_direction(effect: Effect) -> str:
    """``ROSE`` or ``FELL`` where the interval excludes no change, else ``SAME``, ``OPEN`` or ``NONE``."""
    if math.isnan(effect.low) or math.isnan(effect.high):
        return NONE
    if effect.low > effect.null:
        return ROSE
    if effect.high < effect.null:
        return FELL
    return SAME if is_within_margin(effect) else OPEN


def is_significant(effect: Effect) -> bool:
    """Whether "significantly" may be said: the interval excludes no change and the adjusted P is below the level."""
    return find_direction(effect) in (ROSE, FELL) and effect.adjusted < effect.level


def is_within_margin(effect: Effect) -> bool:
    """Whether the whole interval lies closer to no change than the margin."""
    if effect.margin is None:
        return False
    return max(abs(effect.low - effect.null), abs(effect.high - effect.null)) < effect.margin


def format_predicate(effect: Effect, *, plural: bool = False) -> str:
    """What one says of a change from baseline: "rose significantly", "was not distinguishable from baseline" ..."""
    direction = find_direction(effect)
    if direction == NONE:
        return "could not be estimated"
    if direction == SAME:
        return "showed no relevant change"
    if direction == OPEN:
        return f"{'were' if plural else 'was'} not distinguishable from baseline"
    return f"{direction} significantly" if is_significant(effect) else direction


def format_name(label: str) -> str:
    """A label inside a sentence: a small initial, unless its first word has other capitals (MELD score, Child-Pugh)."""
    first = label.split(" ", 1)[0]
    return label if first[1:] != first[1:].lower() else label[:1].lower() + label[1:]


def format_list(items: Sequence[str], word: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *most, last = items
    return f"{', '.join(most)} {word} {last}" if most else last
