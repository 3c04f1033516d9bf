"""Documents against one another: a result that several print must read the same in each.

Compared by the results row, never by where a number stands. In the same form the texts are equal; in another form (one
decimal more, with a sign, as per cent, P below a bound) there must be a value that reads so in both.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from analysis.displays.format import NOT_ESTIMABLE
from analysis.verification.numbers import Difference, NumberCheck
from analysis.verification.printing import normalised

#: Forms of analysis/displays/format.py that print a value itself: decimals, per cent, ratio, P.
FORM = re.compile(r"(?P<bar>\|)?\+?(?P<kind>f|%|r%|x|p)\d?(?:e(?P<power>\d+))?\|?")
Printed = dict[str, dict[str, dict[str, str]]]


def verify_agreement(ledgers: Sequence[Mapping[str, Any]]) -> Iterator[NumberCheck]:
    """A check for each pair of documents: the results that both print, and those that don't read the same."""
    printed = {str(ledger["document"]): _read_printed(ledger) for ledger in ledgers}
    for (one, first), (two, second) in itertools.combinations(printed.items(), 2):
        shared = [row for row in first if row in second]
        differences = [d for row in shared for d in _compare(f"{one} and {two}", row, first[row], second[row])]
        yield NumberCheck(f"{one} and {two}", len(shared), tuple(differences))


def _read_printed(ledger: Mapping[str, Any]) -> Printed:
    """Row → form → text → the first place where it is printed so."""
    printed: Printed = {}
    for anchor in ledger["anchors"]:
        texts = printed.setdefault(anchor["row"], {}).setdefault(anchor["form"], {})
        texts.setdefault(normalised(anchor["text"]), anchor["id"])
    return printed


def _compare(
    pair: str, row: str, first: Mapping[str, Mapping[str, str]], second: Mapping[str, Mapping[str, str]]
) -> Iterator[Difference]:
    for (form, texts), (other, others) in itertools.product(first.items(), second.items()):
        for (text, _), (told, place) in itertools.product(texts.items(), others.items()):
            if not (text == told if form == other else _agrees(form, text, other, told)):
                yield Difference(pair, place, row, text, told)


def _agrees(form: str, text: str, other: str, told: str) -> bool:
    """Whether two forms could print one value so; counts, dates and texts are compared in their own form only."""
    if text == told == NOT_ESTIMABLE:
        return True
    first, second = FORM.fullmatch(form), FORM.fullmatch(other)
    if not first or not second:
        return True
    try:
        ranges, others = _read_ranges(first, text), _read_ranges(second, told)
    except InvalidOperation:
        return text == told
    if "|" in form + other:
        others = [*others, *((-high, -low) for low, high in others)]
    return any(low <= top and bottom <= high for low, high in ranges for bottom, top in others)


def _read_ranges(form: re.Match[str], text: str) -> list[tuple[Decimal, Decimal]]:
    """The values that a form prints as this text; a change in per cent without its sign may be either way."""
    if text[0] in "<>":
        bound = Decimal(text[1:].strip())
        return [(Decimal(0), bound) if text[0] == "<" else (bound, Decimal(1))]
    number = Decimal(text)
    half = Decimal(1).scaleb(int(number.as_tuple().exponent)) / 2
    signs = (1, -1) if form["bar"] and form["kind"] == "r%" else (1,)
    return [_scaled(form, sign * number, half) for sign in signs]


def _scaled(form: re.Match[str], number: Decimal, half: Decimal) -> tuple[Decimal, Decimal]:
    """The range around a printed number as the results hold it."""
    if form["kind"] in ("%", "r%"):
        number, half = number / 100, half / 100
    start = 1 if form["kind"] == "r%" else 0
    power = int(form["power"] or 0)
    return start + (number - half).scaleb(power), start + (number + half).scaleb(power)
