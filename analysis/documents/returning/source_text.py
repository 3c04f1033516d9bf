"""The sources of a document as blocks: paragraphs, headings and items that people write, and all else between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.documents.notebook import INCLUDE, INLINE, OPEN_CELL
from analysis.documents.returning.markdown import Piece, read_pieces

HEADING = re.compile(r"^(#+ +)(.*?)(\s*\{[^{}]*\})?\s*$", re.DOTALL)
ITEM = re.compile(r"^(\s*(?:[-*+]|\d+[.)]) +)(.*)$", re.DOTALL)
#: Lines that stand alone and are no text: fences of parts, tables, rules, drawn lines.
FIXED = re.compile(r"^\s*(?::::|\||<!--.*-->\s*$|---+\s*$|!\[)")
AUTHOR = re.compile(r"^author\(\s*\"([\w-]+)\"\s*,\s*\"([^\"]*)\"")


@dataclass(frozen=True)
class Block:
    """Lines of a file that belong together. ``kind``: text, heading, item, or fixed, which nobody edits in Word."""

    file: Path
    first: int
    lines: tuple[str, ...]
    kind: str
    author: str = ""

    @property
    def raw(self) -> str:
        return "\n".join(self.lines)

    @property
    def split(self) -> tuple[str, str, str]:
        """What begins the block (``## ``), its text, what ends it (``{#design}``)."""
        found = (
            HEADING.match(self.raw) if self.kind == "heading" else ITEM.match(self.raw) if self.kind == "item" else None
        )
        if found is None:
            return "", self.raw, ""
        return found[1], found[2], (found[3] or "") if self.kind == "heading" else ""

    @property
    def calls(self) -> tuple[str, ...]:
        return tuple(" ".join(call.split()) for call in INLINE.findall(self.split[1]))

    def pieces(self, answers: Sequence[str]) -> tuple[Piece, ...]:
        return read_pieces(self.split[1], iter(answers))


def read_blocks(path: Path, texts: Path) -> Iterator[Block]:
    """All blocks in reading order, those of included files and of the study's own ``texts`` in their places."""
    for block in read_file_blocks(path):
        include = INCLUDE.match(block.raw)
        if include:
            yield block
            yield from read_blocks(path.parent / include[1], texts)
            continue
        yield block
        for call in block.calls:
            author = AUTHOR.match(call)
            if author and (texts / f"{author[1]}.qmd").is_file():
                yield from read_file_blocks(texts / f"{author[1]}.qmd")


def read_file_blocks(path: Path) -> list[Block]:
    """The blocks of one file; every line that is not empty is in one of them."""
    lines = path.read_text(encoding="utf-8").splitlines()
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        end, kind = _find_end(lines, at)
        blocks.append(Block(path, at, tuple(lines[at:end]), kind))
        at = end
    return blocks


def _find_end(lines: Sequence[str], at: int) -> tuple[int, str]:
    line = lines[at]
    if at == 0 and line.rstrip() == "---":
        return next(n for n in range(1, len(lines)) if lines[n].rstrip() in ("---", "...")) + 1, "fixed"
    if line.startswith("```"):
        fence = (OPEN_CELL.match(line) or [None, "```"])[1]
        return next((n for n in range(at + 1, len(lines)) if lines[n].rstrip() == fence), len(lines) - 1) + 1, "fixed"
    if FIXED.match(line) or INCLUDE.match(line):
        return at + 1, "fixed"
    if line.startswith("#"):
        return at + 1, "heading"
    end = at + 1
    while end < len(lines) and lines[end].strip() and not _begins(lines[end], bool(ITEM.match(line))):
        end += 1
    return end, "item" if ITEM.match(line) else "text"


def _begins(line: str, in_item: bool) -> bool:
    return bool(FIXED.match(line) or line.startswith(("```", "#")) or (in_item and ITEM.match(line)))
