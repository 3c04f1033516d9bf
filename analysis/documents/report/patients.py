"""Section 10 and the first parts of 11: who took part, who is in which analysis, and what they were like."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.documents.prose.design import label_arm
from analysis.documents.prose.participants import (
    find_analysis,
    format_characteristic,
    format_participants,
    format_share,
)
from analysis.documents.report.grid import format_grid
from analysis.documents.session import Session, escape
from analysis.results.table import ALL
from analysis.study.analyses import Baseline, Characteristic
from analysis.study.wording import format_name


def format_disposition(session: Session) -> str:
    """disposition(): screened, excluded by reason, treated, completed and discontinued by reason, in sentences."""
    screened, excluded, treated = (_n(session, box) for box in ("screened", "excluded", "treated"))
    each = f": {format_participants(session, 'treated', 'each')}" if len(session.study.arms) > 1 else ""
    completed, left = (_n(session, box) for box in ("completed", "discontinued"))
    return (
        f"{screened} patients were screened, and {excluded} were excluded{_reasons(session, 'excluded')}. "
        f"{treated} were treated{each}. "
        f"{completed} completed the trial and {left} left it early{_reasons(session, 'discontinued')}."
    )


def format_analysis_sets(session: Session) -> str:
    """analysis_sets(): how many are in each population that the flow counts, by group."""
    flow = find_analysis(session, "flow")
    counted = [
        (p, stem)
        for p in session.study.populations
        for stem in (f"{flow}.membership/{p.id}", f"{flow}.counts/analysed/{p.id}")
        if f"{stem}/{ALL}/n" in session.results
    ]
    groups = [*(arm.id for arm in session.study.arms), ALL]
    rows = [("Population", *(escape(label_arm(session, g)) for g in groups))]
    seen: set[str] = set()
    for population, stem in counted:
        if population.id not in seen:
            cells = [f"{stem}/{g}/n" for g in groups]
            rows.append(
                (escape(population.label), *(session.bind(c, "i") if c in session.results else "–" for c in cells))
            )
            seen.add(population.id)
    return format_grid(rows, (2, *(1 for _ in groups)))


def format_baseline_text(session: Session) -> str:
    """baseline_text(): all characteristics before the first dose, all groups together, in one list of sentences."""
    items = [item for block in session.study.analyses if isinstance(block, Baseline) for item in block.characteristics]
    return "\n".join(f"- {line}" for item in items for line in _characteristic(session, item))


def _characteristic(session: Session, item: Characteristic) -> Iterator[str]:
    name = item.variable or item.parameter or ""
    label = item.label or session.study.parameter(name).label
    if item.type == "categorical":
        shares = [f"{escape(text)} {format_share(session, name, level)}" for level, text in item.levels.items()]
        yield f"{escape(label)}: {'; '.join(shares)}"
    else:
        skewed = bool(item.parameter) and session.study.parameter(name).distribution == "log-normal"
        what = "median (quartiles)" if skewed else "mean (SD)"
        yield f"{escape(label)}: {what} {format_characteristic(session, name)}"


def _n(session: Session, box: str) -> str:
    return format_participants(session, box)


def _reasons(session: Session, box: str) -> str:
    """`` (criteria 8, declined 4)``: the reasons that somebody has; all are in the figure."""
    flow, disposition = find_analysis(session, "flow"), session.study.disposition
    reasons = disposition.exclusions if box == "excluded" else disposition.discontinuations
    rows = {reason.label: f"{flow}.counts/{box}/{reason.id}/{ALL}/n" for reason in reasons}
    told = [
        f"{escape(format_name(label))}, {session.bind(row, 'i')}"
        for label, row in rows.items()
        if row in session.results and session.results[row].stat
    ]
    return f" ({'; '.join(told)})" if told else ""
