"""Sections 10.2, 11.3 and 11.4.2: deviations, exposure, missing values, sensitivity, subsets."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from analysis.displays.exposure_table import COUNTED, COUNTS, LABELS, find_scale
from analysis.documents.prose.design import name_arm
from analysis.documents.prose.numbers import format_number, format_reason
from analysis.documents.prose.participants import format_participants
from analysis.documents.prose.showing import format_link
from analysis.documents.report.blocks import find_analyses, find_occurrences
from analysis.documents.report.courses import find_groups
from analysis.documents.report.exhibits import find_displays
from analysis.documents.report.grid import format_bullets, format_grid
from analysis.documents.session import Session, escape
from analysis.documents.words import format_list
from analysis.results.table import ALL
from analysis.study.analyses import Analysis, Change
from analysis.study.wording import format_name


def format_deviations_text(session: Session) -> str:
    """deviations_text(): how many patients have a deviation, by class."""
    for block in find_occurrences(session, "ADDV"):
        stem = f"{block.id}.any/records/{ALL}"
        told = f"{_count(session, stem)} had a deviation"
        rows = session.results.find(analysis=block.id, context="class", group1_level=ALL, stat_name="n")
        classes = [f"{escape(row.variable.capitalize())}: {_count(session, row.id.rsplit('/', 1)[0])}" for row in rows]
        people = escape(format_name(session.study.population(block.population).label))
        return f"Of the {people} patients, {told}. {'; '.join(classes)}."
    return "The study has no analysis of deviations."


def format_compliance_text(session: Session) -> str:
    """compliance_text(): how many doses were given, and who had one interrupted or adjusted."""
    blocks = find_analyses(session, "exposure")[:1]
    lines = [line for block in blocks for line in (*_measures(session, block, (COUNTED,)), *_changed(session, block))]
    return format_bullets(lines) or "The study has no analysis of exposure."


def format_exposure_text(session: Session) -> str:
    """exposure_text(): who was treated, for how long, with how many doses and how much."""
    each = f": {format_participants(session, 'treated', 'each')}" if len(session.study.arms) > 1 else ""
    treated = f"{format_participants(session, 'treated')} patients were treated{each}."
    blocks = find_analyses(session, "exposure")[:1]
    lines = [line for block in blocks for line in (*_measures(session, block), *_changed(session, block))]
    lines += [
        f"Time at risk for adverse events: {session.bind(row, 'f1')} patient-years"
        for block in find_analyses(session, "adverse-events")
        if (row := f"{block.id}.overview-rate/any/{ALL}/exposure") in session.results
    ]
    return f"{treated}\n\n{format_bullets(lines)}\n" if lines else treated


def _measures(session: Session, block: Analysis, wanted: Sequence[str] = ()) -> Iterator[str]:
    """Each measure (or those ``wanted``), as the exposure table calls and scales it."""
    groups = find_groups(session)
    for row in session.results.find(analysis=block.id, context="summary", group1_level=ALL, stat_name="mean"):
        if wanted and row.variable not in wanted:
            continue
        form, unit = find_scale(row)
        stem = row.id.removesuffix(f"/{ALL}/mean")
        names = {group: "" if group == ALL else f"{escape(name_arm(session, group))}, " for group in groups}
        spreads = [f"{names[group]}{_spread(session, f'{stem}/{group}', form)}" for group in groups]
        about = f"{escape(LABELS.get(row.variable, row.variable))}{f', {escape(unit)}' if unit else ''}"
        yield f"{about}: {'; '.join(spreads)}"


def _changed(session: Session, block: Analysis) -> Iterator[str]:
    """Who had a dose interrupted or adjusted."""
    for name, label in COUNTS.items():
        stem = f"{block.id}.any/{name}/{ALL}"
        if f"{stem}/n" in session.results:
            row = session.results[f"{stem}/n"]
            yield f"{label}: {f'unknown ({format_reason(row)})' if math.isnan(row.stat) else _count(session, stem)}"


def _spread(session: Session, stem: str, form: str) -> str:
    whole = [f"{stem}/{name}" for name in ("median", "min", "max")]
    counts = all(float(session.results[row].stat).is_integer() for row in whole) and "e" not in form
    told = [format_number(session, f"{stem}/{name}", form) for name in ("mean", "sd")]
    told += [format_number(session, row, "i" if counts else form) for row in whole]
    return f"mean {told[0]}, SD {told[1]}, median {told[2]}, range {told[3]} to {told[4]}"


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


def format_subset_text(session: Session) -> str:
    """subset_text(): how many are in each population, and in which the efficacy was analyzed."""
    blocks = find_analyses(session, "mmrm", "change", "between-groups", "responders")
    used = dict.fromkeys(b.population for b in blocks if getattr(b, "treatment", "planned") == "planned")
    labels = [escape(session.study.population(name).label) for name in used]
    if not labels:
        return "The study has no analysis of efficacy by parameter."
    more = _per_protocol(session)
    return f"Efficacy was analyzed in: {format_list(labels)}.{more}"


def _per_protocol(session: Session) -> str:
    """Whether an analysis in the per-protocol population stands beside it."""
    rows = [r for r in session.results.values() if r.variable_level == "per-protocol" and r.stat_name == "estimate"]
    return " Estimates in the per-protocol population stand beside the main ones in section 11.4.2.2." if rows else ""


def format_listed(session: Session, section: str, what: str, *kinds: str) -> str:
    """listed("16.2.7", "adverse events of each patient"): where something is listed, or that it is not."""
    found = [b for b in find_displays(session, section) if not kinds or b.kind in kinds]
    if not found:
        return f"This report does not show {what}."
    return f"{what[:1].upper()}{what[1:]}: {format_list([format_link(session, b.id) for b in found])}."


def format_see_about(session: Session, section: str, dataset: str, what: str) -> str:
    """see_about("14.1", "ADMH", "Medical history"): leads to the displays of this section on a dataset, if any."""
    names = {block.id for block in find_occurrences(session, dataset)}
    found = [b for b in find_displays(session, section) if names & set(b.analyses)]
    return f"{what}: {format_list([format_link(session, block.id) for block in found])}." if found else ""


def _count(session: Session, stem: str) -> str:
    return f"{session.bind(f'{stem}/n', 'i')} of {session.bind(f'{stem}/N', 'i')} ({session.bind(f'{stem}/p', '%1')}%)"
