"""The frames of a study without data: for each arm one patient whose values say only where values will be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from analysis.displays.model import Frames
from analysis.study import Study
from analysis.study.analyses import AnalysisBlock, Listing, Narratives, Survival

Record = dict[str, Any]
UNKNOWN = "xxx"
END = 100  # study day on which everything ends


def derive_shell_frames(study: Study, analyses: tuple[str, ...]) -> Frames:
    """Every frame that a display of these analyses may ask for."""
    blocks = [study.analysis(name) for name in analyses]
    return {f"{block.id}.{name}": list(make(study, block)) for block in blocks for name, make in FRAMES.items()}


def _subjects(study: Study) -> Mapping[str, str]:
    """A patient for each arm: name → arm."""
    return {f"{study.study.id}-{number:03d}": arm.id for number, arm in enumerate(study.arms, 1)}


def _values(study: Study, block: AnalysisBlock) -> Iterator[Record]:
    visits = [visit.id for visit in study.visits if visit.baseline or visit.id in getattr(block, "visits", ())]
    for subject, arm in _subjects(study).items():
        for parameter in getattr(block, "parameters", ()):
            for visit in visits:
                yield {"parameter": parameter, "subject": subject, "group": arm, "visit": visit, "value": 1.0}


def _curve(study: Study, block: AnalysisBlock) -> Iterator[Record]:
    """A curve that falls a little at each time."""
    times = block.at_risk if isinstance(block, Survival) else ()
    for number, arm in enumerate(study.arms):
        for step, time in enumerate(times):
            value = 1 - (0.05 + 0.02 * number) * step
            limits = {"conf.low": max(value - 0.03 * step, 0.0), "conf.high": min(value + 0.03 * step, 1.0)}
            yield {"group": arm.id, "time": time, "n.censor": 0, "estimate": value} | limits


def _pairs(study: Study, block: AnalysisBlock) -> Iterator[Record]:
    for subject, arm in _subjects(study).items():
        for parameter in getattr(block, "parameters", ()):
            values = dict.fromkeys(("baseline", "lowest", "highest", "last"), 1.0)
            yield {"parameter": parameter, "subject": subject, "group": arm, "limit.low": 0.5, "limit.high": 2} | values


def _points(study: Study, block: AnalysisBlock) -> Iterator[Record]:  # noqa: ARG001
    for subject, arm in _subjects(study).items():
        yield {"subject": subject, "group": arm, "aminotransferase": 1.0, "bilirubin": 1.0}


def _bars(study: Study, block: AnalysisBlock) -> Iterator[Record]:  # noqa: ARG001
    for subject, arm in _subjects(study).items():
        yield {"subject": subject, "group": arm, "segment": "treatment", "start": 1, "end": END / 5}
        yield {"subject": subject, "group": arm, "segment": "study", "start": 1, "end": END}


def _marks(study: Study, block: AnalysisBlock) -> Iterator[Record]:  # noqa: ARG001
    for subject in _subjects(study):
        yield {"subject": subject, "mark": "dose", "day": 1, "label": ""}
        yield {"subject": subject, "mark": "completed", "day": END, "label": ""}


def _columns(study: Study, block: AnalysisBlock) -> Iterator[Record]:  # noqa: ARG001
    if isinstance(block, Listing):
        yield from ({"name": name, "label": label, "type": "text"} for name, label in block.columns.items())


def _listing(study: Study, block: AnalysisBlock) -> Iterator[Record]:
    if isinstance(block, Listing):
        for arm in study.arms:
            yield {"subject": UNKNOWN, "group": arm.id} | dict.fromkeys(block.columns, UNKNOWN)


def _patients(study: Study, block: AnalysisBlock) -> Iterator[Record]:
    facts = ("age", "race", "weight", "first_dose", "last_dose", "doses", "death", "cause_of_death")
    if isinstance(block, Narratives):
        yield {"subject": UNKNOWN, "group": study.arms[0].id, "reasons": "death"} | dict.fromkeys(facts, UNKNOWN)


def _records(*names: str, **known: str) -> Callable[[Study, AnalysisBlock], Iterator[Record]]:
    def make(study: Study, block: AnalysisBlock) -> Iterator[Record]:  # noqa: ARG001
        if isinstance(block, Narratives):
            parameter = next(iter(block.parameters), "")
            yield {"subject": UNKNOWN, "parameter": parameter} | dict.fromkeys(names, UNKNOWN) | known

    return make


FRAMES: Mapping[str, Callable[[Study, AnalysisBlock], Iterator[Record]]] = {
    "values": _values,
    "curve": _curve,
    "pairs": _pairs,
    "points": _points,
    "bars": _bars,
    "marks": _marks,
    "columns": _columns,
    "listing": _listing,
    "subjects": _patients,
    "events": _records(
        *("number", "term", "reported", "class", "start", "start_day", "end", "end_day", "duration", "grade"),
        *("relation", "action", "outcome", "since_dose"),
        serious="Y",
    ),
    "history": _records("term", "start"),
    "medication": _records("medication", "indication", "start", "end"),
    "doses": _records("day", "date", "dose", "unit"),
    "laboratory": _records("day", "value", "unit", "range", event=UNKNOWN, when="before"),
}
