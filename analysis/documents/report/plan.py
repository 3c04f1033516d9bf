"""The analyses as planned: populations, each analysis with its options, and what is post hoc."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.displays.approaches import LABELS as APPROACHES
from analysis.displays.recorded import format_term
from analysis.documents.prose.design import format_days
from analysis.documents.prose.numbers import NBSP
from analysis.documents.prose.showing import format_link
from analysis.documents.report.exhibits import find_displays
from analysis.documents.report.gaps import format_gap, format_text, format_told
from analysis.documents.report.grid import format_bullets, format_fields, format_grid
from analysis.documents.report.options import format_options
from analysis.documents.session import Session, escape
from analysis.documents.words import format_list
from analysis.study.analyses import Analysis, Baseline, Sensitivity
from analysis.study.model import Population

RULES = {
    "screened": "all who gave consent and were screened",
    "enrolled": "all who were enrolled",
    "treated": "all who had at least one dose",
    "treated-with-value": "all who had at least one dose and have a value after baseline",
    "per-protocol": "all of the full analysis with the planned doses and without a major deviation",
}
PLAN = "sap.qmd"  # in it every display stands as a line of shells()
REASONS = {"primary": "primary", "secondary": "secondary", "exploratory": "exploratory", "post-hoc": "post hoc"}
#: What a reader is told in words, or elsewhere.
EXTRACTS = {"listing", "narratives", "timeline"}  # kinds that only bring data together


def format_plan_fields(session: Session) -> str:
    """plan_fields(): study, registration, versions of plan and protocol."""
    stated = [
        ("Protocol code", "number", "protocol code"),
        ("Registration", "registration", "registration"),
        ("Version of the protocol", "version", "version of the protocol"),
        ("Version of the plan", "plan/version", "version of the plan"),
        ("Date of the plan", "plan/date", "date of the plan"),
    ]
    rows = [("Study", escape(session.study.study.id))]
    rows += [(name, format_told(session, f"protocol/{path}", what)) for name, path, what in stated]
    return format_fields(rows)


def format_plan_history(session: Session) -> str:
    """plan_history(): the plan's revisions, their reasons, and when they were made relative to the data."""
    history = session.study.protocol.plan.history
    if not history:
        return "The plan has not been revised."
    rows = [("Version", "What and why", "When")]
    rows += [(escape(v.number), format_text(session, v.what), format_text(session, v.when)) for v in history]
    return format_grid(rows, (1, 4, 2))


def format_reasons(session: Session) -> str:
    """reasons(): the reasons for exclusion and discontinuation that the flow shows."""
    disposition = session.study.disposition
    lists = (("Exclusion", disposition.exclusions), ("Discontinuation", disposition.discontinuations))
    return format_fields([(name, escape("; ".join(r.label for r in reasons)) or "none") for name, reasons in lists])


def format_characteristics(session: Session) -> str:
    """characteristics(): what is described before the first dose."""
    items = [item for block in session.study.analyses if isinstance(block, Baseline) for item in block.characteristics]
    names = [item.label or session.study.parameter(str(item.parameter)).label for item in items]
    return format_bullets([escape(name) for name in names]) if names else "None."


def format_harms(session: Session) -> str:
    """harms(): which adverse events count, which are related, and which are of special interest."""
    rules = session.study.safety
    if rules is None:
        return "The study states no rules for adverse events."
    special = [f"{escape(name)}: {escape(', '.join(terms))}" for name, terms in rules.special_interest.items()]
    return format_fields(
        [
            ("Last day that counts", f"study day {session.fact('safety/last_day')}"),
            ("Judged related", escape(", ".join(map(format_term, rules.related)))),
            ("Of special interest", format_bullets(special) if special else "none"),
        ]
    )


def format_populations(session: Session) -> str:
    """populations(): the analysis sets, who is in each, and the analyses made in it."""
    rows = [("Population", "Who is in it", "Variable", "Analyses")]
    for population in session.study.populations:
        blocks = [a for a in session.study.analyses if a.population == population.id or _is_also_in(a, population)]
        used = [block.label for block in blocks if block.kind not in EXTRACTS]
        rows.append((escape(population.label), _rule(population), population.flag, escape("; ".join(used)) or "none"))
    return format_grid(rows, (1.3, 3, 1, 3))


def format_analyses(session: Session) -> str:
    """analyses(): every analysis of study.yaml: what it does, in whom, of what, when, with which options."""
    told = [block for block in session.study.analyses if block.kind not in EXTRACTS]
    heads = [f"[**{escape(block.label)}**]{{#analysis-{block.id}}} (*{escape(block.id)}*)" for block in told]
    tables = [format_fields(list(_fields(session, block)), 0.24) for block in told]
    return "\n\n".join(f"{head}\n\n{table}" for head, table in zip(heads, tables, strict=True))


def link_analysis(block: Analysis) -> str:
    """The label of an analysis; where analyses() tells of it, a link to that."""
    label = escape(block.label)
    return label if block.kind in EXTRACTS else f"[{label}](#analysis-{block.id})"


def format_analysis_list(session: Session) -> str:
    """analysis_list(): every analysis in a line: what it is, why and in whom it is made, and where it is shown."""
    rows = [("Analysis", "Purpose", "Population", "Method", "Shown in")]
    for block in session.study.analyses:
        if block.kind not in EXTRACTS:
            shown = [format_link(session, b.id) for b in find_displays(session) if block.id in b.analyses]
            people = escape(session.study.population(block.population).label)
            method = escape(" ".join((type(block).__doc__ or "").split()))
            rows.append((escape(block.label), _purpose(block), people, method, ", ".join(shown) or "–"))
    return format_grid(rows, (2, 1, 1, 3, 2))


def format_sensitivity_analyses(session: Session) -> str:
    """sensitivity_analyses(): those under other assumptions, with the estimands that they belong to."""
    blocks = [block for block in session.study.analyses if isinstance(block, Sensitivity)]
    told = []
    for block in blocks:
        approaches = ", ".join(APPROACHES.get(name, name.replace("-", " ")) for name in block.approaches)
        about = [e.label for e in session.study.protocol.estimands if block.id in e.sensitivity]
        whose = f" (estimand: {escape('; '.join(about))})" if about else ""
        told.append(f"{link_analysis(block)}: {escape(approaches)}{whose}")
    return format_bullets(told) if told else "None are planned."


def format_additional_analyses(session: Session) -> str:
    """additional_analyses(): what supplements an estimand, is exploratory, or is only brought together for listings."""
    named = {name for estimand in session.study.protocol.estimands for name in estimand.supplementary}
    kinds = [(b, b.id in named or b.reason == "exploratory") for b in session.study.analyses]
    found = [link_analysis(block) for block, additional in kinds if additional]
    listed = [escape(block.label) for block in session.study.analyses if block.kind in EXTRACTS]
    told = format_bullets(found) if found else "None beside those above."
    return f"{told}\n\nBy patient, without statistics: {format_list(listed)}." if listed else told


def format_post_hoc(session: Session) -> str:
    """post_hoc(): which of the analyses were not planned before the data were seen."""
    found = [escape(block.label) for block in session.study.analyses if block.reason == "post-hoc"]
    return f"Post hoc are: {format_list(found)}." if found else "None of the analyses is post hoc."


def format_conventions(session: Session) -> str:
    """conventions(): rules that hold for all analyses."""
    conventions = [format_text(session, c) for c in session.study.protocol.plan.conventions]
    if not conventions:
        what = "rules that hold for all analyses: baseline, rounding, sides of tests, what cannot be estimated"
        return format_gap(what, place="study.yaml, protocol/plan/conventions")
    return format_bullets(conventions)


def format_shells(session: Session) -> str:
    """shells(): all displays of the report: number, title, kind, analyses and their populations."""
    document = _find_report(session)
    rows = [("Number", "Title", "Content", "Analyses", "Population")]
    for block in find_displays(session, document=document):
        analyses = [session.study.analysis(name) for name in block.analyses]
        labels = format_list([link_analysis(a) for a in analyses])
        people = dict.fromkeys(session.study.population(a.population).label for a in analyses)
        what = (type(block).__doc__ or "").split("\n")[0]
        number = f"[{block.numbers[document].replace(' ', NBSP)}]{{#shell-{block.id}}}"
        rows.append((number, escape(block.title), escape(what), labels, escape("; ".join(people))))
    return format_grid(rows, (1.8, 2.8, 2.8, 2, 1.3))


def _find_report(session: Session) -> str:
    """The report whose numbers the displays have; this document where there is none."""
    return next((d.id for d in session.study.documents if d.source == "csr.qmd"), session.document)


def _fields(session: Session, block: Analysis) -> Iterator[tuple[str, str]]:
    yield "Purpose", _purpose(block)
    yield "Method", escape(" ".join((type(block).__doc__ or "").split()))
    yield "Population", escape(session.study.population(block.population).label)
    parameters = getattr(block, "parameters", ())
    if parameters:
        labels = dict.fromkeys(session.study.parameter(name).label for name in parameters)
        yield "Parameters", escape(format_list(list(labels)))
    visits = getattr(block, "visits", ())
    if visits:
        yield "Visits", format_days(session, visits)
    options = format_options(session.study, block)
    if options:
        yield "Options", format_bullets(options)
    shown = [format_link(session, b.id) for b in find_displays(session) if block.id in b.analyses]
    if session.study.document(session.document).source == PLAN:
        report = _find_report(session)
        shown = [
            f"[{b.numbers[report]}](#shell-{b.id})"
            for b in session.study.displays
            if block.id in b.analyses and report in b.numbers
        ]
    if shown:
        yield "Shown in", ", ".join(shown)


def _is_also_in(block: Analysis, population: Population) -> bool:
    """Whether a sensitivity analysis turns to this population beside its own."""
    return isinstance(block, Sensitivity) and population.rule == "per-protocol" and population.rule in block.approaches


def _purpose(block: Analysis) -> str:
    return "sensitivity" if isinstance(block, Sensitivity) else REASONS[block.reason]


def _rule(population: Population) -> str:
    return escape(RULES[population.rule])
