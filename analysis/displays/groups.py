"""The groups of a display: the arms in the order of study.yaml, then all of them together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from analysis.displays.cells import format_n, format_statistic
from analysis.displays.model import Column, Text
from analysis.errors import DisplayError, Fault
from analysis.results.table import ALL, Results
from analysis.study import Study
from analysis.study.analyses import AnalysisBlock
from analysis.study.displays import DisplayBlock

Kind = TypeVar("Kind", bound=AnalysisBlock)


@dataclass(frozen=True, slots=True)
class Group:
    """An arm, or all arms: what it is called, and how it is told apart in a drawing."""

    id: str
    label: str
    short: str
    color: str = "#333333"


def arms_of(study: Study) -> tuple[Group, ...]:
    """The arms in their order."""
    return tuple(Group(arm.id, arm.label, arm.short or arm.label, arm.color) for arm in study.arms)


def groups_of(study: Study) -> tuple[Group, ...]:
    """The arms, and all of them together where there are several."""
    pooled = Group(ALL, study.pooled_label, study.pooled_label)
    return (*arms_of(study), *((pooled,) if len(study.arms) > 1 else ()))


def analysis_of(study: Study, block: DisplayBlock, kind: type[Kind]) -> Kind:
    """The analysis of this kind that the display shows; DisplayError where it names none."""
    for name in block.analyses:
        analysis = study.analysis(name)
        if isinstance(analysis, kind):
            return analysis
    wanted = kind.__name__.lower()
    raise DisplayError(Fault(f"display {block.id}", f"it shows no {wanted} analysis", "name one under `analyses`"))


def size_of(results: Results, analysis: AnalysisBlock, group: str) -> Text:
    """The number of patients of a group in an analysis: ``(n = 8)``."""
    base = f"{analysis.id}.population/{analysis.population}/{group}"
    return format_n(format_statistic(results, base, "N"))


def heading_of(results: Results, analysis: AnalysisBlock, group: Group) -> Text:
    """A group's heading in two lines: label and number of patients."""
    return (f"{group.label}\n", *size_of(results, analysis, group.id))


def columns_of(results: Results, analysis: AnalysisBlock, groups: tuple[Group, ...]) -> tuple[Column, ...]:
    """A column for each group."""
    return tuple(Column(heading_of(results, analysis, group)) for group in groups)


def sizes_of(results: Results, analysis: AnalysisBlock, groups: tuple[Group, ...]) -> Text:
    """The groups with their numbers of patients in a sentence: ``Low dose (n = 8), High dose (n = 7).``."""
    named = (piece for group in groups for piece in (f"{group.label} ", *size_of(results, analysis, group.id), ", "))
    return (*tuple(named)[:-1], ".")
