"""Words and marks of a paragraph, as Word and Markdown share them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

#: Signs that Word or pandoc exchange by themselves.
ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "\u2011": "-", "\u2009": "\u202f"})
#: Where a picture, a formula or another thing stands that is no text.
OBJECT = "\ufffc"
WORD = re.compile(r"[ \t\n\r]+|\w+|.", re.DOTALL)


@dataclass(frozen=True)
class Token:
    """A word, a sign or a space.

    ``marks``: bold, italic, sup, sub, underline, strike. ``link``: the anchor it leads to; ``number``: the bookmark of
    a bound number; ``note``: the text of a footnote that hangs here.
    """

    text: str
    marks: frozenset[str] = frozenset()
    link: str = ""
    number: str = ""
    note: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two tokens the same for a reader."""
        if self.link.startswith("ref-"):
            return (self.link,)
        text = self.text.translate(ALIKE)
        return (" ",) if text.isspace() and text != "\u00a0" else (text, self.marks, self.note)


def read_tokens(pieces: Iterable[Token]) -> tuple[Token, ...]:
    """Runs of text split into words, signs and single spaces; none at the ends."""
    found: list[Token] = []
    joined = (replace(run[0], text="".join(t.text for t in run)) for run in _runs(pieces))
    for piece in joined:
        for word in WORD.findall(piece.text):
            if not word.strip(" \t\n\r"):
                if found and found[-1].text != " ":
                    found.append(Token(" "))
            else:
                found.append(replace(piece, text=word))
    while found and found[-1].text == " ":
        found.pop()
    return tuple(found)


def _runs(pieces: Iterable[Token]) -> Iterator[list[Token]]:
    for _, run in itertools.groupby(pieces, key=lambda t: replace(t, text="")):
        yield list(run)


def format_plain(tokens: Iterable[Token]) -> str:
    """The text as it reads, with signs that Word exchanges made alike."""
    return "".join(token.text for token in tokens).translate(ALIKE)
