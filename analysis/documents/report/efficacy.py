"""Section 11.4: every analysis of efficacy in words and numbers, by the rules of the plan."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.documents.prose.changes import format_change, format_course, name_in_text
from analysis.documents.prose.comparisons import format_interaction
from analysis.documents.prose.design import format_days, format_time, name_group
from analysis.documents.prose.numbers import NBSP, format_counted, format_interval, format_number, format_unit
from analysis.documents.prose.participants import format_proportion
from analysis.documents.prose.showing import format_link
from analysis.documents.prose.survival import (
    format_follow_up,
    format_log_rank,
    format_median,
    format_survival,
)
from analysis.documents.prose.values import format_value
from analysis.documents.report.courses import (
    find_groups,
    format_changes_table,
    format_differences_table,
    format_legend,
)
from analysis.documents.report.exhibits import find_displays
from analysis.documents.session import Session, escape
from analysis.documents.words import format_list, is_plural
from analysis.results.table import ALL
from analysis.study import Parameter
from analysis.study.analyses import Mmrm, Responders, Survival
from analysis.study.model import find_compared

NONE = "The study has no such analysis."
#: Of an event: who had it, the share without it, what is compared, and its median.
EVENTS = {
    "death": ("died", "survival was", "Survival", "Median survival"),
    "event": ("had the event", "the share without it was", "The time to it", "The median time"),
}


def format_efficacy(session: Session) -> str:
    """efficacy(): the main parameters of each mixed model in sentences, all of them in tables by category."""
    blocks = [block for block in session.study.analyses if isinstance(block, Mmrm)]
    return "\n\n".join(text for block in blocks for text in _model(session, block)) or NONE


def format_response(session: Session) -> str:
    """response(): how many reached each limit, at each visit."""
    blocks = [b for b in session.study.analyses if isinstance(b, Responders) and b.treatment == "planned"]
    return "\n".join(f"- {line}" for block in blocks for line in _responders(session, block)) or NONE


def format_survival_text(session: Session) -> str:
    """survival_text(): of each event time how many had it, follow-up, landmarks by group, median and comparison."""
    blocks = [block for block in session.study.analyses if isinstance(block, Survival)]
    return "\n\n".join(_survival(session, block, named=len(blocks) > 1) for block in blocks) or NONE


def _survival(session: Session, block: Survival, *, named: bool) -> str:
    time = next(one for one in session.study.event_times if one.id == block.event_time)
    had, share, what, median = EVENTS[time.event]
    groups = ALL if len(session.study.arms) == 1 else "each"
    marks = [f"{'D' if time.unit == 'days' else 'M'}{mark:g}" for mark in block.landmarks]
    count = format_counted(session, f"{block.id}.events/{block.event_time}/{ALL}/n.event", "patient")
    told = [
        f"{count} {had}; median follow-up was {format_follow_up(session, ALL, block.id)}.",
        *(f"At {format_time(session, m)} {share} {format_survival(session, m, groups, block.id)}." for m in marks),
        f"{median} {_medians(session, block)}.",
        f"{what} {format_log_rank(session, block.id)}." if groups == "each" else "",
    ]
    head = f"*{escape(time.label)}.* " if named or time.event != "death" else ""
    return f"{head}{' '.join(part for part in told if part)}{_links(session, block.id)}"


def _medians(session: Session, block: Survival) -> str:
    """The median of all; where arms are compared that of each, unless none has one."""
    if not find_compared(session.study.arms):
        return format_median(session, ALL, block.id)
    told = {arm.id: format_median(session, arm.id, block.id) for arm in session.study.arms}
    if len(set(told.values())) == 1:
        return next(iter(told.values()))
    return format_list([f"{one} in the {name_group(session, arm)}" for arm, one in told.items()])


def format_margin_text(session: Session) -> str:
    """margin_text(): the parameters with a margin, and what their intervals say of it at each visit."""
    lines = []
    for block in session.study.analyses:
        if isinstance(block, Mmrm):
            for name in block.parameters:
                about = session.study.parameter(name)
                if about.margin is not None:
                    lines.append(f"- {escape(about.label)}: {_within(session, block, name)}")
    return "\n".join(lines) or "No margin is stated for any parameter."


def _within(session: Session, block: Mmrm, name: str) -> str:
    inside = [
        v for v in block.visits if session.results[f"{block.id}.verdict/{name}/{v}/{ALL}/within.margin"].stat == 1
    ]
    if not inside:
        return "the interval lies within the margin at none of the visits."
    return f"the whole interval lies within the margin on {format_days(session, inside)}."


def find_main_parameters(session: Session, block: Mmrm) -> list[str]:
    """The parameters of primary endpoints that a model has; its first where it is called primary and none is named."""
    protocol = session.study.protocol
    primary = {name for o in protocol.objectives if o.level == "primary" for name in o.endpoints}
    named = [e.parameter for e in protocol.endpoints if e.id in primary and e.parameter in block.parameters]
    return [str(name) for name in dict.fromkeys(named)] or list(
        block.parameters[:1] if block.reason == "primary" else ()
    )


def _model(session: Session, block: Mmrm) -> Iterator[str]:
    main = find_main_parameters(session, block)
    yield f"**{escape(block.label)}**"
    for name in main:
        yield _parameter(session, block, session.study.parameter(name))
        if table := format_differences_table(session, block, [name]):
            yield f"Groups against one another, each by its change from baseline:\n\n{table}"
    yield format_legend(session, block)
    parameters = [session.study.parameter(name) for name in block.parameters]
    for category in dict.fromkeys(p.category for p in parameters):
        names = [p.id for p in parameters if p.category == category]
        yield f"*{escape(category)}*"
        yield format_changes_table(session, block, names)
        yield _courses(session, [name for name in names if name not in main])
    yield _links(session, block.id).strip()


def _courses(session: Session, names: list[str]) -> str:
    """What became of each parameter, in the words that the plan allows: in all patients, or in each group."""
    groups, told = find_groups(session), []
    for name in names:
        label = escape(session.study.parameter(name).label)
        for group in groups:
            where = "" if group == ALL else f" in the {name_group(session, group)}"
            told.append(f"{label}{where} {format_course(session, name, group)}")
    return f"{'. '.join(told)}." if told else ""


def _parameter(session: Session, block: Mmrm, parameter: Parameter) -> str:
    name, many = parameter.id, is_plural(parameter.label)
    begin = f"{'were' if many else 'was'} {format_value(session, name, _baseline(session))} at baseline"
    if not _described(session, name):
        begin = f"{'are' if many else 'is'} analyzed as change from baseline"
    told = [f"{escape(parameter.label)} {begin}."]
    for group in find_groups(session):
        where = "" if group == ALL else f" in the {name_group(session, group)}"
        changes = [f"on {format_days(session, [v])} it {format_change(session, name, v, group)}" for v in block.visits]
        told.append(f"{_capital('; '.join(changes))}{where}.")
    if f"{block.id}.type-3/{name}/group-by-visit/p.value" in session.results:
        told.append(f"The course of {name_in_text(parameter)} {format_interaction(session, name)}.")
    return f"{' '.join(told)}{_links(session, block.id, name)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _described(session: Session, name: str) -> bool:
    return any(b.kind == "change" and name in b.parameters for b in session.study.analyses)


def _baseline(session: Session) -> str:
    return next(visit.id for visit in session.study.visits if visit.baseline)


def _responders(session: Session, block: Responders) -> Iterator[str]:
    for criterion in block.criteria:
        place = f"{block.id}.responder/{criterion.parameter}/{criterion.id}"
        told = [
            f"{_reached(session, f'{place}/{visit}')} on {format_days(session, [visit])}"
            for visit in block.visits
            if f"{place}/{visit}/{ALL}/n" in session.results
        ]
        yield f"{escape(criterion.label)}: {'; '.join(told)}.{_links(session, block.id)}"


def _reached(session: Session, place: str) -> str:
    """How many reached it: of all, or where arms are compared in each, and each against the first."""
    if not find_compared(session.study.arms):
        return format_proportion(session, f"{place}/{ALL}")
    reference, *others = session.study.arms
    told = [f"{format_proportion(session, f'{place}/{reference.id}')} in the {name_group(session, reference.id)}"]
    for arm in others:
        stem = f"{place.replace('.responder/', '.responder-difference/', 1)}/{arm.id}/{reference.id}"
        against = f", difference {_points(session, stem)}" if f"{stem}/estimate" in session.results else ""
        told.append(f"{format_proportion(session, f'{place}/{arm.id}')} in the {name_group(session, arm.id)}{against}")
    return format_list(told)


def _points(session: Session, stem: str) -> str:
    """A difference of proportions: 12.3 percentage points (95% CI 1.0 to 23.6)."""
    estimate = format_number(session, f"{stem}/estimate", "%1")
    return f"{estimate}{NBSP}percentage points ({format_interval(session, stem, '%1')})"


def _links(session: Session, analysis: str, parameter: str = "") -> str:
    """`` See Table 14.2.1 and Figure 14.2.1.``: the displays of an analysis that show a parameter."""
    found = [
        block
        for block in find_displays(session)
        if analysis in block.analyses and (not parameter or parameter in getattr(block, "parameters", (parameter,)))
    ]
    return f" See {format_list([format_link(session, block.id) for block in found])}." if found else ""


def format_trend_text(session: Session) -> str:
    """trend_text(): the change per doubling of the dose at the last visit of each model."""
    lines = []
    for block in session.study.analyses:
        for name in block.parameters if isinstance(block, Mmrm) else ():
            stem = f"{block.id}.dose-trend/{name}/{block.visits[-1]}"  # type: ignore[union-attr]
            if f"{stem}/estimate" in session.results:
                lines.append(f"- {_trend(session, name, stem, block.visits[-1])}")  # type: ignore[union-attr]
    if lines:
        about = "For each doubling of the dose, the change from baseline (or its ratio) differed by this much"
        return "\n\n".join([f"{about}, by the model's linear trend over the logarithm of the dose:", "\n".join(lines)])
    return "No trend over dose was estimated: that needs groups with at least two different doses above zero."


def _trend(session: Session, name: str, stem: str, visit: str) -> str:
    about = session.study.parameter(name)
    ratio = stem.replace("dose-trend", "dose-trend-ratio")
    if f"{ratio}/estimate" in session.results:
        stem, form, what = ratio, "x2", "ratio "
    else:
        form, what = f"+f{max(about.digits, 1)}", ""
    value, interval = format_number(session, f"{stem}/estimate", form), format_interval(session, stem, form.lstrip("+"))
    unit = f"{NBSP}percentage points" if about.unit == "%" else format_unit(about.unit)
    when = format_days(session, [visit])
    return f"{escape(about.label)}, {when}: {what}{value}{'' if what else unit} ({interval})"
