"""The one family of errors: what failed, where, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    ``where`` names file, line, domain, variable or subjects; ``what`` the fault; ``remedy`` the next action.
    """

    where: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text}\n      → {self.remedy}" if self.remedy else text


class TrialError(Exception):
    """A build can't go on; carries every fault found, told in one message."""

    title = "The build can't go on"

    def __init__(self, faults: Iterable[Fault] | Fault | str) -> None:
        if isinstance(faults, str):
            faults = Fault("", faults)
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__(str(self))

    def __str__(self) -> str:
        count = len(self.faults)
        head = f"{self.title} ({count} {'fault' if count == 1 else 'faults'}):"
        return "\n".join([head, *(f"  {n}. {fault}" for n, fault in enumerate(self.faults, 1))])


class StudyError(TrialError):
    """study.yaml is not right."""

    title = "study.yaml can't be used"


class RawDataError(TrialError):
    """The trial's data are not right."""

    title = "The data in data/raw can't be used"


class DatasetError(TrialError):
    """A derived dataset breaks its own rules."""

    title = "An analysis dataset can't be derived"


class MethodError(TrialError):
    """A method was called with arguments that make no sense (not: an estimate that doesn't exist)."""

    title = "A statistical method was called wrongly"


class ResultsError(TrialError):
    """The results table breaks its own rules, or a result that is asked for is not in it."""

    title = "The results table can't be used"


class DisplayError(TrialError):
    """A table, figure or listing can't be made, or is not consistent in itself."""

    title = "A display can't be made"


class DocumentError(TrialError):
    """A document can't be rendered."""

    title = "A document can't be rendered"


class VerificationError(TrialError):
    """A printed number is not that of its results row."""

    title = "The verification failed"
