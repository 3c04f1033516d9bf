"""The synopsis by Annex I of ICH E3: the whole trial on a few pages, with numbers, all of them from elsewhere."""

from __future__ import annotations

from analysis.documents.prose.changes import format_change
from analysis.documents.prose.comparisons import format_difference
from analysis.documents.prose.design import format_days, format_doses, format_visits, name_arm
from analysis.documents.prose.events import format_patients
from analysis.documents.prose.participants import format_participants
from analysis.documents.report.appendices import format_studied_period
from analysis.documents.report.courses import find_groups
from analysis.documents.report.design import format_criteria, is_safety
from analysis.documents.report.efficacy import NONE, find_main_parameters, format_response, format_survival_text
from analysis.documents.report.gaps import format_author, format_gap, format_text, format_told
from analysis.documents.report.grid import format_bullets, format_fields
from analysis.documents.report.safety import format_events_by_group, format_serious_text
from analysis.documents.session import Session, escape
from analysis.results.table import ALL
from analysis.study.analyses import AdverseEvents, Analysis, Mmrm, Responders, Survival


def format_synopsis(session: Session) -> str:
    """synopsis(): the fields of E3's Annex I."""
    return format_fields([*_what(session), *_how(session), *_found(session)], 0.24)


def _what(session: Session) -> list[tuple[str, str]]:
    people = session.study.protocol.people
    investigators = [n for n, p in enumerate(people) if "investigator" in p.role.lower()]
    named = [format_told(session, f"protocol/people/{n}/name", people[n].role.lower()) for n in investigators]
    return [
        ("Name of sponsor", format_told(session, "protocol/sponsor", "sponsor")),
        ("Name of finished product", format_told(session, "protocol/product/name", "product")),
        ("Name of active ingredient", format_told(session, "protocol/product/substance", "active ingredient")),
        ("Title of study", escape(session.study.study.title)),
        ("Investigators", "; ".join(named) or format_told(session, "protocol/centers", "investigators")),
        ("Study center(s)", format_told(session, "protocol/centers", "centers")),
        ("Publication (reference)", format_told(session, "protocol/publications", "publications of the trial")),
        (
            "Studied period",
            format_studied_period(session),
        ),
        ("Phase of development", format_told(session, "protocol/phase", "phase")),
    ]


def _how(session: Session) -> list[tuple[str, str]]:
    protocol = session.study.protocol
    objectives = format_bullets(
        [f"{o.level.capitalize()}: {format_text(session, o.text)}" for o in protocol.objectives]
    )
    dose = f"{format_told(session, 'protocol/design/regimen', 'dose and administration')} {_doses(session)}"
    batches = format_told(session, "protocol/product/batches", "batch numbers")
    safety = [format_text(session, e.label) for e in protocol.endpoints if is_safety(session, e)]
    efficacy = [format_text(session, e.label) for e in protocol.endpoints if not is_safety(session, e)]
    return [
        ("Objectives", objectives or format_told(session, "protocol/design/summary", "objectives")),
        ("Methodology", format_told(session, "protocol/design/summary", "design")),
        ("Number of patients", _numbers(session)),
        ("Diagnosis and main criteria for inclusion", format_criteria(session, "inclusion")),
        ("Test product, dose and mode of administration, batch number", f"{dose}\n\nBatches: {batches}"),
        ("Duration of treatment", _periods(session)),
        ("Reference therapy", format_told(session, "protocol/product/reference", "reference therapy, or none")),
        ("Criteria for evaluation", _criteria(efficacy, safety)),
        ("Statistical methods", _methods(session)),
    ]


def _found(session: Session) -> list[tuple[str, str]]:
    return [
        ("Efficacy results", _efficacy(session)),
        ("Safety results", _safety(session)),
        ("Conclusion", format_author(session, "conclusion", "overall conclusion of the trial in a few sentences")),
        ("Date of the report", format_told(session, "protocol/report_date", "date of the report")),
    ]


def _criteria(efficacy: list[str], safety: list[str]) -> str:
    if not efficacy and not safety:
        return format_gap("endpoints of efficacy and safety", place="study.yaml, protocol/endpoints")
    return f"Efficacy: {'; '.join(efficacy) or 'none'}\n\nSafety: {'; '.join(safety) or 'none'}"


def _doses(session: Session) -> str:
    return f"Doses: {format_doses(session)}." if all(arm.dose_text for arm in session.study.arms) else ""


def _numbers(session: Session) -> str:
    planned = format_told(session, "protocol/design/sample_size", "planned number of patients")
    screened, treated = format_participants(session, "screened"), format_participants(session, "treated")
    several = len(session.study.arms) > 1
    each = f", {format_participants(session, 'treated', 'each')}" if several else ""
    return f"Planned: {planned}\n\nAnalyzed: {screened} screened, {treated} treated{each}."


def _periods(session: Session) -> str:
    periods = session.study.protocol.design.periods
    path = "protocol/design/periods"
    told = []
    for n, period in enumerate(periods):
        first = session.fact(f"{path}/{n}/first")
        last = f"to {session.fact(f'{path}/{n}/last')}" if period.last is not None else "onward"
        told.append(f"{escape(period.label)}: day {first} {last}")
    return "; ".join(told) or format_told(session, "protocol/design/regimen", "duration of treatment")


def _methods(session: Session) -> str:
    """The models, and what else is primary, that first."""
    blocks = [b for b in session.study.analyses if isinstance(b, Mmrm) or _is_primary(b)]
    told = [
        f"{escape(' '.join((type(b).__doc__ or '').split()))}"
        f"{f' Visits: {format_visits(session, b.id)}.' if hasattr(b, 'visits') else ''}"
        for b in sorted(blocks, key=lambda block: not _is_primary(block))
    ]
    more = format_told(session, "protocol/plan/multiplicity", "multiplicity")
    return "\n\n".join(dict.fromkeys([*told, more]))


def _efficacy(session: Session) -> str:
    """The primary parameters at all visits, and responders and survival; those alone where they are primary.

    Where nothing is called primary, the first parameter of the first model is told.
    """
    models = [block for block in session.study.analyses if isinstance(block, Mmrm)]
    others = any(_is_primary(block) for block in session.study.analyses)
    names = find_main_parameters(session, models[0]) if models else []
    names = names or (list(models[0].parameters[:1]) if models and not others else [])
    more = [format_response(session), format_survival_text(session)]
    return "\n\n".join([*(_result(session, models[0], name) for name in names), *(one for one in more if one != NONE)])


def _is_primary(block: Analysis) -> bool:
    """Whether responders or a time to an event are the primary analysis."""
    return block.reason == "primary" and isinstance(block, Responders | Survival)


def _result(session: Session, model: Mmrm, name: str) -> str:
    """One parameter: its change at each visit, all groups pooled; or each group against the first at the last visit."""
    label = escape(session.study.parameter(name).label)
    first, *others = session.study.arms
    if find_groups(session) == [ALL]:
        visits = {v: session.study.visit(v).label for v in model.visits}
        changes = [f"{escape(when)}: {format_change(session, name, v)}" for v, when in visits.items()]
        return f"{label} by visit, all groups:\n\n{format_bullets(changes)}"
    last = model.visits[-1]
    told = [
        f"{escape(name_arm(session, arm.id))}: the change {format_difference(session, name, last, arm.id, first.id)}"
        for arm in others
    ]
    return f"{label} on {format_days(session, [last])}:\n\n{format_bullets(told)}"


def _safety(session: Session) -> str:
    if not any(isinstance(block, AdverseEvents) for block in session.study.analyses):
        return "The study has no analysis of adverse events."
    groups = "" if find_groups(session) == [ALL] else f"\n\n{format_events_by_group(session)}"
    anybody = f"At least one treatment-emergent event: {format_patients(session, 'any')}."
    return f"{anybody} {format_serious_text(session)}{groups}"
