"""What statistics are called and how they are printed: one registry, and the two styles a document may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeVar

from analysis.errors import DisplayError, Fault
from analysis.study import Study
from analysis.study.displays import DisplayBlock

Block = TypeVar("Block", bound=DisplayBlock)
Precision = Literal["value", "summary", "count", "proportion", "p", "test"]


@dataclass(frozen=True, slots=True)
class Statistic:
    """A statistic's name in a heading, and what decides its decimals."""

    label: str
    precision: Precision


#: A mean has a decimal even where single values have none; quantiles and extremes have those of a single value.
STATISTICS = {
    "n": Statistic("n", "count"),
    "N": Statistic("N", "count"),
    "p": Statistic("%", "proportion"),
    "events": Statistic("Events", "count"),
    "n.event": Statistic("Events", "count"),
    "n.censor": Statistic("Censored", "count"),
    "n.risk": Statistic("At risk", "count"),
    "mean": Statistic("Mean", "summary"),
    "sd": Statistic("SD", "summary"),
    "median": Statistic("Median", "value"),
    "p25": Statistic("Q1", "value"),
    "p75": Statistic("Q3", "value"),
    "min": Statistic("Minimum", "value"),
    "max": Statistic("Maximum", "value"),
    "estimate": Statistic("Estimate", "summary"),
    "std.error": Statistic("SE", "summary"),
    "conf.low": Statistic("Lower limit", "summary"),
    "conf.high": Statistic("Upper limit", "summary"),
    "statistic": Statistic("Statistic", "test"),
    "parameter": Statistic("Degrees of freedom", "test"),
    "parameter2": Statistic("Denominator degrees of freedom", "test"),
    "p.value": Statistic("P", "p"),
    "p.adjusted": Statistic("Holm P", "p"),
    "p.fdr": Statistic("FDR P", "p"),
}


def form_of(statistic: str, digits: int) -> str:
    """The form in which a statistic of a variable with so many decimals is printed (see format.py)."""
    if statistic not in STATISTICS:
        raise DisplayError(
            Fault(statistic, "no such statistic in the registry", "add it to analysis/displays/registry.py")
        )
    forms: dict[Precision, str] = {
        "value": f"f{digits}",
        "summary": f"f{max(digits, 1)}",
        "count": "i",
        "proportion": "%1",
        "p": "p",
        "test": "f2",
    }
    return forms[STATISTICS[statistic].precision]


@dataclass(frozen=True, slots=True)
class Profile:
    """How a document wants its statistics written."""

    name: str
    between_mean_and_sd: str
    after_sd: str

    @property
    def mean_sd(self) -> str:
        """What a mean with its SD is called."""
        return f"mean{self.between_mean_and_sd}SD{self.after_sd}"

    @property
    def heading(self) -> str:
        """The same at the head of a column or line."""
        return f"M{self.mean_sd[1:]}"


PROFILES = {
    "journal": Profile("journal", " ± ", ""),  # house style of the Baishideng journals
    "sampl": Profile("sampl", " (", ")"),  # Lang and Altman, SAMPL 2013: "mean (SD)"
}


def profile_of(study: Study, block: DisplayBlock) -> Profile:
    """The style of the first document that shows a display; the journal's where none does."""
    return PROFILES[next(iter(derive_profiles(study, block)))]


def derive_profiles(study: Study, block: Block) -> dict[str, Block]:
    """The display as the documents of each style show it: by style, with its numbers in those documents alone.

    In the order of the documents; the journal's style where none shows the display.
    """
    shown: dict[str, dict[str, str]] = {}
    for document in study.documents:
        if document.id in block.numbers:
            shown.setdefault(document.profile, {})[document.id] = block.numbers[document.id]
    return {name: block.model_copy(update={"numbers": numbers}) for name, numbers in shown.items()} or {
        "journal": block
    }
