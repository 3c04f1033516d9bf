"""The flow of participants: counts from screening to each analysis, proven to add up subject by subject."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.errors import Fault, ResultsError
from analysis.methods.result import Statistic
from analysis.results.product import Product, derive_counted
from analysis.results.subjects import Booleans, Subjects, check_columns, derive_subjects
from analysis.results.table import ALL, Row
from analysis.results.writing import derive_count_rows, derive_population_rows, derive_rows, derive_template
from analysis.study import Reason, Study
from analysis.study.analyses import Flow

NEEDS = ("ADSL",)
FRAMES = ("counted",)

Key = tuple[str, str]
BEFORE_GROUPS = ("screened", "excluded")
#: Their share is that of all assessed, the share of all others that of those enrolled.
OF_ALL = (*BEFORE_GROUPS, "enrolled")
REASONS = {"excluded": "EXCLREAS", "discontinued": "DCSREAS"}  # hold the ids of study.yaml
REPORTED = {"excluded": "EXCLREAP", "discontinued": "DCSREASP"}  # the words of DS
STATUS = {"completed": "COMPLETED", "discontinued": "DISCONTINUED", "ongoing": "ONGOING"}
#: Dates of ADSL that tell of a period, the first of them that the data have.
PERIODS = {"recruitment": ("RFICDT", "TRTSDT"), "follow-up": ("LSTALVDT", "EOSDT", "TRTEDT")}
EPOCH = pd.Timestamp("1970-01-01")
TREATMENT = {f"treatment-{name}": code for name, code in STATUS.items()} | {"treatment-unknown": ""}


@dataclass(frozen=True)
class Identity:
    """A number of the diagram that must be the sum of others."""

    total: Key
    parts: tuple[Key, ...]


def estimate(study: Study, block: Flow, datasets: Mapping[str, pd.DataFrame]) -> Product:
    """Counts of subjects: screened, excluded with reasons, enrolled, treated, completed, discontinued, analysed.

    Each with N and its share: of all assessed up to enrolment, then of those enrolled. Also the end of treatment
    (EOTSTT), how many belong to each population of study.yaml, and when recruitment and follow-up began and ended.

    Proven for each group: assessed = excluded + enrolled; enrolled = treated + not treated; treated = completed +
    discontinued + ongoing; discontinued = its reasons; enrolled = analysed + not analysed; all = sum of the arms.
    ResultsError with numbers and subjects where one doesn't hold, or where a reason in the data is not in study.yaml.
    """
    subjects = derive_subjects(study, block.population, datasets)
    check_columns(subjects.frame, "ADSL", ("EOSSTT", "EOTSTT", *REASONS.values(), *REPORTED.values()))
    template = derive_template(block, block.kind, subjects)
    boxes = _derive_boxes(study, block, subjects)
    faults = [*_find_unlisted(study, subjects, boxes), *_find_breaks(study, block, subjects, boxes)]
    if faults:
        raise ResultsError(faults)
    place = replace(template, method="Count of subjects")
    rows = derive_population_rows(template, subjects)
    rows += _derive_box_rows(place, subjects, boxes)
    rows += _derive_membership_rows(place, study, subjects, boxes["enrolled", ""])
    rows += _derive_period_rows(template, subjects, boxes["enrolled", ""])
    return Product(tuple(rows), {"counted": derive_counted(rows)})


def _derive_boxes(study: Study, block: Flow, subjects: Subjects) -> dict[Key, Booleans]:
    """Who stands in each box of the diagram, by (box, reason or population)."""
    everyone = subjects.groups[ALL]
    enrolled, treated = (_derive_flag(study, subjects, rule) for rule in ("enrolled", "treated"))
    ended: dict[Key, Booleans] = {(box, ""): treated & subjects.has("EOSSTT", code) for box, code in STATUS.items()}
    boxes: dict[Key, Booleans] = {("screened", ""): everyone, ("excluded", ""): everyone & ~enrolled}
    boxes |= _derive_reasons("excluded", study.disposition.exclusions, boxes["excluded", ""], subjects)
    boxes |= {("enrolled", ""): enrolled, ("treated", ""): treated, ("not-treated", ""): enrolled & ~treated}
    boxes |= {(box, ""): treated & subjects.has("EOTSTT", code) for box, code in TREATMENT.items()}
    boxes |= ended
    boxes |= _derive_reasons("discontinued", study.disposition.discontinuations, ended["discontinued", ""], subjects)
    for name in block.analysed:
        analysed = subjects.has(study.population(name).flag)
        boxes |= {("analysed", name): analysed, ("not-analysed", name): enrolled & ~analysed}
    return boxes


def _derive_flag(study: Study, subjects: Subjects, rule: str) -> Booleans:
    for population in study.populations:
        if population.rule == rule:
            return subjects.has(population.flag)
    raise ResultsError(Fault("study.yaml, populations", f"the flow needs a population with rule: {rule}", "add it"))


def _derive_reasons(box: str, reasons: tuple[Reason, ...], within: Booleans, subjects: Subjects) -> dict[Key, Booleans]:
    return {(box, reason.id): within & subjects.has(REASONS[box], reason.id) for reason in reasons}


def _find_unlisted(study: Study, subjects: Subjects, boxes: Mapping[Key, Booleans]) -> Iterator[Fault]:
    """Reasons in the data that no box of the diagram stands for, told with the words of DS."""
    lists = {"excluded": study.disposition.exclusions, "discontinued": study.disposition.discontinuations}
    for box, reasons in lists.items():
        named = np.isin(subjects.frame[REASONS[box]].to_numpy(dtype=np.str_), [reason.id for reason in reasons])
        for place in np.flatnonzero(boxes[box, ""] & ~named):
            term = subjects.frame[REPORTED[box]].iloc[place]
            where = f"ADSL, {REASONS[box]}, {subjects.ids[place]}"
            yield Fault(where, f"the reason '{term}' ({box}) is not listed", "add it to disposition in study.yaml")


def _derive_identities(study: Study, block: Flow) -> tuple[Identity, ...]:
    ends = tuple(("discontinued", reason.id) for reason in study.disposition.discontinuations)
    exclusions = tuple(("excluded", reason.id) for reason in study.disposition.exclusions)
    analysed = [Identity(("enrolled", ""), (("analysed", name), ("not-analysed", name))) for name in block.analysed]
    return (
        Identity(("screened", ""), (("excluded", ""), ("enrolled", ""))),
        Identity(("excluded", ""), exclusions),
        Identity(("enrolled", ""), (("treated", ""), ("not-treated", ""))),
        Identity(("treated", ""), (("completed", ""), ("discontinued", ""), ("ongoing", ""))),
        Identity(("discontinued", ""), ends),
        *analysed,
    )


def _find_breaks(study: Study, block: Flow, subjects: Subjects, boxes: Mapping[Key, Booleans]) -> Iterator[Fault]:
    for identity in _derive_identities(study, block):
        parts = {_format_key(key): boxes[key] for key in identity.parts}
        yield from _find_break(_format_key(identity.total), boxes[identity.total], parts, subjects)
    for key, members in boxes.items():
        if key[0] not in BEFORE_GROUPS:
            arms = {name: members & subjects.groups[name] for name in subjects.arms}
            yield from _find_break(_format_key(key), members, arms, subjects)


def _find_break(name: str, total: Booleans, parts: Mapping[str, Booleans], subjects: Subjects) -> Iterator[Fault]:
    """Every subject must stand in as many parts as in the total: once or not at all."""
    times = np.sum(list(parts.values()), axis=0, dtype=np.int64) if parts else np.zeros(len(total), dtype=np.int64)
    odd = np.flatnonzero(times != total)
    if len(odd):
        told = " + ".join(f"{int(members.sum())} {part}" for part, members in parts.items()) or "nobody"
        who = ", ".join(subjects.ids[place] for place in odd)
        yield Fault(
            f"flow, {name}, subjects {who}",
            f"{int(total.sum())} {name} are not {told}",
            "correct their flags, treatment or EOSSTT in ADSL, or its sources DM, DS and EX",
        )


def _format_key(key: Key) -> str:
    return " ".join(part for part in key if part)


def _derive_membership_rows(place: Row, study: Study, subjects: Subjects, enrolled: Booleans) -> Iterator[Row]:
    for population in study.populations:
        here = replace(place, context="membership", variable=population.id)
        whole = subjects.groups[ALL] if population.rule in ("screened", "enrolled") else enrolled
        yield from _derive_count_rows(here, subjects.has(population.flag), whole, subjects)


def _derive_box_rows(place: Row, subjects: Subjects, boxes: Mapping[Key, Booleans]) -> Iterator[Row]:
    for (box, level), members in boxes.items():
        here = replace(place, context="counts", variable=box, variable_level=level)
        whole = subjects.groups[ALL] if box in OF_ALL else boxes["enrolled", ""]
        rows = _derive_count_rows(here, members, whole, subjects)
        yield from (row for row in rows if box not in BEFORE_GROUPS or row.group1_level == ALL)


def _derive_period_rows(template: Row, subjects: Subjects, enrolled: Booleans) -> Iterator[Row]:
    """The first and the last day of recruitment and of follow-up, as days since 1970-01-01, of those enrolled."""
    for period, variables in PERIODS.items():
        days = _read_days(subjects, variables, enrolled)
        method, why = "First and last date", f"no date of {', '.join(variables)} is recorded"
        here = replace(template, context="period", variable=period, group1_level=ALL, method=method, n=len(days))
        first, last = (days[0], days[-1]) if days else (math.nan, math.nan)
        told = (Statistic("first", "First day", first, error=why), Statistic("last", "Last day", last, error=why))
        for row in derive_rows(here, told):
            yield replace(row, unit="days since 1970-01-01")


def _read_days(subjects: Subjects, variables: tuple[str, ...], members: Booleans) -> tuple[float, ...]:
    """The dates of the first of these variables that has any, in order."""
    for name in variables:
        if name in subjects.frame:
            dates = pd.to_datetime(subjects.frame[name][members]).dropna()
            if len(dates):
                return tuple(float((date - EPOCH).days) for date in sorted(dates))
    return ()


def _derive_count_rows(place: Row, members: Booleans, whole: Booleans, subjects: Subjects) -> Iterator[Row]:
    for group, inside in subjects.groups.items():
        here = replace(place, group1_level=group, n=subjects.count(group), subjects=subjects.names(members & inside))
        yield from derive_count_rows(here, int((members & inside).sum()), int((whole & inside).sum()))
