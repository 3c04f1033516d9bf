"""How a label of study.yaml stands inside a sentence."""

from __future__ import annotations

import re

#: A later word that begins with a capital, and is no abbreviation: then the whole label is a name (Standard Of Care).
_TITLE = re.compile(r"[\s(/]+[A-Z][a-z]")


def format_name(label: str) -> str:
    """A label with a small initial, unless it is or begins with a name.

    MELD score, Child-Pugh, C-reactive, XELOX, Cycle 1 Day 8 keep theirs; Low dose, Placebo (0 mg), Drug X don't.
    """
    first = label.split(" ", 1)[0]
    is_name = first[1:] != first[1:].lower() or first[1:2] == "-" or len(first) == 1 or _TITLE.search(label)
    return label if is_name else label[:1].lower() + label[1:]
