"""What stands at the head of every page of a document."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.study import Document
from analysis.study.model import Identity


@dataclass(frozen=True)
class PageHead:
    """The line of every page, and the stamp beside it, empty for real data.

    ``manuscript``: the pages are those of a paper to be submitted.
    """

    line: str
    stamp: str
    manuscript: bool = False


def is_manuscript(document: Document) -> bool:
    """Whether a document is a paper for a journal, not a report of a named kind."""
    return document.profile == "journal" and not document.kind


def format_running_head(about: Identity, document: Document) -> str:
    """Study, kind of document, status and data date; the short title where the document names no kind."""
    if not document.kind:
        return about.short_title
    return f"{about.id} · {document.kind} · {about.status.capitalize()} · Data of {about.data_date}"
