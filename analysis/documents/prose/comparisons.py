"""Differences between groups in words and numbers. They are descriptive: no word of significance."""

from __future__ import annotations

from analysis.displays.registry import form_of
from analysis.documents.prose.changes import read_significance
from analysis.documents.prose.design import format_arms, name_group, name_groups
from analysis.documents.prose.numbers import NBSP, format_interval, format_p, format_reason, format_unit
from analysis.documents.session import Session
from analysis.documents.words import FELL, NONE, ROSE, find_verdict
from analysis.errors import DocumentError, Fault
from analysis.study import Parameter
from analysis.study.analyses import Mmrm


def format_difference(session: Session, parameter: str, visit: str, group: str, reference: str) -> str:
    """difference("ALB", "D85", "HIGH", "LOW"): the change in one group against another, e.g. was 0.5 g/L higher."""
    about = session.study.parameter(parameter)
    stem = f"{_model(session, parameter).id}.difference/{parameter}/{visit}/{group}/{reference}"
    ratio = about.distribution == "log-normal"
    low, high = (session.results[f"{stem}/{name}"].stat for name in ("conf.low", "conf.high"))
    direction = find_verdict(low, high).word
    form, unit = ("f3", " on the log scale") if ratio else (form_of("estimate", about.digits), format_unit(about.unit))
    if direction == NONE:
        return f"could not be compared ({format_reason(session.results[f'{stem}/estimate'])})"
    word = {ROSE: "higher", FELL: "lower"}.get(direction)
    other = f"in the {name_group(session, reference)}"
    amount = session.bind(f"{stem}/estimate", f"|{form}|" if word else form) + unit
    evidence = f"{format_interval(session, stem, form)}; {format_p(session, f'{stem}/p.value')}"
    if word:
        return f"was {amount} {word} than {other} ({evidence})"
    return f"was not distinguishable from that {other} (difference {amount}; {evidence})"


def format_interaction(session: Session, parameter: str) -> str:
    """interaction("ALB"): whether the course depended on dose, e.g. did not depend distinguishably on dose (F, P)."""
    stem = f"{_model(session, parameter).id}.type-3/{parameter}/group-by-visit"
    p, said = session.results[f"{stem}/p.value"], format_depends_on_dose(session, parameter)
    if p.stat != p.stat:
        return said
    return f"{said} ({format_f(session, stem)}; {format_p(session, f'{stem}/p.value')})"


def format_depends_on_dose(session: Session, parameter: str) -> str:
    """depends_on_dose("ALB"): the words of interaction() alone, e.g. did not depend distinguishably on dose."""
    p = session.results[f"{_model(session, parameter).id}.type-3/{parameter}/group-by-visit/p.value"]
    if p.stat != p.stat:
        return f"could not be tested for a dependence on {_factor(session)} ({format_reason(p)})"
    said = "depended on" if p.stat < read_significance(session) else "did not depend distinguishably on"
    return f"{said} {_factor(session)}"


def _factor(session: Session) -> str:
    """What the groups differ by."""
    return "dose" if name_groups(session) == "dose groups" else "the group"


def format_trend(session: Session, parameter: str, visit: str) -> str:
    """trend("ALB", "D85"): how the change goes with the dose, e.g. rose by 0.3 g/L per doubling of the dose."""
    about, model = session.study.parameter(parameter), _model(session, parameter)
    ratio = about.distribution == "log-normal"
    tests = f"{model.id}.dose-trend/{parameter}/{visit}"
    stem = f"{model.id}.dose-trend-ratio/{parameter}/{visit}" if ratio else tests
    low, high = (session.results[f"{stem}/{name}"].stat for name in ("conf.low", "conf.high"))
    word = find_verdict(low, high, 1.0 if ratio else 0.0).word
    if word == NONE:
        return f"could not be related to the dose ({format_reason(session.results[f'{stem}/estimate'])})"
    form = "x2" if ratio else form_of("estimate", about.digits)
    amount = f"{'ratio' if ratio else 'change'} {session.bind(f'{stem}/estimate', form)}{_unit(about)}"
    evidence = f"{format_interval(session, stem, form)}; {format_p(session, f'{tests}/p.value')}"
    said = {ROSE: "was higher with a higher dose", FELL: "was lower with a higher dose"}
    told = said.get(word, "did not go distinguishably with the dose")
    return f"{told} ({amount} per doubling; {evidence})"


def _unit(about: Parameter) -> str:
    if about.distribution == "log-normal":
        return ""
    return f"{NBSP}percentage points" if about.unit == "%" else format_unit(about.unit)


def format_f(session: Session, stem: str) -> str:
    """*F* with its degrees of freedom."""
    freedom = f"{session.bind(f'{stem}/parameter', 'i')},{NBSP}{session.bind(f'{stem}/parameter2', 'f1')}"
    return f"*F*({freedom}){NBSP}={NBSP}{session.bind(f'{stem}/statistic', 'f2')}"


def format_groups(session: Session) -> str:
    """groups(): the arms as alternatives, e.g. low dose, medium dose or high dose."""
    return format_arms(session, word="or")


def _model(session: Session, parameter: str) -> Mmrm:
    for block in session.study.analyses:
        if isinstance(block, Mmrm) and parameter in block.parameters:
            return block
    raise DocumentError(Fault(parameter, "no repeated-measures model has this parameter", "see analyses in study.yaml"))
