"""Section 16: what is bound in, what the sponsor attaches, and how everything was computed."""

from __future__ import annotations

import re

from analysis.documents.report.gaps import format_gap, format_told
from analysis.documents.report.grid import format_bullets, format_grid
from analysis.documents.report.plan import EXTRACTS
from analysis.documents.session import Session, escape
from analysis.study.wording import format_name

AMOUNT = re.compile(r"[−+-]?\d[\d.,]*")
FEW = 4
#: What only programmers ask of a method: its modules and names in the code, and the libraries that could do it.
CODE = re.compile(
    r"\b(?:librar(?:y|ies)|scipy|statsmodels|lifelines|firthmodels|numpy|import|loop|\w+_\w+|\w+\.py)\b", re.IGNORECASE
)
SENTENCE = re.compile(r"(?<=\.) (?=\S)")
SPACE = "\\\n\u00a0\\\n\u00a0"  # two more lines, to sign on


def format_attached(session: Session, what: str) -> str:  # noqa: ARG001 - a verb
    """attached("certificates"): a document that the sponsor binds in here, marked and counted until then."""
    return format_gap(f"attach {what}")


def format_signatures(session: Session, *roles: str) -> str:
    """signatures("investigator", "officer"): a line for each responsible person, or for those of these roles."""
    people = dict(enumerate(session.study.protocol.people))
    if not people:
        return format_gap("signatures", place="study.yaml, protocol/people")
    signing = {n: p for n, p in people.items() if any(role in p.role.lower() for role in roles)} or people
    rows = [("Role", "Name", "Date", "Signature")]
    rows += [
        (
            escape(p.role),
            f"{format_told(session, f'protocol/people/{n}/name', f'name of the {format_name(p.role)}')}{SPACE}",
            " ",
            " ",
        )
        for n, p in signing.items()
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
        if block.kind not in EXTRACTS:
            lines = [escape(_told(method, list(options))) for method, options in used.get(block.id, {}).items()]
            told.append(f"**{escape(block.label)}**\n\n{format_bullets(lines) or 'Counts and descriptions.'}")
    return "\n\n".join(told)


def format_method_notes(session: Session) -> str:
    """method_notes(): what stands above the code of each method: definition, source, options, what it differs from."""
    labels = {block.id: block.label for block in session.study.analyses}
    told = []
    for method in session.description["methods"]:
        first, *parts = (_about(" ".join(part.split()).replace("``", "")) for part in method["text"].split("\n\n"))
        heading = f"**{escape(first.rstrip('.'))}** (*{escape(method['method'].replace('_', ' '))}*)"
        users = ", ".join(labels.get(name, name) for name in method["analyses"].split(", "))
        told.append("\n\n".join([heading, *map(escape, filter(None, parts)), f"*Used by:* {escape(users)}."]))
    return "\n\n".join(told)


def _about(text: str) -> str:
    """What a statistician asks of a method, without the sentences about its code."""
    return " ".join(sentence for sentence in SENTENCE.split(text) if not CODE.search(sentence))


def format_software(session: Session) -> str:
    """software(): the language and the packages that the analysis is built on, with their versions."""
    rows = [("Software", "Version")]
    rows += [(escape(one["name"]), escape(one["version"])) for one in session.description["software"]]
    return format_grid(rows, (3, 1))


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


def _methods_used(session: Session) -> dict[str, dict[str, dict[str, None]]]:
    """Methods with their options, by analysis, in order."""
    used: dict[str, dict[str, dict[str, None]]] = {}
    for row in session.results.values():
        if row.method:
            used.setdefault(row.analysis, {}).setdefault(row.method, {})[row.options] = None
    return used


def _told(method: str, options: list[str]) -> str:
    """A method with what all its results share of options; then what differs, alike but for numbers told once."""
    parts = [[part for part in one.split("; ") if part] for one in options]
    shared = [part for part in parts[0] if all(part in other for other in parts)]
    others = dict.fromkeys(part for one in parts for part in one if part not in shared)
    alike: dict[str, list[str]] = {}
    for part in others:
        alike.setdefault(AMOUNT.sub("…", part), []).append(part)
    some = [f"{kind} ({len(same)} values)" if len(same) > FEW else " | ".join(same) for kind, same in alike.items()]
    return "; ".join([method, *shared, *(f"in part: {part}" for part in some)])
