"""Who responds: questions that the data answer by yes or no, and criteria that a dataset has flagged."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.new_study.endpoints import MOST_VISITS, find_covered, thin
from analysis.new_study.measured import find_few, iterate_coverage, read_answered
from analysis.new_study.outline import Noted
from analysis.new_study.parameters import Found, format_parameter
from analysis.new_study.trial import Trial
from analysis.new_study.wording import format_name
from analysis.study import Parameter
from analysis.study.analyses import Criterion, Responders

_LIMIT = re.compile(r"(?P<op>>=|<=|≥|≤|>|<)\s*(?P<value>[-+]?\d+(?:\.\d+)?)\s*(?P<percent>%?)")
SIGNS = {"≥": ">=", "≤": "<="}
OPERATORS = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}
VARIABLES = {"value": "AVAL", "change": "CHG", "percent-change": "PCHG"}
MOST_CRITERIA = 9  # CRIT1 to CRIT9


@dataclass(frozen=True)
class Answers:
    """Parameters with the values 1 and 0, visits → the criteria of response that are told at these, and remarks."""

    parameters: tuple[Noted[Parameter], ...] = ()
    criteria: Mapping[tuple[str, ...], tuple[Criterion, ...]] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def derive_answers(trial: Trial, found: Found, windows: Mapping[str, tuple[int, int]]) -> Answers:
    """Parameters that are answered by yes or no, and flagged criteria of others that a limit explains."""
    taken = {noted.block.id for noted in found.parameters}
    answered = [one for one in read_answered(trial) if one.code not in taken and not find_few(one, trial)]
    parameters = tuple(format_parameter(one, "1: yes, 0: no") for one in answered)
    told = list(_find_flagged(trial, found))
    coverage = {one.code: dict(iterate_coverage(one, windows)) for one in answered} | dict(found.coverage)
    criteria: dict[tuple[str, ...], tuple[Criterion, ...]] = {}
    for one in [*(_derive_answer(noted.block) for noted in parameters), *told]:
        visits = thin(find_covered(coverage[one.parameter]), MOST_VISITS) if isinstance(one, Criterion) else ()
        if visits and isinstance(one, Criterion):
            criteria[visits] = (*criteria.get(visits, ()), one)
    return Answers(parameters, criteria, tuple(one for one in told if isinstance(one, str)))


def derive_responders(answers: Answers, arms: int, *, primary: bool) -> Iterator[Responders]:
    """An analysis for all criteria of the same visits, compared between the arms where there are several."""
    for number, (visits, criteria) in enumerate(answers.criteria.items(), 1):
        yield Responders(
            id="responders" if number == 1 else f"responders-{number}",
            kind="responders",
            label="Responders" if number == 1 else f"Responders: {criteria[0].label}",
            population="full-analysis",
            reason="primary" if primary and number == 1 else "secondary",
            criteria=criteria,
            visits=visits,
            compare=arms > 1,
        )


def _derive_answer(parameter: Parameter) -> Criterion:
    name = format_name(parameter.id)
    return Criterion(id=name, label=parameter.label, parameter=parameter.id, op=">=", value=1)


def _find_flagged(trial: Trial, found: Found) -> Iterator[Criterion | str]:
    """CRIT1, CRIT2 ... of the given datasets as criteria; a remark on each that its text doesn't explain."""
    known = {noted.block.test or noted.block.id: noted.block.id for noted in found.parameters if not noted.off}
    taken: set[str] = set()
    for name in (part for parts in trial.given.values() for part in parts):
        frame = trial.tables[name]
        for number in range(1, MOST_CRITERIA + 1):
            text, flag = f"CRIT{number}", f"CRIT{number}FL"
            if text not in frame or flag not in frame:
                continue
            flagged = frame[(frame[text] != "") & frame[flag].isin(["Y", "N"]) & frame["PARAMCD"].isin(known)]
            for (code, words), records in flagged.groupby(["PARAMCD", text]):
                way = _read_limit(str(words), records, flag)
                if way is None:
                    yield f"{name} {flag}, {code}: no limit in its text gives these flags: {words}"
                else:
                    own = format_name(f"{code}-{number}", taken)
                    taken.add(own)
                    yield Criterion(id=own, label=str(words), parameter=known[str(code)], **way)


def _read_limit(text: str, records: pd.DataFrame, flag: str) -> dict[str, Any] | None:
    """What a criterion's text says (of, op, value), where just that gives its flags; nothing where it doesn't."""
    limit = _LIMIT.search(text)
    if limit is None:
        return None
    op, value = SIGNS.get(limit["op"], limit["op"]), float(limit["value"])
    for of, variable in VARIABLES.items():
        if variable in records:
            values = pd.to_numeric(records[variable], errors="coerce")
            told = values.notna()
            if told.any() and (OPERATORS[op](values, value) == (records[flag] == "Y"))[told].all():
                return {"of": of, "op": op, "value": value}
    return None
