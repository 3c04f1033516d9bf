"""The manuscript after an edited Word file: what changes in which file, what was taken out, and what can't be taken."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.documents.returning.markdown import Piece
from analysis.documents.returning.pairing import find_edited, find_sources
from analysis.documents.returning.rewriting import Rewritten, format_rewritten
from analysis.documents.returning.source_text import AUTHOR, Block
from analysis.documents.returning.units import Unit, find_at_home, read_edited_units, read_made_units
from analysis.documents.returning.word_text import Paragraph
from analysis.errors import Fault

#: Where text comes from that no paragraph of the manuscript says, by its style in Word.
ELSEWHERE = {
    "Title": "title, authors and what the document is stand in study.yaml, study and documents",
    "Bibliography": "references stand in manuscript/references.bib; cite one as [@Key]",
    "Caption": "titles and notes of displays stand in study.yaml or come from the code",
    "": "a verb says it, or study.yaml (protocol): change it there",
}
FRONT = ("Title", "Author", "Affiliation", "Kind", "FrontMatter", "Subtitle", "Date")
#: So many letters around a change are shown.
NEAR = 25
#: Words of a call by which it is known in another paragraph.
KNOWN_BY = 4


@dataclass
class Taken:
    """New blocks by their number in ``blocks`` (None: taken out) or after one; what to tell; what can't be taken.

    ``pool``: calls that their own paragraph no longer says; of them ``moved`` to another one, and ``lost`` with place.
    ``texts``: what was written in the place of a mark, by the name that ``author`` gives it.
    """

    changed: dict[int, str | None] = field(default_factory=dict)
    inserted: dict[int, list[tuple[str, bool]]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    pool: list[Unit] = field(default_factory=list)
    moved: list[Unit] = field(default_factory=list)
    lost: list[tuple[str, Unit]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)


def find_taken(
    blocks: Sequence[Block], pieces: Sequence[tuple[Piece, ...]], made: Sequence[Paragraph], edited: Sequence[Paragraph]
) -> Taken:
    """What an edited Word file changes, against the one that was made of the blocks."""
    taken = Taken()
    paragraph_of = find_sources(pieces, made)
    block_of = {paragraph: block for block, paragraph in paragraph_of.items()}
    old_of = find_edited(made, edited)
    units = {block: read_made_units(pieces[block], made[at]) for block, at in paragraph_of.items()}
    taken.pool = list(_find_lost(units, paragraph_of, old_of, edited))
    stays = _find_staying([block_of[old_of[n]] for n in sorted(old_of) if old_of[n] in block_of])
    anchor, after_display = -1, False
    for number, paragraph in enumerate(edited):
        old = old_of.get(number)
        block = None if old is None else block_of.get(old)
        if old is not None and block is None:
            taken.faults += _find_foreign(made[old], paragraph)
            after_display = True
        elif old is not None and block is not None and block in stays:
            if paragraph.text != made[old].text or _looks(paragraph) != _looks(made[old]):
                taken.changed[block] = _write(blocks[block], units[block], paragraph, taken)
            anchor, after_display = block, False
        else:
            place = _past_cells(blocks, anchor) if after_display else anchor
            _insert(taken, place, blocks, (None if block is None else (block, units[block])), paragraph)
    _tell_gone(taken, blocks, made, (block_of, set(old_of.values())))
    gone = [(where, call) for where, call in taken.lost if call not in taken.moved]
    taken.notes += [f"{where}: taken out with its words “{call.text}”: {call.piece.raw}" for where, call in gone]
    return taken


def _looks(paragraph: Paragraph) -> list[object]:
    return [token.key for token in paragraph.tokens]


def _find_lost(
    units: dict[int, list[Unit]], paragraph_of: dict[int, int], old_of: dict[int, int], edited: Sequence[Paragraph]
) -> Iterator[Unit]:
    """Calls that their own paragraph no longer says whole; another may."""
    now = {old: edited[new] for new, old in old_of.items()}
    for block, row in units.items():
        at = now.get(paragraph_of[block])
        calls = (unit for unit in row if unit.key[0] == "call")
        yield from (unit for unit in calls if at is None or unit.text not in at.text or not find_at_home(unit, at))


def _calls_for(own: Sequence[Unit], paragraph: Paragraph, taken: Taken) -> list[Unit]:
    """The calls to look for in a paragraph: its own, and those that came from another one."""
    come = [unit for unit in taken.pool if unit not in own and unit.text in paragraph.text]
    come = [unit for unit in come if len(unit.text.split()) >= KNOWN_BY or find_at_home(unit, paragraph)]
    taken.moved += come
    return [*(unit for unit in own if unit.key[0] == "call"), *sorted(come, key=lambda u: -len(u.text))]


def _write(block: Block, own: Sequence[Unit], paragraph: Paragraph, taken: Taken) -> str:
    done = format_rewritten(own, read_edited_units(paragraph, _calls_for(own, paragraph, taken)), paragraph)
    begin, _, end = block.split
    author = AUTHOR.match(block.calls[0]) if len(own) == 1 and block.calls else None
    if author and done.lost and not done.faults:  # a mark that something is to be written, written over
        taken.texts[author[1]] = done.text
        return block.raw
    _tell(done, _where(block), taken)
    return block.raw if done.faults else f"{begin}{done.text}{end}"


def _tell(done: Rewritten, where: str, taken: Taken) -> None:
    remedy = "put its words back in Word, or change the call in the manuscript: results are computed, not typed"
    taken.faults += [Fault(where, fault, remedy) for fault in done.faults]
    if not done.faults:
        taken.lost += [(where, call) for call in done.lost]


def _insert(
    taken: Taken,
    place: int,
    blocks: Sequence[Block],
    moved: tuple[int, list[Unit]] | None,
    paragraph: Paragraph,
) -> None:
    """A new paragraph, or one that came from elsewhere, after the block ``place``."""
    if paragraph.cells:
        what = f"a new table, “{' | '.join(paragraph.cells[:3])} …”"
        remedy = "a table of results is a display in study.yaml; write one of text in the manuscript, in Markdown"
        taken.faults.append(Fault("the Word file", what, remedy))
        return
    listed = paragraph.listed
    if moved:
        block, own = moved
        text = _write(blocks[block], own, paragraph, taken)
        taken.changed[block] = None
        taken.notes.append(f"{_where(blocks[block])}: moved: “{_short(paragraph)}”")
        listed = blocks[block].kind == "item"
    else:
        done = format_rewritten([], read_edited_units(paragraph, _calls_for([], paragraph, taken)), paragraph)
        where = f"the new paragraph “{_short(paragraph)}”"
        _tell(done, where, taken)
        level = paragraph.style.removeprefix("Heading") if paragraph.style.startswith("Heading") else ""
        begin = f"{'#' * int(level)} " if level.isdigit() else "- " if listed else ""
        text = f"{begin}{done.text}"
        taken.notes.append(f"{_where(blocks[max(place, 0)])}: after it, new: “{_short(paragraph)}”")
    taken.inserted.setdefault(place, []).append((text, listed))


def _find_foreign(made: Paragraph, edited: Paragraph) -> Iterator[Fault]:
    if made.text == edited.text:
        return
    if made.cells:
        for old, new in zip(made.cells, edited.cells, strict=False):
            if old != new:
                what = f"a cell of the table “{' | '.join(made.cells[:3])} …” was “{old}” and is “{new}”"
                yield Fault("the Word file", what, "tables come from results: study.yaml says what they show")
        if len(made.cells) != len(edited.cells):
            what = f"rows or columns of the table “{' | '.join(made.cells[:3])} …” were put in or taken out"
            yield Fault("the Word file", what, "tables come from results: study.yaml says what they show")
        return
    differ = (n for n, (old, new) in enumerate(zip(made.text, edited.text, strict=False)) if old != new)
    same = next(differ, min(len(made.text), len(edited.text)))
    was, now = (p.text[max(0, same - NEAR) : same + 2 * NEAR] for p in (made, edited))
    yield Fault("the Word file", f"“{_short(made)}”: “… {was} …” was changed to “… {now} …”", _source_of(made))


def _source_of(made: Paragraph) -> str:
    if made.cells:
        return "tables come from results: study.yaml says what they show, a call of show in the manuscript where"
    if made.style in FRONT:
        return ELSEWHERE["Title"]
    if made.style == "Bibliography":
        return ELSEWHERE["Bibliography"]
    return ELSEWHERE["Caption" if "Caption" in made.style or "Note" in made.style or "Table" in made.style else ""]


def _tell_gone(
    taken: Taken, blocks: Sequence[Block], made: Sequence[Paragraph], known: tuple[dict[int, int], set[int]]
) -> None:
    block_of, still = known
    for number, paragraph in enumerate(made):
        if number in still:
            continue
        block = block_of.get(number)
        if block is None or blocks[block].kind == "fixed":
            what = "the table " if paragraph.cells else ""
            taken.faults.append(
                Fault("the Word file", f"{what}“{_short(paragraph)}” was taken out", _source_of(paragraph))
            )
        else:
            taken.changed[block] = None
            taken.notes.append(f"{_where(blocks[block])}: taken out: “{_short(paragraph)}”")


def _where(block: Block) -> str:
    return f"{'/'.join(block.file.parts[-2:])}, line {block.first + 1}"


def _short(paragraph: Paragraph) -> str:
    text = " | ".join(paragraph.cells[:4]) if paragraph.cells else paragraph.text
    return text if len(text) <= 70 else f"{text[:70]} …"


def _past_cells(blocks: Sequence[Block], place: int) -> int:
    """The last cell of code that follows a block in its file, where a display stands."""
    while (
        0 <= place < len(blocks) - 1
        and blocks[place + 1].file == blocks[place].file
        and blocks[place + 1].raw.startswith("```")
    ):
        place += 1
    return place


def _find_staying(order: Sequence[int]) -> set[int]:
    """The blocks that keep their order: the longest rising row of them."""
    tails: list[int] = []
    before: dict[int, int] = {}
    for block in order:
        at = bisect.bisect_left(tails, block)
        before[block] = tails[at - 1] if at else -1
        tails[at : at + 1] = [block]
    staying: set[int] = set()
    last = tails[-1] if tails else -1
    while last >= 0:
        staying.add(last)
        last = before[last]
    return staying


def format_files(blocks: Sequence[Block], taken: Taken) -> dict[Path, str]:
    """Every file that changes, as it is to be."""
    touched = {*taken.changed, *(max(place, 0) for place in taken.inserted)}
    files = {file: _format_file(file, blocks, taken) for file in dict.fromkeys(blocks[n].file for n in sorted(touched))}
    return {file: text for file, text in files.items() if text != file.read_text(encoding="utf-8")}


def _format_file(file: Path, blocks: Sequence[Block], taken: Taken) -> str:
    lines = file.read_text(encoding="utf-8").splitlines()
    for number in sorted((n for n, b in enumerate(blocks) if b.file == file), key=lambda n: -blocks[n].first):
        block = blocks[number]
        first, end = block.first, block.first + len(block.lines)
        new = [line for text, listed in taken.inserted.get(number, []) for line in _spaced(text, listed, block)]
        lines[end:end] = new
        text = taken.changed.get(number, block.raw)
        if text is None:
            end += 1 if not new and end < len(lines) and not lines[end].strip() else 0
            lines[first:end] = []
        elif text != block.raw:
            lines[first:end] = text.split("\n")
        if number == 0:
            lines[first:first] = [line for text, _ in taken.inserted.get(-1, []) for line in (*text.split("\n"), "")]
    return "\n".join(lines) + "\n"


def _spaced(text: str, listed: bool, block: Block) -> list[str]:
    return text.split("\n") if listed and block.kind == "item" else ["", *text.split("\n")]
