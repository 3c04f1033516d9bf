"""Estimands by ICH E9(R1): five attributes, intercurrent events with their strategies, estimator, missing data."""

from __future__ import annotations

from analysis.documents.prose.design import format_days
from analysis.documents.report.gaps import format_gap, format_text
from analysis.documents.report.grid import format_fields, format_grid
from analysis.documents.report.plan import link_analysis
from analysis.documents.session import Session
from analysis.study.metadata import Endpoint, Estimand, Handling

NONE = "None beside the main analysis"


def format_estimands(session: Session) -> str:
    """estimands(): a table for each estimand of study.yaml."""
    estimands = session.study.protocol.estimands
    if not estimands:
        what = "estimands by ICH E9(R1): treatment, population, endpoint, intercurrent events, summary"
        return format_gap(what, place="study.yaml, protocol/estimands")
    return "\n\n".join(
        f"**Estimand {n}: {_told(session, e.label)}**\n\n{_table(session, e)}" for n, e in enumerate(estimands, 1)
    )


def format_intercurrent_events(session: Session) -> str:
    """intercurrent_events(): the events, and the strategy for each in every estimand."""
    protocol = session.study.protocol
    if not protocol.intercurrent_events:
        return format_gap(
            "intercurrent events and the strategy for each", place="study.yaml, protocol/intercurrent_events"
        )
    rows = [("Intercurrent event", "Definition", *(_told(session, e.label) for e in protocol.estimands))]
    for event in protocol.intercurrent_events:
        strategies = [next((h.strategy for h in e.events if h.event == event.id), "") for e in protocol.estimands]
        rows.append((_told(session, event.label), _told(session, event.definition), *strategies))
    return format_grid(rows, (2, 2, *(1.5 for _ in protocol.estimands)))


def _table(session: Session, estimand: Estimand) -> str:
    protocol = session.study.protocol
    objective = next(o for o in protocol.objectives if o.id == estimand.objective)
    endpoint = next(e for e in protocol.endpoints if e.id == estimand.endpoint)
    events = "\n".join(f"- {_handling(session, h)}" for h in estimand.events) or "None"
    return format_fields(
        [
            ("Objective", _told(session, objective.text)),
            ("Treatment", _told(session, estimand.treatment)),
            ("Population", _told(session, estimand.population)),
            ("Variable", f"{_told(session, endpoint.label)}{_times(session, endpoint)}"),
            ("Intercurrent events", events),
            ("Population-level summary", _told(session, estimand.summary)),
            ("Main estimator", _analyses(session, (estimand.analysis,))),
            ("Missing data", _told(session, estimand.missing)),
            ("Sensitivity analyses", _analyses(session, estimand.sensitivity)),
            ("Supplementary analyses", _analyses(session, estimand.supplementary)),
        ],
        0.24,
    )


def _times(session: Session, endpoint: Endpoint) -> str:
    """Where the endpoint is a value at visits, these."""
    return f"; {format_days(session, endpoint.visits)}" if endpoint.visits else ""


def _handling(session: Session, handling: Handling) -> str:
    event = next(e for e in session.study.protocol.intercurrent_events if e.id == handling.event)
    data = f". {_told(session, handling.data)}" if handling.data else ""
    return f"{_told(session, event.label)}: {handling.strategy}{data}"


def _analyses(session: Session, names: tuple[str, ...]) -> str:
    return "; ".join(link_analysis(session.study.analysis(name)) for name in names) or NONE


def _told(session: Session, text: str) -> str:
    return format_text(session, text)
