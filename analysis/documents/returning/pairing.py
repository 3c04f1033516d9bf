"""Which paragraph is which: sources with the Word file that was made of them, and that with the edited one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from analysis.documents.returning.markdown import Piece
from analysis.documents.returning.word_text import Paragraph

#: The share of their words that two paragraphs have in common to be one, edited: of the shorter, of the longer.
ALIKE, LEAST = 0.5, 0.2
#: What begins with the same letters is rather the same: the first half of a paragraph that was parted.
BEGIN = 15
CITED = r"\[[\d,\s–-]+\]"


def find_sources(blocks: Sequence[Sequence[Piece]], made: Sequence[Paragraph]) -> dict[int, int]:
    """For each block that reads like a paragraph of the Word file, in order: its paragraph."""
    texts = [paragraph.text for paragraph in made]
    found: dict[int, int] = {}
    start = 0
    for number, pieces in enumerate(blocks):
        pattern = read_pattern(pieces)
        if pattern is None:
            continue
        at = next((n for n in range(start, len(texts)) if pattern.fullmatch(texts[n])), None)
        if at is not None:
            found[number] = at
            start = at + 1
    return found


def read_pattern(pieces: Sequence[Piece]) -> re.Pattern[str] | None:
    """How a block reads, each piece a group; citations are numbers that Word shows. None where there is no text."""
    told = [CITED if piece.kind == "cite" else re.escape(piece.text) for piece in pieces]
    return re.compile("".join(f"({text})" for text in told)) if any(piece.text.strip() for piece in pieces) else None


def find_edited(made: Sequence[Paragraph], edited: Sequence[Paragraph]) -> dict[int, int]:
    """For each paragraph of the edited file that was there before, changed or moved or not: which it was."""
    old, new = [p.text for p in made], [p.text for p in edited]
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    found: dict[int, int] = {}
    loose: list[tuple[range, range]] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            found |= dict(zip(range(c, d), range(a, b), strict=True))
        else:
            loose.append((range(a, b), range(c, d)))
    for left, right in loose:
        _pair(made, edited, (left, right), found)
    rest = [n for n in range(len(old)) if n not in set(found.values())]
    _pair(made, edited, (rest, [n for n in range(len(new)) if n not in found]), found)
    for left, right in loose:
        _pair_places(made, edited, (left, right), found)
    return found


def _pair_places(
    made: Sequence[Paragraph],
    edited: Sequence[Paragraph],
    loose: tuple[Sequence[int], Sequence[int]],
    found: dict[int, int],
) -> None:
    """What was written anew where as many paragraphs stood before, each in the place of the other."""
    taken = set(found.values())
    left, right = [n for n in loose[0] if n not in taken], [n for n in loose[1] if n not in found]
    if len(left) == len(right):
        found |= {
            new: old
            for old, new in zip(left, right, strict=True)
            if bool(made[old].cells) == bool(edited[new].cells) and made[old].style == edited[new].style
        }


def _pair(
    made: Sequence[Paragraph],
    edited: Sequence[Paragraph],
    loose: tuple[Sequence[int], Sequence[int]],
    found: dict[int, int],
) -> None:
    """The most alike first; a table is only ever another table."""
    scored = sorted(_score(made, edited, loose), key=lambda s: (-s[0], s[1], s[2]))
    taken = set(found.values())
    for _, old, new in scored:
        if old not in taken and new not in found:
            found[new] = old
            taken.add(old)


def _score(
    made: Sequence[Paragraph], edited: Sequence[Paragraph], loose: tuple[Sequence[int], Sequence[int]]
) -> Iterator[tuple[float, int, int]]:
    words = {n: _words(edited[n]) for n in loose[1]}
    for old in loose[0]:
        before = _words(made[old])
        for new in loose[1]:
            if bool(made[old].cells) == bool(edited[new].cells):
                less, more = sorted((len(before), len(words[new])))
                shared = len(before & words[new])
                # By the smaller one, so that a paragraph that grew or was parted is still itself
                if less and shared / less >= ALIKE and shared / more >= LEAST:
                    begins = made[old].text[:BEGIN] == edited[new].text[:BEGIN]
                    yield (shared / less + shared / more + begins, old, new)


def _words(paragraph: Paragraph) -> set[str]:
    return set(re.findall(r"\w+", paragraph.text.lower()))
