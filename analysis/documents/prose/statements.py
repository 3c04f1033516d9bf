"""Words that a writer states: printed as long as the results bear them, and otherwise the build stops at their line."""

from __future__ import annotations

import operator
from collections.abc import Callable

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
    """holds("did not differ", "survival.log-rank/OS/p.value", ">=", 0.05): the words, as long as the row bears them."""
    if op not in COMPARE:
        raise DocumentError(Fault(op, "no such comparison", f"known: {' '.join(COMPARE)}"))
    if any(True for _ in find_numbers(words)):
        raise DocumentError(Fault(f"“{words}”", "states a number", "bind it with a verb of its own"))
    stat = session.results[row].stat
    if not COMPARE[op](stat, value):
        now = format_stat(stat) or "not estimable"
        what = f"the sentence no longer holds: “{words}” needs {row} {op} {value:g}, and it is {now}"
        raise DocumentError(Fault(row, what, "write the sentence anew"))
    return escape(words)
