"""A paragraph of the manuscript written anew, after the words of the edited one: its calls stay calls."""

from __future__ import annotations

import difflib
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analysis.documents.returning.markdown import Piece, Wrap, read_known_signs, read_pieces
from analysis.documents.returning.pairing import read_pattern
from analysis.documents.returning.tokens import OBJECT
from analysis.documents.returning.units import Unit
from analysis.documents.returning.word_text import Paragraph

WIDTH = 130
SPECIAL = re.compile(r"([\\`*_\[\]<>$@^~|{}#])")
KEPT = "\x00"  # a space at which no line is broken


@dataclass(frozen=True)
class Item:
    """A word to write, what stands around it, and the piece it was, if any."""

    raw: str
    wraps: tuple[Wrap, ...] = ()
    piece: Piece | None = None


@dataclass(frozen=True)
class Rewritten:
    """The text of a block, the calls that are in it no more, and what can't be taken."""

    text: str
    lost: tuple[Unit, ...]
    faults: tuple[str, ...]


def format_rewritten(made: Sequence[Unit], edited: Sequence[Unit], told: Paragraph) -> Rewritten:
    """The block's text after the edited paragraph ``told``, whose units are ``edited``."""
    items: list[Item] = []
    faults: list[str] = []
    lost: list[Unit] = []
    marks = ""
    kept = [unit.key for unit in edited]
    matcher = difflib.SequenceMatcher(None, [u.key for u in made], kept, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            for unit in made[a:b]:
                items.append(Item(marks + unit.piece.before + unit.piece.raw, unit.piece.wraps, unit.piece))
                marks = ""
            continue
        marks += "".join(unit.piece.before for unit in made[a:b])
        gone = [unit for unit in made[a:b] if unit.key[0] == "call" and unit.key not in kept]
        faults += [fault for unit in gone if (fault := _find_damage(unit, made[a:b], edited[c:d], told))]
        lost += gone
        for unit in edited[c:d]:
            item = _new(unit)
            items.append(item if item.raw.isspace() else replace(item, raw=marks + item.raw))
            marks = marks if item.raw.isspace() else ""
    faults += ["a picture, a formula or another object was put in"] * any(OBJECT in item.raw for item in items)
    before = [Item(unit.piece.before + unit.piece.raw, unit.piece.wraps) for unit in made]
    text = format_items(items, before) + marks.rstrip()
    return Rewritten(text, tuple(lost), tuple(faults) or tuple(_find_unfaithful(text, items, told)))


def _find_damage(call: Unit, old: Sequence[Unit], new: Sequence[Unit], told: Paragraph) -> str:
    """What stands now in the place of a call's words, if it is not another text."""
    code = call.piece.raw.strip("`").removeprefix("{python}").strip()
    words = re.findall(r"\w+", call.text)
    now = "".join(unit.text for unit in new).strip()
    shared = [word for word in re.findall(r"\w+", now) if word in words]
    numbers = call.numbers & {token.number for token in told.tokens}
    beside = "".join(unit.text for unit in old if unit.key[0] != "call")
    typed = any(map(str.isdigit, now)) and any(map(str.isdigit, call.text)) and not any(map(str.isdigit, beside))
    registered = code.startswith("told(") and now
    if numbers or (shared and len(shared) >= len(words) / 3) or typed or registered:
        return f"{code} says “{call.text}”, and the Word file has “{now or '…'}” in its place"
    return ""


def _new(unit: Unit) -> Item:
    if unit.piece.raw:
        return Item(unit.piece.raw, unit.piece.wraps if unit.piece.kind == "call" else (), unit.piece)
    token = unit.tokens[0]
    if token.note:
        return Item(f"^[{format_escaped(token.note)}]")
    if token.text == " ":
        return Item(" ")
    return Item(format_escaped(token.text), read_known_signs(token.marks))


def format_escaped(text: str) -> str:
    """Typed text as Markdown that reads the same."""
    return SPECIAL.sub(r"\\\1", text)


def format_items(items: Sequence[Item], before: Sequence[Item] = ()) -> str:
    """Items as Markdown; signs stand around all neighbours that share them. Lines that are too long are broken.

    Those of ``before`` stay as they are.
    """
    known = set(_joined(before).split("\n"))
    lines = (part for line in _joined(items).split("\n") for part in ([line] if line in known else _lines(line)))
    return "\n".join(lines).replace(KEPT, " ")


def _joined(items: Sequence[Item]) -> str:
    told: list[str] = []
    stack: tuple[Wrap, ...] = ()
    for item, wraps in zip(items, _shared(items), strict=True):
        same = next(
            (n for n, (x, y) in enumerate(zip(stack, wraps, strict=False)) if x != y), min(len(stack), len(wraps))
        )
        told += [wrap.close for wrap in reversed(stack[same:])] + [wrap.open for wrap in wraps[same:]]
        stack = wraps
        told.append(item.raw if item.raw.isspace() else _kept(item))
    told += [wrap.close for wrap in reversed(stack)]
    return "".join(told)


def _kept(item: Item) -> str:
    """Calls, citations and marks stay on one line."""
    return item.raw.replace(" ", KEPT)


def _lines(line: str) -> Iterator[str]:
    if len(line) <= WIDTH:
        yield line
    else:
        within = line[: len(line) - len(line.lstrip(" "))]
        yield from textwrap.wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False, subsequent_indent=within)


def _shared(items: Sequence[Item]) -> Iterator[tuple[Wrap, ...]]:
    """The wraps of each item; of a space those that stand on both of its sides."""
    for number, item in enumerate(items):
        if not item.raw.isspace():
            yield item.wraps
            continue
        before = items[number - 1].wraps if number else ()
        after = items[number + 1].wraps if number + 1 < len(items) else ()
        same = [x for x, y in zip(before, after, strict=False) if x == y]
        yield tuple(same) if tuple(same) == before[: len(same)] else ()


def _find_unfaithful(text: str, items: Sequence[Item], told: Paragraph) -> Iterator[str]:
    """Markdown that would not read as the edited paragraph does."""
    answers = [_answer(item.piece) for item in items if item.piece and item.piece.kind == "call"]
    pattern = read_pattern(read_pieces(text, iter(answers)))
    plain = re.sub(r"\[-?@[^\]]*\]", "[1]", told.text)
    if pattern is None or not pattern.fullmatch(plain):
        yield f"it can't be written in Markdown as it stands in Word: “{told.text[:60]} …”"


def _answer(piece: Piece) -> str:
    """What a call answered, as Markdown that reads the same."""
    return "".join(SPECIAL.sub(r"\\\1", token.text) for token in piece.tokens)
