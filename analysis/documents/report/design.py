"""The trial as planned: people, objectives, eligibility, treatments, schedule. All from study.yaml."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.documents.prose.numbers import NBSP
from analysis.documents.report.gaps import format_gap, format_text, format_told
from analysis.documents.report.grid import format_bullets, format_grid, format_numbered
from analysis.documents.session import Session, escape
from analysis.study.metadata import Endpoint
from analysis.study.wording import format_name

LEVELS = ("primary", "secondary", "exploratory")
DONE = "×"


def format_people(session: Session) -> str:
    """people(): who was responsible for what."""
    people = session.study.protocol.people
    if not people:
        return format_gap("investigators, committees, statistician, laboratories", place="study.yaml, protocol/people")
    rows: list[tuple[str, ...]] = [("Role", "Name", "Affiliation")]
    for n, person in enumerate(people):
        told = [
            format_told(session, f"protocol/people/{n}/{key}", f"{key} of the {format_name(person.role)}")
            for key in ("name", "affiliation")
        ]
        rows.append((escape(person.role), *told))
    return format_grid(rows, (2, 2, 3))


def format_amendments(session: Session) -> str:
    """amendments(): the protocol's amendments, or that there were none."""
    amendments = session.study.protocol.amendments
    if amendments is None:
        return format_gap("amendments of the protocol, with dates and reasons", place="study.yaml, protocol/amendments")
    if not amendments:
        return "The protocol was not amended."
    rows = [("Amendment", "Date", "What and why", "When")]
    rows += [
        (
            escape(a.number),
            format_told(session, f"protocol/amendments/{n}/date", "date"),
            format_text(session, a.what),
            format_text(session, a.when),
        )
        for n, a in enumerate(amendments)
    ]
    return format_grid(rows, (1, 1, 4, 2))


def format_objectives(session: Session) -> str:
    """objectives(): primary, secondary and exploratory objectives with their endpoints."""
    protocol = session.study.protocol
    if not protocol.objectives:
        what = "objectives, with the endpoints that tell whether they are met"
        return format_gap(what, place="study.yaml, protocol/objectives")
    labels = {e.id: format_text(session, e.label) for e in protocol.endpoints}
    rows = [("Level", "Objective", "Endpoints")]
    for level in LEVELS:
        for objective in (o for o in protocol.objectives if o.level == level):
            endpoints = format_bullets([labels[name] for name in objective.endpoints])
            gap = format_gap("endpoints", place=f"study.yaml, protocol/objectives, endpoints of {objective.id}")
            rows.append((level.capitalize(), format_text(session, objective.text), endpoints or gap))
    return format_grid(rows, (1, 3, 3))


def format_endpoints(session: Session, *levels: str) -> str:
    """endpoints("primary"): the endpoints of the objectives of these levels, with visits and definition."""
    found = _endpoints(session, levels)
    return format_bullets([_endpoint(session, e) for e in found]) if found else _no_endpoints(levels)


def format_efficacy_endpoints(session: Session, level: str) -> str:
    """efficacy_endpoints("primary"): those of efficacy; then what is of the same level, but about safety."""
    found = _endpoints(session, (level,))
    if not found:
        return _no_endpoints((level,))
    efficacy, safety = ([e for e in found if is_safety(session, e) == kind] for kind in (False, True))
    told = format_bullets([_endpoint(session, e) for e in efficacy]) or "None is about efficacy."
    if not safety:
        return told
    return f"{told}\n\nAbout safety, and {level}, too:\n\n{format_bullets([_endpoint(session, e) for e in safety])}"


def is_safety(session: Session, endpoint: Endpoint) -> bool:
    """Whether an endpoint is about safety, by the kind of its analysis."""
    kinds = ("adverse-events", "occurrence", "exposure")
    return endpoint.analysis is not None and session.study.analysis(endpoint.analysis).kind in kinds


def _endpoints(session: Session, levels: Sequence[str]) -> list[Endpoint]:
    protocol = session.study.protocol
    wanted = [name for o in protocol.objectives if o.level in levels for name in o.endpoints]
    return [endpoint for endpoint in protocol.endpoints if endpoint.id in wanted]


def _endpoint(session: Session, endpoint: Endpoint) -> str:
    days = [session.study.visit(v).label for v in endpoint.visits]
    when = f" ({escape(', '.join(days))})" if days else ""
    more = f": {format_text(session, endpoint.definition)}" if endpoint.definition else ""
    return f"{format_text(session, endpoint.label)}{when}{more}"


def _no_endpoints(levels: Sequence[str]) -> str:
    return format_gap(f"{' and '.join(levels)} endpoints", place="study.yaml, protocol/endpoints")


def format_criteria(session: Session, kind: str) -> str:
    """criteria("inclusion"): the criteria of eligibility, numbered."""
    criteria = getattr(session.study.protocol.eligibility, kind)
    if criteria is None:
        return format_gap(f"{kind} criteria", place=f"study.yaml, protocol/eligibility/{kind}")
    return format_numbered([format_text(session, c) for c in criteria]) if criteria else "None."


def format_arm_table(session: Session) -> str:
    """arm_table(): the groups and what each was given."""
    rows = [("Group", "Treatment")]
    for arm in session.study.arms:
        dose = session.fact(f"arms/{arm.id}/dose_text") if arm.dose_text else escape(arm.label)
        rows.append((escape(arm.label), dose))
    return format_grid(rows, (1, 3))


def format_periods(session: Session) -> str:
    """periods(): the stretches of the trial in study days."""
    periods = session.study.protocol.design.periods
    if not periods:
        what = "periods of the trial: screening, treatment, follow-up"
        return format_gap(what, place="study.yaml, protocol/design/periods")
    rows = [("Period", "Study days", "What is done")]
    for n, period in enumerate(periods):
        first = session.fact(f"protocol/design/periods/{n}/first")
        last = f"to{NBSP}{session.fact(f'protocol/design/periods/{n}/last')}" if period.last is not None else "onward"
        rows.append((escape(period.label), f"{first} {last}", format_text(session, period.text)))
    return format_grid(rows, (1, 1, 3))


def format_schedule(session: Session) -> str:
    """schedule(): which assessment is made at which visit, and the window of each visit."""
    schedule = session.study.protocol.schedule
    if not schedule.assessments:
        return format_gap("schedule of assessments", place="study.yaml, protocol/schedule")
    columns = {**schedule.before, **{v.id: v.label for v in session.study.visits}, **schedule.after}
    rows = [("Assessment", *(format_text(session, label) for label in columns.values()))]
    rows += [
        (format_text(session, row.label), *(DONE if name in row.visits else NBSP for name in columns))
        for row in schedule.assessments
    ]
    return format_grid(rows, (2.6, *(1 for _ in columns)))


def format_windows(session: Session) -> str:
    """windows(): the target day of each analysis visit and the study days that count for it."""
    rows = [("Visit", "Target day", "Window")]
    for visit in session.study.visits:
        path = f"visits/{visit.id}"
        window = "Last value on or before the first dose" if visit.baseline else "–"
        if visit.window and not visit.baseline:
            window = f"{session.fact(f'{path}/window/0')} to {session.fact(f'{path}/window/1')}"
        rows.append((escape(visit.label), session.fact(f"{path}/day"), window))
    return format_grid(rows, (2, 1, 2))


def format_measures(session: Session) -> str:
    """measures(): all parameters by category with unit, source, scale and margin."""
    rows = [("Category", "Parameter", "Unit", "Analyzed as", "No relevant change within")]
    categories = list(dict.fromkeys(p.category for p in session.study.parameters))
    for p in sorted(session.study.parameters, key=lambda p: categories.index(p.category)):
        scale = "logarithm" if p.distribution == "log-normal" else "derived score" if p.score else "measured"
        margin = f"±{NBSP}{session.fact(f'parameters/{p.id}/margin')}" if p.margin is not None else "–"
        rows.append((escape(p.category), escape(p.label), escape(p.unit) or "–", scale, margin))
    return format_grid(rows, (2, 3.4, 1, 1.4, 2.2))


def format_deviation_rules(session: Session) -> str:
    """deviation_rules(): what counts as a deviation, and which kinds are important."""
    deviations = session.study.protocol.deviations
    told = format_told(session, "protocol/deviations/definition", "what counts as a protocol deviation")
    if not deviations.kinds:
        return told
    rows = [("Kind of deviation", "Important (major)")]
    rows += [(format_text(session, k.label), "yes" if k.important else "no") for k in deviations.kinds]
    return f"{told}\n\n{format_grid(rows, (4, 1))}"


def format_changes(session: Session) -> str:
    """changes(): each change in the conduct or in the planned analyses: what, when, why, by whom, with what effect."""
    changes = session.study.protocol.changes
    if changes is None:
        what = "changes in the conduct of the trial and in the planned analyses, or that there were none"
        return format_gap(what, place="study.yaml, protocol/changes")
    if not changes:
        return "There were none."
    rows: list[tuple[str, ...]] = [("What", "Kind", "When", "Why", "By whom", "Effect")]
    for n, change in enumerate(changes):
        by = format_told(session, f"protocol/changes/{n}/by", "by whom")
        texts = [format_text(session, t) for t in (change.what, change.kind, change.when, change.why)]
        rows.append((*texts, by, format_text(session, change.effect)))
    return format_grid(rows, (3, 1, 2, 2, 1, 2))
