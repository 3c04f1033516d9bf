"""Which parameters the paper tells of, and at which visits: a guess from the objectives and from what was measured."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from analysis.new_study.identity import Summary
from analysis.new_study.outline import Main
from analysis.new_study.parameters import TOTALS, Found
from analysis.study import Parameter

MOST_PARAMETERS, MOST_VISITS, MOST_SHOWN = 4, 6, 3
COVERED = 1 / 3  # of the subjects at the parameter's best visit
PRIMARY, SECONDARY = ("OBJPRIM", "OUTMSPRI"), ("OBJSEC", "OUTMSSEC")
COMMON_WORDS = frozenset(
    {"score", "total", "subscore", "scale", "index", "blood", "pressure", "rate", "mean", "global"}
)
#: Words of single questions, which are hardly an endpoint.
ITEMS = frozenset({"ITEM", "ITEMS", "QUESTION", "DOMAIN"})
_WORD = re.compile(r"[a-z][a-z0-9+-]{3,}")


def derive_main(found: Found, summary: Summary) -> Main:
    """Up to four parameters: those that the objectives name, else totals of questionnaires, else the best covered.

    All are measured at the visits of the first one; visits beyond six are thinned, the last one stays.
    """
    candidates = [
        noted.block for noted in found.parameters if not noted.off and any(found.coverage[noted.block.id].values())
    ]
    ranked = sorted(candidates, key=lambda p: rank_parameter(p, found.coverage[p.id], summary))
    if not ranked:
        return Main()
    visits = find_covered(found.coverage[ranked[0].id])
    alike = [p for p in ranked if set(visits) <= set(find_covered(found.coverage[p.id]))]
    best = rank_parameter(ranked[0], found.coverage[ranked[0].id], summary)[0]
    same_rank = [p for p in alike if rank_parameter(p, found.coverage[p.id], summary)[0] == best]
    chosen = (same_rank or alike)[:MOST_PARAMETERS]
    reasons = ("named in the primary objective", "named in a secondary objective", "scores of questionnaires")
    reason = reasons[best] if best < len(reasons) else "those with the most subjects"
    modelled = thin(visits, MOST_VISITS)
    return Main(tuple(p.id for p in chosen), modelled, thin(modelled, MOST_SHOWN), reason, best > 2)


def rank_parameter(parameter: Parameter, coverage: Mapping[str, int], summary: Summary) -> tuple[int, int]:
    """The smaller, the likelier an endpoint: by what names it, then by how many subjects have it at most."""
    label = parameter.label.upper()
    item = bool(set(re.findall(r"[A-Z]+", label)) & ITEMS)
    if is_named(parameter, summary, PRIMARY):
        rank = 0
    elif is_named(parameter, summary, SECONDARY):
        rank = 1
    else:
        total = parameter.domain == "QS" and any(word in label for word in TOTALS)
        rank = 2 if total and not item else 4 if parameter.domain not in ("LB", "QS") or item else 3
    return rank, -max(coverage.values(), default=0)


def is_named(parameter: Parameter, summary: Summary, codes: Sequence[str]) -> bool:
    """Whether a text of TS has a word of the parameter's name."""
    text = " ".join(value for code in codes for value in summary.get(code, ())).lower()
    words = set(_WORD.findall(parameter.label.lower())) - COMMON_WORDS
    said = set(_WORD.findall(text))
    return bool(words & said)


def find_covered(coverage: Mapping[str, int]) -> tuple[str, ...]:
    """The visits at which at least a third as many subjects have a value as at the best one."""
    most = max(coverage.values(), default=0)
    return tuple(visit for visit, count in coverage.items() if most and count >= COVERED * most)


def thin(visits: Sequence[str], most: int) -> tuple[str, ...]:
    """At most so many visits, evenly spread, the last one kept."""
    if len(visits) <= most:
        return tuple(visits)
    step = (len(visits) - 1) / (most - 1) if most > 1 else 0
    places = [len(visits) - 1 - round(number * step) for number in range(most)]
    return tuple(visits[place] for place in sorted(places))
