"""Section 16: what is bound in, what the sponsor attaches, and how everything was computed."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.documents.report.gaps import format_gap, format_told
from analysis.documents.report.grid import format_bullets, format_grid
from analysis.documents.report.plan import EXTRACTS
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
    """methods(): every analysis with the methods and options that its results name."""
    told, used = [], _methods_used(session)
    for block in session.study.analyses:
        methods = used.get(block.id, {})
        if block.kind not in EXTRACTS:
            lines = [escape(method) for method in methods]
            told.append(f"**{escape(block.label)}**\n\n{format_bullets(lines) or 'Counts and descriptions.'}")
    return "\n\n".join(told)


def format_method_notes(session: Session) -> str:
    """method_notes(): what stands above the code of each method: definition, source, options, what it differs from."""
    labels = {block.id: block.label for block in session.study.analyses}
    told = []
    for method in session.description["methods"]:
        text = "\n\n".join(escape(" ".join(part.split())) for part in method["text"].split("\n\n"))
        users = ", ".join(labels.get(name, name) for name in method["analyses"].split(", "))
        told.append(f"**{escape(method['method'].replace('_', ' '))}**\n\n{text}\n\n*Used by:* {escape(users)}.")
    return "\n\n".join(told)


def format_software(session: Session) -> str:
    """software(): the language and the packages that the analysis is built on, with their versions."""
    rows = [("Software", "Version")]
    rows += [(escape(one["name"]), escape(one["version"])) for one in session.description["software"]]
    return format_grid(rows, (3, 1))


def format_case_report_form(session: Session) -> str:
    """case_report_form(): the unique pages of a form, a page for each domain, from the data dictionary."""
    lines = session.description["dictionary"]
    if not lines:
        return format_gap("attach the blank case report form")
    pages = []
    for domain in dict.fromkeys(line["domain"] for line in lines):
        asked = [line for line in lines if line["domain"] == domain and not _is_key(line)]
        rows = [("Variable", "Question", "Answer")]
        rows += [(line["variable"], escape(line["label"]), escape(_answer(line))) for line in asked]
        pages.append(f"**{escape(domain)}**\n\n{format_grid(rows, (1, 3, 4))}")
    return "\n\n".join(pages)


def format_data_listings(session: Session) -> str:
    """data_listings(): the datasets that stand for listings of all individual data."""
    rows = [("Dataset", "Content", "Records", "Subjects")]
    described = session.description["datasets"]
    rows += [(d["name"], escape(d["label"]), f"{d['records']:,}", f"{d['subjects']:,}") for d in described]
    about = "Individual data are submitted as datasets, which the reviewer's guide describes."
    return f"{about}\n\n{format_grid(rows, (1, 4, 1, 1))}"


def format_studied_period(session: Session) -> str:
    """studied_period(): from the first consent to the last day on which anybody is known of, as the data have it."""
    period = session.description["period"]
    return (
        f"{period['first']} to {period['last']}" if period["first"] else format_gap("dates of first and last patient")
    )


def _is_key(line: Mapping[str, str]) -> bool:
    """Whether a variable is none that anybody fills in: identifiers, sequence numbers, what follows from others."""
    name, domain = line["variable"], line["domain"]
    derived = (f"{domain}SEQ", f"{domain}DY", f"{domain}STDY", f"{domain}ENDY", f"{domain}BLFL", f"{domain}LOBXFL")
    return name in ("STUDYID", "DOMAIN", "USUBJID", *derived)


def _answer(line: Mapping[str, str]) -> str:
    codes = line["codelist"].strip()
    if codes:
        return " ".join(f"☐ {code.strip()}" for code in codes.split(","))
    return "____-__-__" if line["variable"].endswith("DTC") else "________"


def _methods_used(session: Session) -> dict[str, dict[str, int]]:
    """Methods with their options, by analysis, in order, and the number of rows of each."""
    used: dict[str, dict[str, int]] = {}
    for row in session.results.values():
        if row.method:
            name = f"{row.method}; {row.options}".strip("; ")
            methods = used.setdefault(row.analysis, {})
            methods[name] = methods.get(name, 0) + 1
    return used
