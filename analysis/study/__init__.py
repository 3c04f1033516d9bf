"""The study: study.yaml read into frozen objects. The only reader of configuration."""

from analysis.study.claims import Claim, Condition
from analysis.study.model import (
    Arm,
    Conversion,
    Document,
    EventTime,
    Fact,
    Parameter,
    Population,
    Reason,
    Score,
    Study,
    Visit,
)
from analysis.study.reading import read_study

__all__ = [
    "Arm",
    "Claim",
    "Condition",
    "Conversion",
    "Document",
    "EventTime",
    "Fact",
    "Parameter",
    "Population",
    "Reason",
    "Score",
    "Study",
    "Visit",
    "read_study",
]
