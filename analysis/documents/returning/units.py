"""A paragraph of the Word file and the edited one as rows of comparable units: words, calls and citations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.documents.returning.markdown import Piece
from analysis.documents.returning.pairing import read_pattern
from analysis.documents.returning.tokens import Token, format_plain
from analysis.documents.returning.word_text import Paragraph

#: So many letters around a call tell it from another one with the same words.
NEAR = 12
TYPED = re.compile(r"\[-?@[\w:.-]+(?:\s*;\s*-?@[\w:.-]+)*\]")


#: What was typed in Word has no piece in the manuscript.
NONE = Piece("", "", ())


@dataclass(frozen=True)
class Unit:
    """What is compared as one: ``piece`` of the manuscript where it is known, ``tokens`` of the Word file.

    ``near``: what stands before and after it in the file that was sent.
    """

    key: tuple[object, ...]
    tokens: tuple[Token, ...]
    piece: Piece = NONE
    near: tuple[str, str] = ("", "")

    @property
    def numbers(self) -> frozenset[str]:
        return frozenset(token.number for token in self.tokens if token.number)

    @property
    def text(self) -> str:
        return format_plain(self.tokens)


def read_made_units(pieces: Sequence[Piece], made: Paragraph) -> list[Unit]:
    """One unit for each piece of a block, with the tokens of the paragraph that was made of it."""
    pattern = read_pattern(pieces)
    found = pattern.fullmatch(made.text) if pattern else None
    if found is None:
        return []
    units = []
    for number, piece in enumerate(pieces, 1):
        start, end = found.span(number)
        tokens = _between(made.tokens, start, end)
        near = (made.text[max(0, start - NEAR) : start], made.text[end : end + NEAR])
        units.append(Unit(_key(piece, tokens), tokens, piece, near))
    return units


def _key(piece: Piece, tokens: tuple[Token, ...]) -> tuple[object, ...]:
    if piece.kind == "call":
        return ("call", format_plain(tokens))
    if piece.kind == "cite":
        return ("cite", *(t.link for t in tokens if t.link))
    return tuple(token.key for token in tokens)


def _between(tokens: Sequence[Token], start: int, end: int) -> tuple[Token, ...]:
    """The tokens from one place of the text to another, parted where they begin or end between."""
    found, at = [], 0
    for token in tokens:
        first, last = max(at, start), min(at + len(token.text), end)
        if first < last:
            text = token.text[first - at : last - at]
            found.append(Token(text, token.marks, token.link, token.number, token.note))
        at += len(token.text)
    return tuple(found)


def read_edited_units(edited: Paragraph, calls: Sequence[Unit]) -> list[Unit]:
    """The units of an edited paragraph; ``calls`` are those whose words are looked for in it, each once."""
    spans: dict[int, tuple[int, Unit]] = {}
    starts = [0]
    for token in edited.tokens:
        starts.append(starts[-1] + len(token.text))
    where = {start: number for number, start in enumerate(starts)}
    cursor = 0
    for call in calls:
        places = [m.start() for m in re.finditer(f"(?={re.escape(call.text)})", edited.text)]
        free = [p for p in places if _is_free(p, p + len(call.text), spans, where)]
        fit = {p: score for p in free if (score := _fit(call, edited, p)) is not None}
        if fit:
            chosen = max(fit, key=lambda p: (fit[p], p >= cursor, -p))
            cursor = chosen + len(call.text)
            spans[chosen] = (cursor, Unit(call.key, _between(edited.tokens, chosen, cursor), call.piece))
    return _joined(edited, spans, where)


def _fit(call: Unit, edited: Paragraph, start: int) -> int | None:
    """How well a place fits a call: by its bookmarks, then by what stands around it. None where another number is."""
    end = start + len(call.text)
    numbers = {token.number for token in _between(edited.tokens, start, end) if token.number}
    if numbers and call.numbers and not numbers & call.numbers:
        return None
    before, after = call.near
    around = (edited.text[:start].endswith(before), edited.text[end:].startswith(after))
    return 4 * bool(numbers & call.numbers) + sum(around)


def find_at_home(call: Unit, edited: Paragraph) -> bool:
    """Whether a call's words stand in a paragraph together with what stood around them, or as that very number."""
    before, after = call.near
    numbers = {token.number for token in edited.tokens if token.number}
    if call.numbers and numbers:
        return bool(call.numbers & numbers)
    sides = ((before, ""), ("", after), (before, after))
    return any(f"{b}{call.text}{a}" in edited.text for b, a in sides if len(b + a) >= NEAR / 2)


def _is_free(start: int, end: int, spans: dict[int, tuple[int, Unit]], where: dict[int, int]) -> bool:
    whole = start in where and end in where
    return whole and all(end <= begun or start >= ended for begun, (ended, _) in spans.items())


def _joined(edited: Paragraph, spans: dict[int, tuple[int, Unit]], where: dict[int, int]) -> list[Unit]:
    places = {number: start for start, number in where.items()}
    units: list[Unit] = []
    number = 0
    while number < len(edited.tokens):
        at = places[number]
        end, unit = spans.get(at) or _read_citation(edited, number, at)
        units.append(unit)
        number = where.get(end, number + 1)
    return units


def _read_citation(edited: Paragraph, number: int, at: int) -> tuple[int, Unit]:
    """A citation that Word shows as [1,2], or one that was typed as [@Key]; else the token itself."""
    token = edited.tokens[number]
    typed = TYPED.match(edited.text, at)
    if token.text == "[" and typed:
        return typed.end(), Unit(("typed", typed[0]), (token,), Piece("cite", typed[0], ()))
    rest = edited.tokens[number:]
    size = next((n for n, t in enumerate(rest) if t.text == "]"), 0) + 1 if token.text == "[" else 1
    cited = [t.link.removeprefix("ref-") for t in rest[:size] if t.link.startswith("ref-")]
    if cited and all(t.link or not t.text.isalpha() for t in rest[:size]):
        raw = "[" + "; ".join(f"@{name}" for name in cited) + "]"
        tokens = tuple(rest[:size])
        return at + sum(len(t.text) for t in tokens), Unit(
            ("cite", *(f"ref-{c}" for c in cited)), tokens, Piece("cite", raw, ())
        )
    return at + len(token.text), Unit((token.key,), (token,))
