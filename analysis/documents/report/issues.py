"""Sections 10.2, 11.3 and 11.4.2: deviations, exposure, missing values, sensitivity, subsets."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.displays.registry import form_of
from analysis.documents.prose.numbers import format_interval, format_number
from analysis.documents.prose.participants import format_participants, format_summary
from analysis.documents.report.blocks import find_analyses, find_occurrences
from analysis.documents.report.exhibits import find_displays, format_see
from analysis.documents.report.grid import format_bullets, format_grid
from analysis.documents.session import Session, escape
from analysis.documents.words import format_list
from analysis.results.table import ALL
from analysis.study.analyses import Analysis, Change


def format_deviations_text(session: Session) -> str:
    """deviations_text(): how many patients have a deviation, by class."""
    for block in find_occurrences(session, "ADDV"):
        stem = f"{block.id}.any/records/{ALL}"
        told = f"{_count(session, stem)} had a deviation"
        rows = session.results.find(analysis=block.id, context="class", group1_level=ALL, stat_name="n")
        classes = [f"{escape(row.variable)}: {_count(session, row.id.rsplit('/', 1)[0])}" for row in rows]
        return f"Of the patients treated, {told}. {'; '.join(classes)}."
    return "The study has no analysis of deviations."


def format_exposure_text(session: Session) -> str:
    """exposure_text(): doses and duration, over all and by group."""
    blocks = find_analyses(session, "exposure")
    if not blocks:
        each = format_participants(session, "treated", "each")
        return f"{format_participants(session, 'treated')} patients were treated: {each}."
    rows = session.results.find(analysis=blocks[0].id, context="summary", group1_level=ALL, stat_name="mean")
    lines = []
    for row in rows:
        stem = row.id.rsplit("/", 1)[0]
        unit = f" {escape(row.unit)}" if row.unit else ""
        lines.append(f"{_words(row.variable)}: {format_summary(session, stem, 1, skewed=False)}{unit}")
    return format_bullets(lines)


def format_missing_text(session: Session) -> str:
    """missing_text(): how many patients have a change from baseline, by parameter and visit."""
    blocks = [block for block in session.study.analyses if isinstance(block, Change)]
    if not blocks:
        return "The study has no analysis of changes."
    block = blocks[0]
    size = f"{block.id}.population/{block.population}/{ALL}/N"
    rows = [("Parameter", *(escape(session.study.visit(v).label) for v in block.visits))]
    for name in block.parameters:
        cells = [f"{block.id}.change/{name}/{visit}/{ALL}/n" for visit in block.visits]
        rows.append((escape(session.study.parameter(name).label), *(session.bind(c, "i") for c in cells)))
    return (
        f"Patients with a change from baseline, of {session.bind(size, 'i')} in the population:\n\n"
        f"{format_grid(rows, (2.5, *(1 for _ in block.visits)))}"
    )


def format_sensitivity_text(session: Session) -> str:
    """sensitivity_text(): the main estimates beside those under other assumptions, all groups pooled."""
    tables = [_sensitivity(session, block) for block in find_analyses(session, "sensitivity")]
    return "\n\n".join(tables) or "The study has no analysis under other assumptions."


def format_subset_text(session: Session) -> str:
    """subset_text(): how many are in each population, and in which the efficacy was analyzed."""
    used = dict.fromkeys(block.population for block in find_analyses(session, "mmrm", "change", "between-groups"))
    labels = [escape(session.study.population(name).label) for name in used]
    if not labels:
        return "The study has no analysis of efficacy by parameter."
    more = _per_protocol(session)
    return f"Efficacy was analyzed in: {format_list(labels)}.{more}"


def _per_protocol(session: Session) -> str:
    """Whether an analysis in the per-protocol population stands beside it."""
    rows = [r for r in session.results.values() if r.variable_level == "per-protocol" and r.stat_name == "estimate"]
    return " Estimates in the per-protocol population stand beside the main ones in the previous table." if rows else ""


def format_listed(session: Session, section: str, what: str, *kinds: str) -> str:
    """listed("16.2.7", "adverse events of each patient"): where something is listed, or that it is not."""
    found = [b for b in find_displays(session, section) if not kinds or b.kind in kinds]
    if not found:
        return f"This report does not show {what}."
    return f"{what[:1].upper()}{what[1:]}: {format_see(session, section, *kinds)}"


def format_see_about(session: Session, section: str, dataset: str) -> str:
    """see_about("14.1", "ADDV"): a sentence that leads to the displays of this section on a dataset."""
    names = {block.id for block in find_occurrences(session, dataset)}
    found = [b for b in find_displays(session, section) if names & set(b.analyses)]
    return format_see(session, section, *(b.kind for b in found)) if found else ""


def _words(name: str) -> str:
    """An id as words: ``total-dose`` → Total dose."""
    return escape(name.replace("-", " ").capitalize())


def _count(session: Session, stem: str) -> str:
    return f"{session.bind(f'{stem}/n', 'i')} of {session.bind(f'{stem}/N', 'i')} ({session.bind(f'{stem}/p', '%1')}%)"


def _sensitivity(session: Session, block: Analysis) -> str:
    rows = session.results.find(analysis=block.id, context="ls-mean", group1_level=ALL, stat_name="estimate")
    visits = list(dict.fromkeys(row.visit for row in rows))
    table = [("Parameter", "Approach", *(escape(session.study.visit(v).label) for v in visits))]
    for name, approach in dict.fromkeys((row.variable, row.variable_level) for row in rows):
        cells = _estimates(session, block.id, name, approach, visits)
        table.append((escape(session.study.parameter(name).label), escape(approach.replace("-", " ")), *cells))
    return format_grid(table, (1.5, 1.5, *(2 for _ in visits)))


def _estimates(session: Session, analysis: str, name: str, approach: str, visits: list[str]) -> Iterator[str]:
    digits = session.study.parameter(name).digits
    for visit in visits:
        ratio = f"{analysis}.ls-ratio/{name}/{approach}/{visit}/{ALL}"
        log = f"{ratio}/estimate" in session.results
        stem = ratio if log else ratio.replace("ls-ratio", "ls-mean")
        form = "x2" if log else form_of("estimate", digits)
        if f"{stem}/estimate" in session.results:
            yield f"{format_number(session, f'{stem}/estimate', form)} ({format_interval(session, stem, form)})"
        else:
            yield "–"
