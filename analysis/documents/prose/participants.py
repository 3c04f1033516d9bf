"""Who took part, and what they were like before the first dose."""

from __future__ import annotations

from analysis.displays.registry import PROFILES, form_of
from analysis.documents.prose.design import name_group, name_groups
from analysis.documents.prose.numbers import NBSP, format_number, format_unit
from analysis.documents.session import Session
from analysis.documents.words import format_list
from analysis.errors import DocumentError, Fault
from analysis.results.table import ALL
from analysis.study.analyses import Baseline, Characteristic


def format_participants(session: Session, box: str, group: str = ALL) -> str:
    """participants("screened"): a count of the flow; "excluded/criteria" for a reason; group "each" for all arms."""
    flow = find_analysis(session, "flow")
    if group == "each":
        return _by_arm(session, f"{flow}.counts/{box}")
    return session.bind(f"{flow}.counts/{box}/{group}/n", "i")


def format_period(session: Session, name: str, end: str = "") -> str:
    """period("recruitment"): its first and last day, e.g. 5 May 2022 to 7 June 2023; period("follow-up", "last")."""
    stem = f"{find_analysis(session, 'flow')}.period/{name}/{ALL}"
    told = [format_number(session, f"{stem}/{one}", "d") for one in ((end,) if end else ("first", "last"))]
    return " to ".join(told)


def _by_arm(session: Session, stem: str) -> str:
    rows = {arm.id: f"{stem}/{arm.id}/n" for arm in session.study.arms}
    if len(rows) > 1 and len({session.results[row].stat for row in rows.values()}) == 1:
        return f"{session.bind(next(iter(rows.values())), 'i')} in each {name_groups(session).removesuffix('s')}"
    told = [f"{session.bind(row, 'i')} in the {name_group(session, arm)}" for arm, row in rows.items()]
    return format_list(told)


def format_characteristic(session: Session, name: str, group: str = ALL) -> str:
    """characteristic("AGE"): mean ± SD before the first dose, or median (quartiles) where the values are skewed."""
    baseline, item = find_analysis(session, "baseline"), _find_characteristic(session, name)
    stem = f"{baseline}.summary/{name}/{group}"
    parameter = session.study.parameter(name) if item.parameter else None
    digits = parameter.digits if parameter else item.digits
    skewed = parameter is not None and parameter.distribution == "log-normal"
    unit = format_unit(parameter.unit) if parameter and parameter.unit != "points" else ""
    return format_summary(session, stem, digits, skewed=skewed) + unit


def format_summary(session: Session, stem: str, digits: int, *, skewed: bool) -> str:
    """Mean and SD as the document's profile writes them, or median (quartiles), of the rows at ``stem``."""

    def told(statistic: str) -> str:
        return format_number(session, f"{stem}/{statistic}", form_of(statistic, digits))

    if skewed:
        return f"{told('median')} ({told('p25')} to {told('p75')})"
    profile = PROFILES[session.study.document(session.document).profile]
    between = profile.between_mean_and_sd.replace(" ± ", f"{NBSP}±{NBSP}")
    return f"{told('mean')}{between}{told('sd')}{profile.after_sd}"


def format_share(session: Session, name: str, level: str, group: str = ALL) -> str:
    """share("SEX", "M"): how many had it before the first dose, e.g. 18 of 24 (75.0%)."""
    stem = f"{find_analysis(session, 'baseline')}.tabulate/{name}/{level}/{group}"
    return format_proportion(session, stem)


def format_proportion(session: Session, stem: str) -> str:
    """How many of how many (per cent), of the rows n, N and p at ``stem``."""
    n, size, share = session.bind(f"{stem}/n", "i"), session.bind(f"{stem}/N", "i"), session.bind(f"{stem}/p", "%1")
    return f"{n} of {size} ({share}%)"


def find_analysis(session: Session, kind: str, dataset: str = "") -> str:
    """The id of the study's first analysis of a kind, of a dataset where it is named. Raises DocumentError."""
    for block in session.study.analyses:
        if block.kind == kind and (not dataset or getattr(block, "dataset", "") == dataset):
            return block.id
    raise DocumentError(Fault(kind, "study.yaml has no analysis of this kind", "add one under analyses"))


def _find_characteristic(session: Session, name: str) -> Characteristic:
    blocks = [block for block in session.study.analyses if isinstance(block, Baseline)]
    items = [item for block in blocks for item in block.characteristics]
    for item in items:
        if name in (item.variable, item.parameter):
            return item
    known = ", ".join(str(item.variable or item.parameter) for item in items)
    raise DocumentError(Fault(name, "not among the baseline characteristics", f"known: {known}"))
