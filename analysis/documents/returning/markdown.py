"""A paragraph of Markdown as pieces: how each reads, and what was written for it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.documents.notebook import INLINE
from analysis.documents.returning.tokens import WORD, Token, format_plain

SIGNS = {"**": "bold", "__": "bold", "*": "italic", "_": "italic", "^": "sup", "~": "sub", "~~": "strike"}
PATTERNS = {
    "call": INLINE.pattern,
    "code": r"`(?P<code>[^`]+)`",
    "note": r"\^\[(?P<note>(?:[^\[\]]|\[[^\[\]]*\])*)\]",
    "cite": r"\[-?@[\w:.#$%&+?<>~/-]+[^\[\]]*\]",
    "mark": r"\[\]\{[^{}]*\}|<!--.*?-->",
    "span": r"\[(?P<inner>(?:`[^`]*`|[^\[\]`])+)\](?P<end>\{[^{}]*\}|\([^()\s]*\))",
    "sign": r"(?P<open>\*\*|__|~~|\*|(?<!\w)_|\^|~)(?=\S)(?P<told>(?:`[^`]*`|\\.|[^`\\])+?)(?<=\S)(?P=open)",
    "entity": r"&[a-z]+;|&#\d+;",
    "escape": r"\\(?P<plain>[^A-Za-z0-9])",
    "dash": r"---|--|\.\.\.",
}
FINDER = re.compile("|".join(f"(?P<{name}_>{pattern})" for name, pattern in PATTERNS.items()), re.DOTALL)
DASHES = {"---": "—", "--": "–", "...": "…"}


@dataclass(frozen=True)
class Wrap:
    """What stands around words: ``**`` on both sides, or ``[`` and ``]{.term}``; ``at`` tells two spans apart."""

    open: str
    close: str
    at: int = -1


@dataclass(frozen=True)
class Piece:
    """A piece of a paragraph: ``kind`` is text, call, cite, note or mark; ``before`` are marks that hang on it."""

    kind: str
    raw: str
    tokens: tuple[Token, ...]
    wraps: tuple[Wrap, ...] = ()
    before: str = ""

    @property
    def text(self) -> str:
        return format_plain(self.tokens)


def read_pieces(raw: str, answers: Iterator[str] | None = None) -> tuple[Piece, ...]:
    """A paragraph's pieces; calls read as their ``answers`` (Markdown, in order). Single spaces, none at the ends."""
    found: list[Piece] = []
    marks = ""
    for piece in _lex(raw, answers or iter(()), ()):
        spaced = piece.kind == "text" and piece.text.isspace() and piece.text != "\u00a0"
        if piece.kind == "mark":
            marks += piece.raw
        elif spaced and (not found or found[-1].text == " "):
            marks += piece.raw if marks else ""
        else:
            found.append(Piece(piece.kind, piece.raw, piece.tokens, piece.wraps, marks))
            marks = ""
    while found and found[-1].text == " ":
        found.pop()
    return tuple(found)


def read_reading(raw: str) -> str:
    """How a short text of Markdown reads."""
    return "".join(piece.text for piece in read_pieces(raw))


def _lex(raw: str, answers: Iterator[str], wraps: tuple[Wrap, ...], at: int = 0) -> Iterator[Piece]:
    place = 0
    for match in FINDER.finditer(raw):
        yield from _words(raw[place : match.start()], wraps)
        place = match.end()
        yield from _found(match, answers, wraps, at)
    yield from _words(raw[place:], wraps)


def _found(match: re.Match[str], answers: Iterator[str], wraps: tuple[Wrap, ...], at: int) -> Iterator[Piece]:
    kind, raw = next(name for name in PATTERNS if match[f"{name}_"] is not None), match[0]
    here = at + match.start()
    if kind == "call":
        answer = [t for p in read_pieces(next(answers, "")) for t in p.tokens]
        yield Piece(kind, raw, tuple(answer), wraps)
    elif kind == "note":
        yield Piece(kind, raw, (Token("*", note=read_reading(match["note"])),), wraps)
    elif kind == "cite":
        yield Piece(kind, raw, (Token(raw),), wraps)
    elif kind == "mark":
        yield Piece(kind, raw, ())
    elif kind == "span":
        yield from _lex(match["inner"], answers, (*wraps, Wrap("[", f"]{match['end']}", here)), here)
    elif kind == "code":
        yield from _words(match["code"], (*wraps, Wrap("`", "`", here)))
    elif kind == "sign":
        yield from _lex(match["told"], answers, (*wraps, Wrap(match["open"], match["open"])), here)
    else:
        plain = match["plain"] if kind == "escape" else html.unescape(raw) if kind == "entity" else DASHES[raw]
        yield Piece("text", raw, (Token("\u00a0" if kind == "escape" and plain == " " else plain),), wraps)


def _words(raw: str, wraps: tuple[Wrap, ...]) -> Iterator[Piece]:
    for word in WORD.findall(raw):
        yield Piece("text", word, (Token(" " if not word.strip(" \t\r\n") else word),), wraps)


def find_marks(piece: Piece) -> frozenset[str]:
    """The marks that the signs around a piece stand for."""
    return frozenset(SIGNS[wrap.open] for wrap in piece.wraps if wrap.open in SIGNS)


def read_known_signs(marks: frozenset[str]) -> tuple[Wrap, ...]:
    """The signs for marks that were set in Word."""
    signs = {"bold": "**", "italic": "*", "sup": "^", "sub": "~", "strike": "~~"}
    told = [Wrap(signs[name], signs[name]) for name in ("bold", "italic", "strike", "sup", "sub") if name in marks]
    return (*told, *([Wrap("[", "]{.underline}", 0)] if "underline" in marks else ()))
