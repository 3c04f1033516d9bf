"""What is not written yet: a mark in its place, counted on the first page, and never an empty section.

Facts come from study.yaml (``told``), prose from the study's own files in manuscript/text (``author``); where either is
missing, its place says what belongs there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analysis.documents.notebook import Part, find_inline, format_inline, read_document
from analysis.documents.prose.design import format_fact
from analysis.documents.report.mentions import link_mentions
from analysis.documents.session import Session, bind_verbs, escape
from analysis.errors import DocumentError, Fault
from analysis.study.quotes import QUOTE


def format_told(session: Session, path: str, what: str) -> str:
    """told("protocol/number", "protocol code"): a text of study.yaml, or a mark that it has to be filled in."""
    value = read_known(session, path)
    return format_gap(what, place=f"study.yaml, {path}") if value is None else format_text(session, value)


def format_author(session: Session, name: str, belongs: str) -> str:
    """author("introduction", "Place the trial ..."): the study's manuscript/text/introduction.qmd, or a mark."""
    path = session.places.text(name)
    if not path.is_file():
        return format_gap(belongs, "author", f"manuscript/text/{name}.qmd")
    faults: list[Fault] = []
    verbs = bind_verbs(session)
    pieces = [_answered(part, verbs, faults) for part in read_document(path)]
    if faults:
        raise DocumentError(faults)
    return link_mentions(session, "\n".join(pieces))


def format_draft_page(session: Session) -> str:
    """draft_page(): how much of the document waits for a human author or for the sponsor, with links to each place."""
    about = session.study.study
    if about.status == "final":
        return "::: {.gaps .final}\n:::"
    return "::: {.gaps}\n:::"


def format_gap(what: str, by: str = "sponsor", place: str = "") -> str:
    """A mark in the text; ``by``: sponsor (a fact) or author (prose); ``place``: where that is to be written."""
    begin = "To be written" if by == "author" else "To be filled in"
    where = f' place="{place}"' if place else ""
    return f'[{begin}: {escape(what)}]{{.gap by="{by}"{where}}}'


def format_text(session: Session, text: str) -> str:
    """A text of study.yaml as Markdown, the facts that it quotes bound to their places."""
    pieces = QUOTE.split(text)
    told = (format_fact(session, p) if n % 2 else link_mentions(session, escape(p)) for n, p in enumerate(pieces))
    return "".join(told).strip()


def read_known(session: Session, path: str) -> str | None:
    """The text at a path of study.yaml, None where it is to be filled in. Raises DocumentError."""
    value: Any = session.study
    for part in path.split("/"):
        try:
            value = value[int(part)] if isinstance(value, tuple) else getattr(value, part)
        except (AttributeError, IndexError, ValueError):
            raise DocumentError(Fault(path, f"study.yaml has no {part} there", "see docs/study.schema.json")) from None
    return None if value is None else str(value)


def _answered(part: Part, verbs: dict[str, Any], faults: list[Fault]) -> str:
    if part.kind == "code":
        raise DocumentError(Fault(part.lines[0].place, "code cells have no place here", "use inline code"))
    return format_inline(part, list(_answers(part, verbs, faults)))


def _answers(part: Part, verbs: dict[str, Any], faults: list[Fault]) -> Iterator[str]:
    for expression, line in find_inline(part):
        try:
            yield str(eval(expression, {}, verbs).data)  # noqa: S307 - the document's own code, as in any notebook
        except Exception as error:  # noqa: BLE001 - whatever it is, the writer must learn where it happened
            told = "; ".join(re.sub(r"\s+", " ", str(f)) for f in getattr(error, "faults", ())) or str(error)
            faults.append(Fault(f"{line.place}, {expression}", told))
            yield ""
