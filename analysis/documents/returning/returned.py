"""An edited Word file against the manuscript: answers of its calls, what is taken, and whether it may stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.documents.embedded import describe_embedded
from analysis.documents.gate import check_source
from analysis.documents.job import RenderJob
from analysis.documents.kernel import read_answers
from analysis.documents.notebook import INLINE, Part, read_document
from analysis.documents.returning.markdown import Piece, read_pieces
from analysis.documents.returning.source_text import AUTHOR, Block, read_blocks
from analysis.documents.returning.taking import find_taken, format_files
from analysis.documents.returning.tokens import Token
from analysis.documents.returning.word_text import WordText, read_word_text
from analysis.errors import DocumentError, Fault

KEY = re.compile(r"^@\w+\{\s*([^,\s]+)", re.MULTILINE)
CITED = re.compile(r"(?<![\w\\])@([\w][\w:.#$%&+?<>~/-]*\w)")


@dataclass(frozen=True)
class Returned:
    """The files of the manuscript that change (relative to it), and what to tell."""

    files: Mapping[str, str]
    notes: Sequence[str]


def read_returned(job: RenderJob, made: bytes, edited: bytes, name: str) -> Returned:
    """What an edited Word file changes in the manuscript. DocumentError tells all that can't be taken."""
    old, new = read_word_text(made, f"{job.document.id}.docx"), read_word_text(edited, name)
    _check_origin(old, new, name)
    folder = job.prepare("returning") / "manuscript"
    blocks = list(read_blocks(folder / job.document.source, folder / "text"))
    taken = find_taken(blocks, _read_pieces(job, folder, blocks), old.paragraphs, new.paragraphs)
    files = format_files(blocks, taken)
    files |= {folder / "text" / f"{name}.qmd": f"{text}\n" for name, text in taken.texts.items()}
    for path, text in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    faults = [*taken.faults, *_find_refused(job, folder, files)]
    if faults:
        raise DocumentError(faults)
    notes = [*taken.notes, *_tell_tracked(new)]
    return Returned({path.relative_to(folder).as_posix(): text for path, text in files.items()}, notes)


def _check_origin(made: WordText, edited: WordText, name: str) -> None:
    if made.made and made.made != edited.made:
        what = "was not made from the text of output/ as it stands now" if edited.made else "is not one of a build"
        remedy = (
            "go back to the version that was sent (git switch -c word VERSION, make), take it back there, commit, and"
            " merge: so nothing that others wrote since is overwritten"
        )
        raise DocumentError(Fault(name, what, remedy))


def _read_pieces(job: RenderJob, folder: Path, blocks: Sequence[Block]) -> list[tuple[Piece, ...]]:
    """Each block with what its calls say now."""
    files = list(dict.fromkeys(b.file for b in blocks if b.file.parent == folder / "text"))
    sources: list[list[Part]] = [
        list(read_document(folder / job.document.source)),
        *(list(read_document(f)) for f in files),
    ]
    answers = iter(read_answers([p for s in sources for p in s], folder, job.places(describe_embedded()).variable()))
    groups = [None, *files]
    told: dict[Path | None, Iterator[str]] = {}
    for group, source in zip(groups, sources, strict=True):
        count = sum(len(INLINE.findall(part.text)) for part in source if part.kind == "text")
        told[group] = iter([next(answers) for _ in range(count)])
    return [_pieces(block, told[block.file if block.file in told else None]) for block in blocks]


def _pieces(block: Block, answers: Iterator[str]) -> tuple[Piece, ...]:
    code = block.kind == "fixed" and block.raw.startswith("```")
    own = [] if code else [next(answers, "") for _ in INLINE.findall(block.raw)]
    if code and (asked := AUTHOR.match(next(iter(block.calls), ""))):  # the mark that stands there until it is written
        return (Piece("call", block.raw, _mark(asked[2])),)
    return () if block.kind == "fixed" else block.pieces(own)


def _mark(asked: str) -> tuple[Token, ...]:
    return tuple(token for piece in read_pieces(f"To be written: {asked}") for token in piece.tokens)


def _find_refused(job: RenderJob, folder: Path, files: Mapping[Path, str]) -> Iterator[Fault]:
    """What the new text may not say: the gate's faults, in the files that change."""
    yield from _find_unknown(folder, files)
    try:
        parts = read_document(folder / job.document.source)
        check_source(parts, job.study, job.document, lambda name: folder / "text" / f"{name}.qmd")
    except DocumentError as error:
        yield from error.faults


def _find_unknown(folder: Path, files: Mapping[Path, str]) -> Iterator[Fault]:
    path = folder / "references.bib"
    known = set(KEY.findall(path.read_text(encoding="utf-8"))) if path.is_file() else set()
    for file, text in files.items():
        for key in sorted(set(CITED.findall(INLINE.sub("", text))) - known):
            yield Fault(
                f"{'/'.join(file.parts[-2:])}, @{key}",
                "is no reference of manuscript/references.bib",
                "add it there first",
            )


def _tell_tracked(edited: WordText) -> Iterator[str]:
    if edited.tracked:
        yield f"{edited.tracked} tracked changes were open, and taken as accepted"
    for author, near, text in edited.comments:
        yield f"comment by {author or 'nobody'} at “{near[:60]} …”: {text}"
