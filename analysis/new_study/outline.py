"""What a first study.yaml is made of: blocks of the study's own model, each with a remark for its reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import BaseModel

from analysis.study import Arm, Conversion, EventTime, Parameter, Population, Visit
from analysis.study.analyses import AnalysisBlock, Responders, Survival
from analysis.study.displays import DisplayBlock
from analysis.study.metadata import Protocol
from analysis.study.model import Disposition, Document, Fact, Identity, SafetyRules

Block = TypeVar("Block", bound=BaseModel)


@dataclass(frozen=True)
class Noted(Generic[Block]):
    """A block of study.yaml; ``note`` stands behind it as a comment, ``off``: the whole block is only a comment."""

    block: Block
    note: str = ""
    off: bool = False


@dataclass(frozen=True)
class Main:
    """The parameters that the paper tells of: their analyses, and the visits that it names, the last one first."""

    parameters: tuple[str, ...] = ()
    visits: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    reason: str = ""
    guessed: bool = True  # no objective names them, and they are no score

    def leads(self, analyses: Sequence[AnalysisBlock]) -> bool:
        """Whether they are told first: not where they are a guess, and there are responders or times to events."""
        others = any(isinstance(block, Responders | Survival) for block in analyses)
        return bool(self.parameters) and not (self.guessed and others)


@dataclass(frozen=True)
class Outline:
    """All of a first study.yaml. ``control`` is the arm that others are compared with, where there is one."""

    study: Identity
    facts: Mapping[str, Fact]
    protocol: Protocol
    arms: tuple[Noted[Arm], ...]
    visits: tuple[Noted[Visit], ...]
    populations: tuple[Population, ...]
    parameters: tuple[Noted[Parameter], ...]
    units: tuple[Noted[Conversion], ...]
    event_times: tuple[EventTime, ...]
    safety: Noted[SafetyRules] | None
    disposition: Disposition
    analyses: tuple[AnalysisBlock, ...]
    displays: tuple[DisplayBlock, ...]
    documents: tuple[Document, ...]
    main: Main = Main()
    control: str = ""
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remarks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    accepted: Mapping[str, str] = field(default_factory=dict)
