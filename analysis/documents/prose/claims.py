"""The published statements that study.yaml lists, and what this build says of them."""

from __future__ import annotations

from analysis.documents.prose.design import format_count
from analysis.documents.session import Session
from analysis.documents.words import format_list
from analysis.errors import DocumentError, Fault
from analysis.results.claims import HOLDS, OPEN, verify_claims


def format_claim(session: Session, name: str) -> str:
    """claim("alb-transient"): the verdict on a published statement, e.g. holds by construction, or not reproduced."""
    words = {verdict.claim: verdict.word for verdict in verify_claims(session.study, session.results)}
    if name not in words:
        raise DocumentError(Fault(name, "no such claim in study.yaml", f"known: {', '.join(words) or 'none'}"))
    return words[name]


def format_published(session: Session, name: str) -> str:
    """published("alb-transient"): a published statement in its own words, between quotation marks."""
    return f"“{session.fact(f'claims/{name}/text')}”"


def format_claims(session: Session) -> str:
    """claims(): all published statements at once: all hold, or those that do not; how many can't be checked."""
    verdicts = verify_claims(session.study, session.results)
    if not verdicts:
        return "none is listed"
    failed = [f"{format_published(session, v.claim)} ({v.word})" for v in verdicts if v.verdict not in (HOLDS, OPEN)]
    unknown = sum(v.verdict == OPEN for v in verdicts)
    told = "all that can be checked hold" if unknown else "all hold"
    told += f" except {format_list(failed)}" if failed else ""
    return f"{told}; {format_count(unknown)} cannot be checked with these data" if unknown else told
