"""How far the main changes stand when choices, patients or chance are varied."""

from __future__ import annotations

from analysis.displays.registry import form_of
from analysis.documents.prose.numbers import NBSP, format_interval, format_reason, format_unit
from analysis.documents.session import Session
from analysis.errors import DocumentError, Fault
from analysis.results.table import ALL
from analysis.study import Parameter
from analysis.study.analyses import Sensitivity


def format_left_out(session: Session, parameter: str, visit: str) -> str:
    """left_out("ALB", "D85"): lowest and highest estimate with each patient left out in turn, e.g. 2.0 to 2.6 g/L."""
    about = session.study.parameter(parameter)
    stem = f"{_find(session, 'leave-one-out', parameter)}.leave-one-out/{parameter}/{visit}/{ALL}"
    low, high = (session.bind(f"{stem}/estimate.{end}", _form(about)) for end in ("min", "max"))
    return f"{low} to {high}{_scale(about)}"


def format_approach(session: Session, name: str, parameter: str, visit: str) -> str:
    """approach("imputation", "ALB", "D85"): a change by another approach, e.g. 2.3 g/L (95% CI 1.1 to 3.6)."""
    about = session.study.parameter(parameter)
    context, form = ("ls-ratio", "x2") if _is_ratio(about) else ("ls-mean", form_of("estimate", about.digits))
    stem = f"{_find(session, name, parameter)}.{context}/{parameter}/{name}/{visit}/{ALL}"
    return f"{session.bind(f'{stem}/estimate', form)}{_unit(about)} ({format_interval(session, stem, form)})"


def format_regression_to_the_mean(session: Session, parameter: str) -> str:
    """regression_to_the_mean("ALB"): what it alone could have changed, e.g. a change of up to 0.5 g/L."""
    about = session.study.parameter(parameter)
    stem = f"{_find(session, 'regression-to-the-mean', parameter)}.regression-to-the-mean/{parameter}"
    row = session.results[f"{stem}/estimate"]
    if row.stat != row.stat:
        return f"an unknown change ({format_reason(row)})"
    return f"a change of {session.bind(row.id, _form(about))}{_scale(about)}"


def _find(session: Session, approach: str, parameter: str) -> str:
    for block in session.study.analyses:
        if isinstance(block, Sensitivity) and approach in block.approaches and parameter in block.parameters:
            return block.id
    raise DocumentError(Fault(f"{approach}, {parameter}", "no sensitivity analysis has both", "see study.yaml"))


def _form(about: Parameter) -> str:
    """These results of log-normal parameters are logarithms."""
    return "f2" if _is_ratio(about) else form_of("estimate", about.digits)


def _scale(about: Parameter) -> str:
    return " on the log scale" if _is_ratio(about) else _unit(about)


def _is_ratio(about: Parameter) -> bool:
    return about.distribution == "log-normal"


def _unit(about: Parameter) -> str:
    if _is_ratio(about):
        return ""
    return f"{NBSP}percentage points" if about.unit == "%" else format_unit(about.unit)
