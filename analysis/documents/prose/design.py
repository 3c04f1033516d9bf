"""What study.yaml says of the design: facts, arms, doses, visits, margins. Every value is bound to its place there."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.documents.prose.numbers import NBSP, format_unit
from analysis.documents.session import Session, escape, read_fact
from analysis.documents.words import format_list
from analysis.errors import DocumentError, Fault
from analysis.study import Parameter
from analysis.study.model import find_compared
from analysis.study.wording import format_name

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def format_fact(session: Session, name: str, *, unit: bool = True) -> str:
    """fact("infusion_volume"): a registered constant with its unit, e.g. 100 mL; a list becomes "1, 8 and 15"."""
    if name not in session.study.facts:
        raise DocumentError(Fault(name, "no such fact in study.yaml", f"known: {', '.join(session.study.facts)}"))
    fact, path = session.study.facts[name], f"facts/{name}/value"
    several = isinstance(fact.value, tuple)
    paths = [f"{path}/{n}" for n in range(len(fact.value))] if isinstance(fact.value, tuple) else [path]
    told = format_list([session.fact(p) for p in paths])
    return f"{told}{format_unit(fact.unit)}" if unit and not (several and fact.unit == "day") else told


def format_arms(session: Session, *, word: str = "and") -> str:
    """arms(): the groups in order, e.g. low dose, medium dose and high dose."""
    return format_list([escape(name_arm(session, arm.id)) for arm in session.study.arms], word)


def format_doses(session: Session) -> str:
    """doses(): what each group got, e.g. 2.5 × 10⁷ cells per infusion (low dose), ..."""
    told = [f"{session.fact(f'arms/{a.id}/dose_text')} ({escape(name_arm(session, a.id))})" for a in session.study.arms]
    return format_list(told)


def label_arm(session: Session, group: str) -> str:
    """A group by its label, as it heads a column; all groups by the pooled label."""
    labels = {arm.id: arm.label for arm in session.study.arms}
    return labels.get(group, session.study.pooled_label)


def name_arm(session: Session, group: str) -> str:
    """A group inside a sentence: its label with a small initial where it is no name."""
    return format_name(label_arm(session, group))


def name_group(session: Session, group: str) -> str:
    """A group with that word, as Markdown: placebo group; no second one behind a label that ends with it."""
    name = name_arm(session, group)
    return escape(name if name.lower().endswith((" group", " arm", " cohort")) else f"{name} group")


def name_groups(session: Session) -> str:
    """What the groups are together: dose groups where all have a dose and not all the same, else groups."""
    return "groups" if find_compared(session.study.arms) or len(session.study.arms) == 1 else "dose groups"


def format_number_of_arms(session: Session) -> str:
    """number_of_arms(): how many groups there are, as a word."""
    return format_count(len(session.study.arms))


def format_number_of_visits(session: Session, analysis: str) -> str:
    """number_of_visits("mmrm"): how many visits an analysis has, as a word."""
    return format_count(len(read_visits(session, analysis)))


def format_count(count: int) -> str:
    """A small count as a word, as prose writes it."""
    return WORDS[count] if count < len(WORDS) else str(count)


def format_visits(session: Session, analysis: str, *, baseline: bool = False) -> str:
    """visits("mmrm"): the visits of an analysis, e.g. days 29, 57, 85 and 169; with the first ones if baseline=True."""
    first = [visit.id for visit in session.study.visits if visit.baseline and baseline]
    return format_days(session, [*first, *read_visits(session, analysis)])


def read_visits(session: Session, analysis: str) -> tuple[str, ...]:
    """The visits of an analysis. Raises DocumentError."""
    blocks = {block.id: block for block in session.study.analyses}
    visits: tuple[str, ...] = getattr(blocks.get(analysis), "visits", ())
    if not visits:
        able = ", ".join(name for name, block in blocks.items() if getattr(block, "visits", ()))
        raise DocumentError(Fault(analysis, "no analysis with visits has this id", f"known: {able}"))
    return visits


def format_days_of(session: Session, name: str) -> str:
    """days_of("infusion_days"): a fact that lists study days, e.g. days 1, 8 and 15."""
    return f"days{NBSP}{format_fact(session, name, unit=False)}"


def format_last_safety_day(session: Session) -> str:
    """last_safety_day(): the last day on which an adverse event counts, e.g. day 169."""
    return f"day{NBSP}{session.fact('safety/last_day')}"


def format_confidence(session: Session) -> str:
    """confidence(): the level of the intervals, e.g. 95%."""
    return format_fact(session, "confidence_percent")


def format_time(session: Session, time: str) -> str:
    """time("M24"): a time of the survival analysis in words, e.g. 24 months."""
    units = {"M": "months", "D": "days"}
    for block in session.study.analyses:
        for number, month in enumerate(getattr(block, "landmarks", ())):
            if f"{month:g}" == time[1:] and time[:1] in units:
                return f"{session.fact(f'analyses/{block.id}/landmarks/{number}')}{NBSP}{units[time[0]]}"
    raise DocumentError(Fault(time, "not a landmark of a survival analysis", "see landmarks in study.yaml"))


def format_days(session: Session, visits: Sequence[str]) -> str:
    """Day 57, or days 57 and 85: visits by their target day."""
    days = [session.fact(f"visits/{visit}/day") for visit in visits]
    return f"{'days' if len(days) > 1 else 'day'}{NBSP}{format_list(days)}"


def format_day(session: Session, visit: str) -> str:
    """day("D57"): a visit by its target day."""
    return format_days(session, [visit])


def format_margins(session: Session) -> str:
    """margins(): the changes below which none counts as relevant, e.g. 2 g/L for albumin and ..."""
    stated = [p for p in session.study.parameters if p.margin is not None]
    told = [
        f"{session.fact(f'parameters/{p.id}/margin')}{_margin_unit(p)} for {_name(p.label, p.short)}" for p in stated
    ]
    return format_list(told)


def _margin_unit(parameter: Parameter) -> str:
    if parameter.unit == "%":
        return f"{NBSP}percentage points"
    return f"{NBSP}point" if parameter.unit == "points" and parameter.margin == 1 else format_unit(parameter.unit)


def format_parameters(session: Session, category: str) -> str:
    """parameters("Liver function"): the parameters of a category, e.g. albumin, ALT, AST ..."""
    names = [_name(p.label, p.short) for p in session.study.parameters if p.category == category]
    if not names:
        known = ", ".join(dict.fromkeys(p.category for p in session.study.parameters))
        raise DocumentError(Fault(category, "no parameter has this category", f"known: {known}"))
    return format_list(names)


def format_model(session: Session, analysis: str) -> str:
    """model("mmrm"): the options that a fit used, as its results tell them."""
    rows = [row for row in session.results.values() if row.analysis == analysis and row.options]
    if not rows:
        raise DocumentError(Fault(analysis, "its results name no options", "check the analysis' id"))
    return escape(rows[0].options)


def _name(label: str, short: str) -> str:
    return escape(short or format_name(label))


def read_study_text(session: Session, path: str) -> str:
    """A text of study.yaml without a mark."""
    return escape(read_fact(session.study, path))
