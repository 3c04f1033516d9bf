"""Section 11.4.2.2: the main estimates under other assumptions."""

from __future__ import annotations

import math
from collections.abc import Iterator

from analysis.displays.approaches import LABELS
from analysis.displays.registry import form_of
from analysis.documents.prose.design import format_days, label_arm, name_arm, read_visits
from analysis.documents.prose.numbers import NBSP, format_number, format_reason, format_unit, read_level
from analysis.documents.report.courses import name_with_unit
from analysis.documents.report.grid import format_bullets, format_grid
from analysis.documents.session import Session, escape
from analysis.results.table import ALL, Row
from analysis.study.analyses import Sensitivity
from analysis.study.model import find_compared

NONE = "–"


def format_sensitivity_text(session: Session) -> str:
    """sensitivity_text(): the main estimates beside those under other assumptions, all groups pooled."""
    blocks = [b for b in session.study.analyses if isinstance(b, Sensitivity)]
    names = dict.fromkeys(name for block in blocks for name in block.parameters)
    found = {name: list(_approaches(session, blocks, name)) for name in names}
    if not any(found.values()):
        return "The study has no analysis under other assumptions."
    visits = read_visits(session, blocks[0].of)
    heads = [escape(session.study.visit(visit).label) for visit in visits]
    level = f"{100 * read_level(session, blocks[0].of):g}%"
    about = f"Change from baseline ({level} confidence interval), or the ratio to baseline, all groups pooled:"
    if find_compared(session.study.arms):
        about = (
            f"Differences between the groups in change from baseline ({level} confidence interval), or their ratios:"
        )
    tables = [
        format_grid([(name_with_unit(session, name), *heads), *rows], (2.4, *(1.7 for _ in visits)))
        for name, rows in found.items()
        if rows
    ]
    return "\n\n".join([about, *tables, _tipping_points(session, blocks)]).rstrip()


def _tipping_points(session: Session, blocks: list[Sensitivity]) -> str:
    """By how much missing values would have to differ for a conclusion to turn, or why that can't be said."""
    told = [
        f"{escape(session.study.parameter(name).label)}: {'; '.join(parts)}"
        for block in blocks
        for name in block.parameters
        if (parts := [*_turns(session, block, name), *_untold(session, block, name)])
    ]
    about = (
        "Tipping points: by how much each missing value would have to differ from what the model expects of it for "
        "the *P* value to cross the level of significance."
    )
    return f"{about}\n\n{format_bullets(told)}" if told else ""


def _turns(session: Session, block: Sensitivity, name: str) -> Iterator[str]:
    """The parameter's visits at which a conclusion turns, each with the shift that turns it."""
    for visit in read_visits(session, block.of):
        row = _find_tip(session, block, name, visit)
        if row and not math.isnan(row.stat):
            log = session.study.parameter(name).distribution == "log-normal"
            form = "+f2" if log else f"+{_form(session, row.id.split('.', 1)[1])}"
            unit = " on the scale of natural logarithms" if log else format_unit(row.unit)
            yield f"{format_days(session, [visit])}, {session.bind(row.id, form)}{unit}"


def _untold(session: Session, block: Sensitivity, name: str) -> Iterator[str]:
    """The other visits by the reason for which they have no tipping point."""
    reasons: dict[str, list[str]] = {}
    for visit in read_visits(session, block.of):
        row = _find_tip(session, block, name, visit)
        if row and math.isnan(row.stat):
            reasons.setdefault(format_reason(row), []).append(visit)
    for reason, visits in reasons.items():
        yield f"{format_days(session, visits)}, none ({reason})"


def _find_tip(session: Session, block: Sensitivity, name: str, visit: str) -> Row | None:
    stem = f"{block.id}.tipping-point/{name}/{visit}/{ALL}/estimate"
    if stem not in session.results:
        return None
    return session.results[stem]


def _approaches(session: Session, blocks: list[Sensitivity], name: str) -> Iterator[tuple[str, ...]]:
    """One parameter's approaches, a line each; then the range of its estimates with each patient left out."""
    for block in (b for b in blocks if name in b.parameters):
        visits = read_visits(session, block.of)
        lines = {
            f"{pair}{told}": [
                _estimate(session, f"{block.id}.{context}/{name}/{approach}/{v}/{groups}") for v in visits
            ]
            for pair, context, groups in _compared(session)
            for approach, told in LABELS.items()
        }
        left = [_range(session, f"{block.id}.leave-one-out/{name}/{v}/{ALL}") for v in visits]
        for told, cells in {**lines, "Each patient left out in turn: lowest and highest estimate": left}.items():
            if set(cells) != {NONE}:
                yield (escape(told), *cells)


def _compared(session: Session) -> Iterator[tuple[str, str, str]]:
    """What is told of each approach: the pooled change, or each arm against the first; how its rows are found."""
    if not find_compared(session.study.arms):
        yield "", "ls-mean", ALL
        return
    reference, *others = session.study.arms
    for arm in others:
        pair = f"{label_arm(session, arm.id)} against {name_arm(session, reference.id)}: "
        yield pair, "difference", f"{arm.id}/{reference.id}"


def _estimate(session: Session, stem: str) -> str:
    ratio = stem.replace(".ls-mean/", ".ls-ratio/").replace(".difference/", ".difference-ratio/")
    log = f"{ratio}/estimate" in session.results
    stem, form = (ratio, "x2") if log else (stem, _form(session, stem))
    if f"{stem}/estimate" not in session.results:
        return NONE
    if math.isnan(session.results[f"{stem}/estimate"].stat):
        return format_number(session, f"{stem}/estimate", form)
    estimate, low, high = (session.bind(f"{stem}/{name}", form) for name in ("estimate", "conf.low", "conf.high"))
    return f"{estimate} ({low}{NBSP}to{NBSP}{high})"


def _range(session: Session, stem: str) -> str:
    """The lowest and the highest estimate; none of logarithms, which stand in the table with their ratios."""
    log = session.study.parameter(stem.split("/")[1]).distribution == "log-normal"
    if log or f"{stem}/estimate.min" not in session.results:
        return NONE
    form = _form(session, stem)
    return f"{session.bind(f'{stem}/estimate.min', form)} to {session.bind(f'{stem}/estimate.max', form)}"


def _form(session: Session, stem: str) -> str:
    return form_of("estimate", session.study.parameter(stem.split("/")[1]).digits)
