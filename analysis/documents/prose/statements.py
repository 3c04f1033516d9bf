"""Words that a writer states: printed as long as the results bear them, and otherwise the build stops at their line."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator

from analysis.documents.gate_words import find_numbers
from analysis.documents.prose.changes import read_change
from analysis.documents.session import Session, escape
from analysis.documents.words import format_predicate
from analysis.errors import DocumentError, Fault
from analysis.results.table import ALL, format_stat

COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}


P_VALUES = ("p.value", "p.adjusted", "p.fdr")
SAMENESS = re.compile(
    r"\b(?:(?:did|do|does)\snot\s(?:differ|change|vary)|no\s(?:\w+\s)?(?:differences?|changes?|effects?)|similar\w*|comparable"
    r"|equivalen\w+|equal\w*|unchanged|same|identical|alike|stable)\b",
    re.IGNORECASE,
)
DIRECTION = re.compile(
    r"\b(?:rose|fell|increas\w+|decreas\w+|higher|lower|greater|smaller|fewer|more|less|improv\w+|worse\w*|better|longer"
    r"|shorter|reduc\w+|declin\w+)\b",
    re.IGNORECASE,
)
LEVEL = 0.05


def format_says(session: Session, words: str, parameter: str, visit: str, group: str = ALL) -> str:
    """says("rose significantly", "ALB", "D57"): these words, as long as the results say just that."""
    now = format_predicate(read_change(session, parameter, visit, group).verdict)
    if words not in (now, now.removesuffix(" significantly")):
        what = f"the sentence no longer holds: it says “{words}”, the results say “{now}”"
        raise DocumentError(
            Fault(f"{parameter}, {visit}", what, "write the sentence anew, or let change() choose the words")
        )
    return words


def format_holds(session: Session, words: str, row: str, op: str, value: float) -> str:
    """holds("was not distinguishable", "survival.log-rank/OS/p.value", ">=", 0.05): words, as long as a row bears them.

    The words keep to the plan: no P value bears sameness or a direction, and significance only where it is below the
    level, adjusted where it is adjusted at all.
    """
    if op not in COMPARE:
        raise DocumentError(Fault(op, "no such comparison", f"known: {' '.join(COMPARE)}"))
    if any(True for _ in find_numbers(words)):
        raise DocumentError(Fault(f"“{words}”", "states a number", "bind it with a verb of its own"))
    faults = [
        Fault(f"“{words}”, {row}", what, remedy) for what, remedy in _find_overreach(session, words, row, op, value)
    ]
    if faults:
        raise DocumentError(faults)
    stat = session.results[row].stat
    if not COMPARE[op](stat, value):
        now = format_stat(stat) or "not estimable"
        what = f"the sentence no longer holds: “{words}” needs {row} {op} {value:g}, and it is {now}"
        raise DocumentError(Fault(row, what, "write the sentence anew"))
    return escape(words)


def _find_overreach(session: Session, words: str, row: str, op: str, value: float) -> Iterator[tuple[str, str]]:
    """What the words say that no value of this row could bear, and what to do."""
    statistic = session.results[row].stat_name
    significant = re.search(r"significan", words, re.IGNORECASE)
    if statistic in P_VALUES and SAMENESS.search(words):
        yield "a P value bears no sameness", "write “was not distinguishable”, or name an interval within a margin"
    if statistic in P_VALUES and DIRECTION.search(words):
        yield "a P value has no direction", "name the estimate or a limit of its interval"
    if significant and not re.search(r"\b(?:not|no)\b", words):
        if statistic not in P_VALUES or op not in ("<", "<=") or value > LEVEL:
            yield "significance is borne by a P value below the level", f'name the row of the P value, "<", {LEVEL}'
        adjusted = f"{row.rpartition('/')[0]}/p.adjusted"
        if statistic == "p.value" and adjusted in session.results:
            yield "the P value of this row is not adjusted", f"name {adjusted}"
