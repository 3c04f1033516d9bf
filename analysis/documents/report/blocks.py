"""The study's analyses by what they are."""

from __future__ import annotations

from analysis.documents.session import Session
from analysis.study.analyses import Analysis


def find_analyses(session: Session, *kinds: str) -> list[Analysis]:
    """The analyses of these kinds, in the order of study.yaml."""
    return [block for block in session.study.analyses if block.kind in kinds]


def find_occurrences(session: Session, dataset: str) -> list[Analysis]:
    """The counts of records of one dataset, as ADDV."""
    return [b for b in find_analyses(session, "occurrence") if getattr(b, "dataset", "") == dataset]
