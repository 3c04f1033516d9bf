"""Documents against one another: a result that several print must read the same in each.

Compared by the results row, never by where a number stands. In the same form the texts are equal; in another form of
the same kind (one decimal more, with a sign) they agree as far as rounding allows.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from analysis.verification.numbers import Difference, NumberCheck
from analysis.verification.printing import normalised

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
    """Whether two roundings of one value could read so; forms of different kinds are not compared."""
    if _kind(form) != _kind(other):
        return True
    try:
        one, two = Decimal(text), Decimal(told)
    except InvalidOperation:
        return text == told
    if "|" in form + other:
        one, two = abs(one), abs(two)
    units = (Decimal(1).scaleb(int(number.as_tuple().exponent)) for number in (one, two))
    return abs(one - two) <= sum(units) / 2


def _kind(form: str) -> str:
    """A form without sign and decimals: f, f of millions, per cent."""
    kind, _, power = form.partition("e")
    return re.sub(r"[|+\d]", "", kind) + power.strip("|")
