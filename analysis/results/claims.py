"""The published claims against the results: what was published, what comes out here, and the verdict."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from analysis.results.table import Results, format_stat
from analysis.study import Claim, Condition, Study

HOLDS, FAILS, OPEN = "holds", "does not hold", "not checkable"
RELATIONS = {
    "=": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}


@dataclass(frozen=True)
class Comparison:
    """One condition: the row's value, what it was compared with, and the outcome; the value's unit and its method."""

    row: str
    value: str
    relation: str
    verdict: str
    reason: str = ""
    unit: str = ""
    method: str = ""


@dataclass(frozen=True)
class Verdict:
    """What became of one claim. ``word`` is the verdict as it is told, which depends on whose data these are.

    ``reason`` is why a claim that study.yaml gives no conditions can't be checked at all.
    """

    claim: str
    text: str
    published: str
    rebuilt: str
    verdict: str
    word: str
    note: str
    comparisons: tuple[Comparison, ...]
    reason: str = ""


def verify_claims(study: Study, results: Results) -> tuple[Verdict, ...]:
    """Every claim of study.yaml with its verdict.

    A claim holds when all its conditions hold; one condition that can't be checked (no such row, or no value) leaves it
    open unless another already contradicts it.
    """
    return tuple(_judge(claim, results, synthetic=study.study.synthetic) for claim in study.claims)


def _judge(claim: Claim, results: Results, *, synthetic: bool) -> Verdict:
    comparisons = tuple(verify_condition(condition, results) for condition in claim.holds_when)
    verdicts = {c.verdict for c in comparisons}
    verdict = FAILS if FAILS in verdicts else OPEN if OPEN in verdicts or not verdicts else HOLDS
    rebuilt = "; ".join(dict.fromkeys(f"{_short(c.row)} {c.value}" for c in comparisons))
    word = _word(verdict, synthetic)
    told = (claim.id, claim.text, claim.published, rebuilt, verdict, word, claim.note)
    return Verdict(*told, comparisons, claim.not_checkable)


def verify_condition(condition: Condition, results: Results) -> Comparison:
    """One condition of a claim on the results, exact after the rounding that it asks for."""
    missing = [name for name in (condition.row, condition.of) if name and name not in results]
    if missing:
        return Comparison(condition.row, "", _relation(condition, ""), OPEN, f"no row {missing[0]}")
    row = results[condition.row]
    other = results[condition.of].stat if condition.of else condition.value
    if other is None or math.isnan(row.stat) or math.isnan(other):
        return Comparison(condition.row, "NE", _relation(condition, "NE"), OPEN, row.error or "nothing to compare with")
    left, right = _exact(row.stat, condition), _exact(other, condition) * Fraction(str(condition.times))
    verdict = HOLDS if RELATIONS[condition.op](left, right) else FAILS
    relation = _relation(condition, _told(float(right)))
    return Comparison(condition.row, _told(row.stat), relation, verdict, "", row.unit, f"{row.method}, n = {row.n}")


def _exact(value: float, condition: Condition) -> Fraction:
    exact = Fraction(format_stat(value))
    if condition.decimals is None:
        return exact
    scale = 10**condition.decimals
    half = (2 * abs(exact) * scale + 1) // 2
    return Fraction(half if exact >= 0 else -half, scale)


def _relation(condition: Condition, value: str) -> str:
    rounded = f" (to {condition.decimals} decimals)" if condition.decimals is not None else ""
    of = f" = {condition.times:g} × {_short(condition.of)}" if condition.of else ""
    return f"{condition.op} {value}{of}{rounded}"


def _told(value: float) -> str:
    return f"{value:.6g}"


def _short(row: str) -> str:
    return row.split("/", 1)[1] if "/" in row else row


def _word(verdict: str, synthetic: bool) -> str:
    if verdict == OPEN:
        return "not checkable"
    if synthetic:
        return "holds by construction" if verdict == HOLDS else "does not hold"
    return "reproduced" if verdict == HOLDS else "not reproduced"
