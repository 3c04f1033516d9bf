"""Section 16: what is bound in, what the sponsor attaches, and how everything was computed."""

from __future__ import annotations

from analysis.documents.report.gaps import format_gap, format_told
from analysis.documents.report.grid import format_bullets, format_grid
from analysis.documents.session import Session, escape
from analysis.documents.words import format_name


def format_attached(session: Session, what: str) -> str:  # noqa: ARG001 - a verb
    """attached("certificates"): a document that the sponsor binds in here, marked and counted until then."""
    return format_gap(f"attach {what}")


def format_signatures(session: Session) -> str:
    """signatures(): a line for each responsible person."""
    people = session.study.protocol.people
    if not people:
        return format_gap("signatures")
    rows = [("Role", "Name", "Date", "Signature")]
    rows += [
        (
            escape(p.role),
            format_told(session, f"protocol/people/{n}/name", f"name of the {format_name(p.role)}"),
            " ",
            " ",
        )
        for n, p in enumerate(people)
    ]
    return format_grid(rows, (3, 3, 1.5, 3))


def format_conversions(session: Session) -> str:
    """conversions(): units of laboratories that were converted, with their factors."""
    if not session.study.units:
        return "None."
    rows = [("Parameter", "From", "To", "Factor")]
    for n, unit in enumerate(session.study.units):
        names = [escape(session.study.parameter(name).label) for name in unit.parameters]
        rows.append((", ".join(names), escape(unit.source), escape(unit.target), session.fact(f"units/{n}/factor")))
    return format_grid(rows, (3, 1, 1, 1))


def format_methods(session: Session) -> str:
    """methods(): every analysis with the methods and options that its results name, and how often they failed."""
    told, used = [], _methods_used(session)
    for block in session.study.analyses:
        methods = used.get(block.id, {})
        lines = [escape(method) for method in methods]
        told.append(f"**{escape(block.label)}**\n\n{format_bullets(lines) if lines else 'Counts and descriptions.'}")
    return "\n\n".join(told)


def format_case_report_form(session: Session) -> str:  # noqa: ARG001 - a verb
    """case_report_form(): the variables that were collected, from the data dictionary."""
    return format_gap("attach the blank case report form")


def format_data_listings(session: Session) -> str:  # noqa: ARG001 - a verb
    """data_listings(): the datasets that stand for listings of all data."""
    return "The individual data are the datasets of this project."


def _methods_used(session: Session) -> dict[str, dict[str, int]]:
    """Methods with their options, by analysis, in order, and the number of rows of each."""
    used: dict[str, dict[str, int]] = {}
    for row in session.results.values():
        if row.method:
            name = f"{row.method}; {row.options}".strip("; ")
            methods = used.setdefault(row.analysis, {})
            methods[name] = methods.get(name, 0) + 1
    return used
