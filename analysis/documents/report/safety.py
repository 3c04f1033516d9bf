"""Section 12: adverse events and laboratory safety in words and numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator

from analysis.displays.recorded import format_term
from analysis.documents.prose.design import label_arm, name_arm
from analysis.documents.prose.events import format_events, format_mild, format_patients
from analysis.documents.prose.numbers import NBSP, format_counted, read_level
from analysis.documents.prose.participants import format_proportion
from analysis.documents.report.blocks import find_analyses, find_occurrences
from analysis.documents.report.grid import format_bullets, format_grid
from analysis.documents.session import Session, escape
from analysis.documents.words import format_list
from analysis.results.table import ALL
from analysis.study.analyses import AdverseEvents, Responders, Survival
from analysis.study.wording import format_name

CATEGORIES = {
    "any": "At least one treatment-emergent event",
    "related": "An event judged related to the treatment",
    "grade-3-plus": "An event of grade 3 or more",
    "serious": "A serious event",
    "withdrawal": "An event that led to withdrawal",
    "fatal": "A fatal event",
}


def format_events_text(session: Session) -> str:
    """events_text(): each category of adverse events, and those of special interest, over all and by group."""
    block = _block(session)
    if block is None:
        return "The study has no analysis of adverse events."
    lines = [
        f"{label}: {format_patients(session, name)}; {_by_group(session, name)}." for name, label in CATEGORIES.items()
    ]
    special = session.study.safety.special_interest if session.study.safety else {}
    lines += [
        f"Of special interest, {escape(format_name(n))}: {format_patients(session, n)}; {_by_group(session, n)}."
        for n in special
    ]
    return f"{format_bullets(lines)}\n\nOf all events, {format_mild(session)} were of grade 1 or 2."


def format_events_by_group(session: Session) -> str:
    """The main categories in a line each, by group."""
    told = (("any", "any event"), ("serious", "serious"), ("withdrawal", "leading to withdrawal"), ("fatal", "fatal"))
    return f"Patients by group: {'; '.join(f'{label}: {_by_group(session, name)}' for name, label in told)}."


def format_serious_text(session: Session) -> str:
    """serious_text(): how many serious and fatal events there were, in how many patients."""
    if _block(session) is None:
        return "The study has no analysis of adverse events."
    return (
        f"Serious events: {format_events(session, 'serious')}, in {format_patients(session, 'serious')}. "
        f"Fatal events: {format_events(session, 'fatal')}, in {format_patients(session, 'fatal')}."
    )


def format_frequent(session: Session, top: int = 10) -> str:
    """frequent(): the most frequent events by preferred term, over all groups."""
    lines = list(_terms(session, top))
    return format_bullets(lines) if lines else "The study has no analysis of events by term."


def format_compared(session: Session) -> str:
    """compared(): the difference of patients with an event between the groups, each category, with its interval."""
    block = _block(session)
    name = block.id if block else ""
    found = session.results.find(analysis=name, context="overview-difference", stat_name="estimate")
    pairs = list(dict.fromkeys((row.group1_level, row.group2_level) for row in found))
    if not pairs:
        return "Groups were not compared by a test or an interval."
    heads = (f"{label_arm(session, one)} against {name_arm(session, two)}" for one, two in pairs)
    rows = [("Patients with", *(escape(head) for head in heads))]
    for category in dict.fromkeys(row.variable for row in found):
        stems = [f"{name}.overview-difference/{category}/{one}/{two}" for one, two in pairs]
        rows.append((CATEGORIES.get(category, category), *(_difference(session, stem) for stem in stems)))
    level = f"{100 * read_level(session, name):g}%"
    about = f"Differences between the groups in percentage points ({level} confidence interval); they are descriptive."
    return f"{about}\n\n{format_grid(rows, (2, *(1.6 for _ in pairs)))}"


def format_deaths_text(session: Session) -> str:
    """deaths_text(): deaths by group, over the whole follow-up."""
    deaths = {time.id for time in session.study.event_times if time.event == "death"}
    for block in session.study.analyses:
        if isinstance(block, Survival) and block.event_time in deaths:
            stem = f"{block.id}.events/{block.event_time}"
            told = [
                f"{escape(name_arm(session, a.id))} {session.bind(f'{stem}/{a.id}/n.event', 'i')}"
                for a in session.study.arms
            ]
            return f"Deaths in the whole follow-up: {session.bind(f'{stem}/{ALL}/n.event', 'i')}; {format_list(told)}."
    return "Deaths are counted among the adverse events only."


def format_category_text(session: Session, category: str) -> str:
    """category_text("serious"): one category of adverse events, over all and by group."""
    if _block(session) is None:
        return "The study has no analysis of adverse events."
    return f"{CATEGORIES[category]}: {format_patients(session, category)}; {_by_group(session, category)}."


def format_outliers_text(session: Session) -> str:
    """outliers_text(): who reached a limit of vital signs or ECG after the first dose; those nobody did."""
    met, unmet = list[str](), list[str]()
    for block in session.study.analyses:
        for one in block.criteria if isinstance(block, Responders) and block.treatment == "actual" else ():
            stem = f"{block.id}.responder/{one.parameter}/{one.id}/ANY/{ALL}"
            if f"{stem}/n" in session.results:
                if session.results[f"{stem}/n"].stat:
                    met.append(f"{escape(one.label)}: {format_proportion(session, stem)}")
                else:
                    unmet.append(escape(one.label))
    nobody = f"Nobody had: {'; '.join(unmet)}." if unmet else ""
    told = f"Patients who reached a limit at any time after the first dose:\n\n{format_bullets(met)}" if met else ""
    return "\n\n".join(filter(None, (told, nobody))) or "The study states no limits for vital signs and ECG."


def format_liver_text(session: Session) -> str:
    """liver_text(): patients by the highest aminotransferase and bilirubin (Hy's law)."""
    for block in find_analyses(session, "liver-safety"):
        rows = session.results.find(analysis=block.id, context="hys-law", group1_level=ALL, stat_name="n")
        told = [f"{escape(r.variable.replace('-', ' '))}: {_share(session, r.id.rsplit('/', 1)[0])}" for r in rows]
        return f"Patients by the limits of Hy's law for aminotransferases and bilirubin:\n\n{format_bullets(told)}\n"
    return "The study has no analysis of liver safety."


def format_shift_text(session: Session) -> str:
    """shift_text(): the worst grade or range after the first dose, by parameter, over all groups."""
    blocks = find_analyses(session, "shift")
    labels = ", ".join(escape(block.label) for block in blocks)
    return f"Shifts from baseline are tabulated: {labels}." if blocks else "The study has no analysis of shifts."


def _difference(session: Session, stem: str) -> str:
    value, low, high = (session.bind(f"{stem}/{name}", "%1") for name in ("estimate", "conf.low", "conf.high"))
    return f"{value} ({low}{NBSP}to{NBSP}{high})"


def _share(session: Session, stem: str) -> str:
    return f"{session.bind(f'{stem}/n', 'i')} ({session.bind(f'{stem}/p', '%1')}%)"


def _block(session: Session) -> AdverseEvents | None:
    return next((block for block in session.study.analyses if isinstance(block, AdverseEvents)), None)


def _by_group(session: Session, category: str) -> str:
    block = _block(session)
    name = block.id if block else ""
    context = "special-interest" if f"{name}.special-interest/{category}/{ALL}/n" in session.results else "overview"
    told = []
    if math.isnan(session.results[f"{name}.{context}/{category}/{ALL}/n"].stat):
        return "by group as little known"
    for arm in session.study.arms:
        stem = f"{name}.{context}/{category}/{arm.id}"
        told.append(
            f"{escape(name_arm(session, arm.id))} {session.bind(f'{stem}/n', 'i')} of {session.bind(f'{stem}/N', 'i')}"
        )
    return format_list(told)


def _terms(session: Session, top: int) -> Iterator[str]:
    """Preferred terms by the order that the results give them, events of the safety section only."""
    for block in find_occurrences(session, "ADAE")[:1]:
        rows = session.results.find(analysis=block.id, context="term", group1_level=ALL, stat_name="n")
        ranked = sorted(rows, key=lambda row: (-row.stat, row.variable, row.variable_level))
        for row in ranked[:top]:
            stem = row.id.rsplit("/", 1)[0]
            patients, events = (
                format_counted(session, f"{stem}/{n}", w) for n, w in (("n", "patient"), ("events", "event"))
            )
            share = f"{patients} ({session.bind(f'{stem}/p', '%1')}%)"
            yield f"{escape(format_term(row.variable_level))}: {share}, {events}"
