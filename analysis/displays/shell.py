"""What a display is made from before there are data: every row that it asks for exists, with a placeholder.

So the shell of a display comes from the display's own code, and says what it will look like.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from analysis.displays.format import Placeholder
from analysis.displays.model import Display, Figure, Text
from analysis.results.table import Results, Row
from analysis.study import Study
from analysis.study.analyses import (
    AdverseEvents,
    AnalysisBlock,
    Baseline,
    Exposure,
    Flow,
    LiverSafety,
    Occurrence,
    Sensitivity,
    Shift,
    Survival,
)

#: What is drawn where a value will be; all others are 1. In the flow, nobody stands anywhere, so that sums are right.
VALUES = {"conf.low": 0.8, "conf.high": 1.2, "significant": 0.0, "p": 0.5, "statistic": 0.0, "sd": 0.2}
DATASETS = {"exposure": "ADEX", "adverse-events": "ADAE", "survival": "ADTTE"}
MEASURES = ("TOTDOSE", "TOTDKG", "TRTDUR")
CLASSES = {"Class 1": ("Term 1.1", "Term 1.2"), "Class 2": ("Term 2.1", "Term 2.2")}
#: Boxes of the flow that are shown only where somebody stands in them.
UNUSUAL = ("ongoing", "treatment-ongoing", "treatment-unknown")
GRADED = ("shift-low", "shift-high")


class ShellResults(Results):
    """The results of a study without data: a row with a placeholder for each name that an analysis could make."""

    def __init__(self, study: Study) -> None:
        super().__init__(())
        self.study = study

    def __getitem__(self, name: str) -> Row:
        start, *parts = name.split("/")
        analysis, _, context = start.partition(".")
        block = self.study.analysis(analysis)
        value = 0.0 if isinstance(block, Flow) else VALUES.get(parts[-1], 1.0)
        row = Row(
            analysis, context, _dataset(self.study, block), block.population, parts[-1], "", Placeholder(value), 0
        )
        return replace(row, variable="/".join(parts[:-1]), method=block.label)

    def __contains__(self, name: object) -> bool:
        start, *parts = str(name).split("/")
        analysis, _, context = start.partition(".")
        block = self.study.analysis(analysis)
        if isinstance(block, Sensitivity):
            asked = parts[1] if context in ("ls-mean", "ls-ratio") else context
            return asked in block.approaches and parts[0] in block.parameters
        if isinstance(block, Shift):
            return (context in GRADED) == (block.by == "grade")
        return not (isinstance(block, Flow) and parts[0] in UNUSUAL)

    def find(self, **coordinates: str) -> tuple[Row, ...]:
        """The rows that displays look for without knowing their names."""
        block = self.study.analysis(coordinates["analysis"])
        context, stat = coordinates.get("context", ""), coordinates.get("stat_name", "n")
        group = coordinates.get("group1_level", "")
        template = replace(self[f"{block.id}.{context}/{stat}"], variable="", group1_level=group)
        return tuple(r for r in _rows(self.study, block, template) if r.context == (context or r.context))


def _rows(study: Study, block: AnalysisBlock, template: Row) -> Iterator[Row]:
    if isinstance(block, Occurrence):
        for name, terms in CLASSES.items():
            yield replace(template, context="class", variable=name)
            if len(block.levels) > 1:
                yield from (replace(template, context="term", variable=name, variable_level=one) for one in terms)
    elif isinstance(block, AdverseEvents):
        names = study.safety.special_interest if study.safety else {}
        yield from (replace(template, context="special-interest", variable=name) for name in names)
    elif isinstance(block, Exposure):
        yield from (replace(template, context="summary", variable=name) for name in MEASURES)
        yield replace(template, context="tabulate", variable="NDOSE", variable_level="x")
    elif isinstance(block, Baseline):
        yield replace(template, variable_level="Level")
    elif isinstance(block, Survival):
        for arm in study.arms:
            yield from (replace(template, group1_level=arm.id) for _ in block.at_risk)


def _dataset(study: Study, block: Any) -> str:
    """The dataset that an analysis will be made from, as far as study.yaml tells it."""
    if block.kind in DATASETS:
        return DATASETS[block.kind]
    named = (*getattr(block, "parameters", ()), *([block.bilirubin] if isinstance(block, LiverSafety) else []))
    domains = sorted({study.parameter(name).domain or "EFF" for name in named})
    return ", ".join(f"AD{domain}" for domain in domains) or str(getattr(block, "dataset", "ADSL"))


def derive_unbound(display: Display) -> Display:
    """The shell with mere text in the place of numbers, which have no results behind them."""
    title, notes = _unbind(display.title), tuple(_unbind(note) for note in display.notes)
    if isinstance(display, Figure):
        return replace(display, title=title, notes=notes, alt=_unbind(display.alt), drawn=())
    columns = (replace(c, heading=_unbind(c.heading), spanner=_unbind(c.spanner)) for c in display.columns)
    lines = (replace(one, stub=_unbind(one.stub), cells=tuple(map(_unbind, one.cells))) for one in display.lines)
    return replace(display, title=title, notes=notes, columns=tuple(columns), lines=tuple(lines))


def _unbind(text: Text) -> Text:
    """Empty texts stay empty: they say that a cell, or a spanner, isn't there."""
    return tuple(piece if isinstance(piece, str) else piece.text for piece in text)
