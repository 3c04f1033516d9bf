"""The words for a change and for a difference, given what the results say of it.

"rose", "fell", "higher", "lower" only where the interval excludes no change; "significantly" only where the adjusted P
is below the level; "no relevant change" only where the interval lies within the margin; else "not distinguishable".
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

#: What a label adds to its head, and how heads end that speak of many: not mass, ascites, fibrosis, status, kinetics.
_ADDED = re.compile(r"\s*[,(]|\s(?:from|of|in|at|by|for|with|after|during|to|on|due|per)\s", re.IGNORECASE)
_MANY = re.compile(r"(?<![su])(?<!i)s$(?<!ites)(?<!betes)(?<!ics)")

ROSE, FELL, SAME, OPEN, NONE = "rose", "fell", "no relevant change", "not distinguishable", "not estimable"


@dataclass(frozen=True)
class Verdict:
    """What may be said: the interval lies above (1), around (0) or below (-1) no change, NaN where there is none.

    ``significant`` is by the P value adjusted for multiplicity, ``within`` that the interval lies within the margin.
    """

    direction: float
    significant: bool = False
    within: bool = False

    @property
    def word(self) -> str:
        """``ROSE``, ``FELL``, ``SAME``, ``OPEN`` or ``NONE``."""
        if math.isnan(self.direction):
            return NONE
        if self.direction:
            return ROSE if self.direction > 0 else FELL
        return SAME if self.within else OPEN


def find_verdict(low: float, high: float, null: float = 0.0) -> Verdict:
    """What an interval alone allows: a direction. For results that are descriptive."""
    if math.isnan(low) or math.isnan(high):
        return Verdict(math.nan)
    return Verdict(float(low > null) - float(high < null))


def format_predicate(verdict: Verdict, *, plural: bool = False) -> str:
    """What one says of a change from baseline: "rose significantly", "was not distinguishable from baseline" ..."""
    if verdict.word == NONE:
        return "could not be estimated"
    if verdict.word == SAME:
        return "showed no relevant change"
    if verdict.word == OPEN:
        return f"{'were' if plural else 'was'} not distinguishable from baseline"
    return f"{verdict.word} significantly" if verdict.significant else verdict.word


def is_plural(label: str) -> bool:
    """Whether a label speaks of many, by the end of its head: platelets, role limitations from pain; not mass."""
    head = _ADDED.split(label, maxsplit=1)[0].lower()
    return bool(_MANY.search(head))


def format_list(items: Sequence[str], word: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *most, last = items
    return f"{', '.join(most)} {word} {last}" if most else last
