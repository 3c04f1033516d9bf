"""The trial as frozen, typed objects: the words of study.yaml and what each may say.

Facts and choices only. No field holds code or a filter; what a ``kind`` or ``rule`` means stands beside the code that
carries it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from analysis.study.analyses import Analysis
from analysis.study.claims import Claim
from analysis.study.displays import Display
from analysis.study.metadata import Protocol

Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")]
Code = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,7}$", description="a CDISC code: up to 8 capitals, digits, _")]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


DATE = r"^\d{4}-\d{2}-\d{2}$"


def _check_date(text: str) -> str:
    date.fromisoformat(text)
    return text


def _check_window(window: tuple[int, int]) -> tuple[int, int]:
    if window[0] > window[1]:
        raise ValueError("a window begins with its first day")
    return window


class Block(BaseModel):
    """A part of study.yaml: unknown keys are refused, values don't change."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Author(Block):
    """Who signs the documents."""

    name: str
    affiliation: str = ""
    orcid: Annotated[str, Field(pattern=r"^(\d{4}-){3}\d{3}[\dX]$")] | None = None
    email: str = ""
    corresponding: bool = False


class Identity(Block):
    """What the trial is called, and how far its documents have come."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,39}$", description="STUDYID of every domain")]
    title: str
    short_title: str
    synthetic: bool = Field(False, description="true puts a visible stamp on every product")
    status: Literal["draft", "final"] = "draft"
    data_date: Annotated[str, Field(pattern=DATE, description="data cut-off, YYYY-MM-DD"), AfterValidator(_check_date)]
    seed: int = Field(1, ge=0, description="start of every random number")
    language: Literal["en-US", "en-GB"] = "en-US"
    authors: tuple[Author, ...] = ()


class Fact(Block):
    """A registered constant of the design that prose and displays may quote."""

    value: int | float | str | tuple[str, ...] | tuple[float, ...]
    unit: str = ""
    source: Literal["published", "registered", "reconstructed", "simulation", "project"] = "registered"


class Arm(Block):
    """A treatment group, in the order of the tables."""

    id: Name = Field(description="ARMCD in DM")
    code: str = Field("", description="ARMCD in DM where that can't be an id: blanks in it, a digit in front")
    label: str
    short: str = ""
    dose: float | None = Field(None, description="for dose order and trend; unit is the study's own")
    dose_text: str = ""
    color: Colour

    @property
    def armcd(self) -> str:
        """The code of the arm in DM."""
        return self.code or self.id


class Visit(Block):
    """An analysis visit: target day and inclusive window in study days (there is no day 0)."""

    id: Name
    label: str
    day: int
    window: Annotated[tuple[int, int], AfterValidator(_check_window)] | None = None
    baseline: bool = False


class Population(Block):
    """A set of subjects: its flag in ADSL and the rule that sets it."""

    id: Name
    label: str
    flag: Code
    rule: Literal["screened", "enrolled", "treated", "treated-with-value", "per-protocol"]
    min_doses: int = Field(1, ge=0, description="per-protocol: doses that must have been given")


LiverScore = Literal[
    "child-pugh", "child-pugh-class", "meld", "meld-na", "meld-3", "albi", "albi-grade", "apri", "fib-4"
]  # fmt: skip


class Score(Block):
    """A parameter that is computed from others; ``components`` name parameters or findings."""

    rule: Literal[LiverScore, "egfr-ckd-epi-2021", "rand-36"]
    albumin_limit: Literal[28, 30] = 28
    scale: Literal["PF", "RP", "RE", "VT", "MH", "SF", "BP", "GH"] | None = Field(None, description="of rand-36")
    items: str = Field("R36_", description="rand-36: QSTESTCD of the items without their number, e.g. R36_ for R36_01")


Qualifier = Literal["CAT", "SCAT", "SPEC", "METHOD", "POS", "LOC", "LAT", "TPT", "EVAL"]


class Parameter(Block):
    """A measured or derived quantity: where it comes from, its unit, and what counts as no relevant change."""

    id: Code = Field(description="PARAMCD")
    label: str
    short: str = ""
    unit: str = ""
    category: str
    domain: Code | None = Field(None, description="SDTM domain; none for a score")
    test: Code | None = Field(None, description="--TESTCD in that domain; the parameter's own id if left out")
    qualifiers: dict[Qualifier, str] = Field({}, description="of several results: those with this --POS, --TPT ...")
    score: Score | None = None
    digits: int = Field(1, ge=0, le=6, description="decimals of a single value in print")
    distribution: Literal["normal", "log-normal"] = "normal"
    better: Literal["higher", "lower", "neither"] = "neither"
    margin: float | None = Field(None, gt=0, description="a change smaller than this is not relevant")
    below_limit: Literal["half", "limit", "missing"] = Field("half", description="value below quantification")
    above_limit: Literal["limit", "missing"] = Field("limit", description="value above what can be measured")
    range: tuple[float, float] | None = Field(None, description="a value outside is not plausible")


class Conversion(Block):
    """One unit into another for the parameters named: value times factor."""

    source: str
    target: str
    factor: float = Field(gt=0)
    parameters: tuple[Code, ...]


class EventTime(Block):
    """A time-to-event parameter of ADTTE."""

    id: Code
    label: str
    event: Literal["death", "event"] = Field("death", description="event: that of a given ADTTE, whatever it is")
    origin: Literal["first-dose", "consent"] = "first-dose"
    unit: Literal["months", "days"] = "months"


class SafetyRules(Block):
    """Which adverse events count as treatment-emergent, and the groups of special interest by preferred term."""

    last_day: int = Field(description="last study day on which an event is treatment-emergent")
    related: tuple[str, ...] = ("RELATED", "PROBABLE", "POSSIBLE")
    special_interest: dict[str, tuple[str, ...]] = {}


class Reason(Block):
    """A reason of the flow diagram, shown also when nobody has it; ``terms`` are its DSDECOD or DSTERM in DS."""

    id: Name
    label: str
    terms: tuple[str, ...]


class Disposition(Block):
    """How DS is read for the flow of participants."""

    exclusions: tuple[Reason, ...]
    discontinuations: tuple[Reason, ...]


class Reporting(Block):
    """The checklists that a document is held against (manuscript/checklists/<name>.yaml)."""

    lists: tuple[Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")], ...] = Field(min_length=1)
    not_applicable: dict[str, str] = Field({}, description="item → why it does not apply to this trial")


class Limit(Block):
    """How long a part of a paper may be: words, or key words."""

    least: int = Field(0, ge=0)
    most: int | None = Field(None, ge=1)


class Journal(Block):
    """The journal that a paper goes to, and the sizes in which it prints figures."""

    title: str
    abbreviation: str = Field("", description="as the National Library of Medicine writes it")
    issn: Annotated[str, Field(pattern=r"^(\d{4}-\d{3}[\dX])?$")] = ""
    publisher: str = ""
    figure_widths: tuple[Annotated[float, Field(gt=0)], ...] = Field((8.5, 17.0), min_length=1, description="cm")
    limits: dict[str, Limit] = Field(
        {},
        description="title, running title, core tip, abstract or a part of it by its heading: words; key words: number",
    )
    resolution: int = Field(600, ge=72, le=1200, description="dots an inch of the figures' TIFF files")


class Submission(Block):
    """What is put together for a journal in output/submission."""

    journal: Journal | None = None
    supplement: Name | None = Field(None, description="the document that goes along as supplement")


class Document(Block):
    """A document that the build makes from manuscript/<source>, the study's own or this project's."""

    id: Name
    source: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+\.qmd$")]
    kind: str = Field("", description="what it is, for the running head; the study's short title stands there without")
    formats: tuple[Literal["html", "pdf", "docx"], ...] = ("html", "pdf", "docx")
    profile: Literal["journal", "sampl"] = "journal"
    checklist: Reporting | None = None
    sources: bool = Field(False, description="print an appendix with the source of every number")
    submission: Submission | None = Field(None, description="of the one document that is submitted")
    listed_subjects: bool | None = Field(None, description="a click on a count lists its patients")


def find_compared(arms: Sequence[Arm]) -> bool:
    """Whether arms stand for themselves, against one another: there are several, not all of them doses of one thing."""
    doses = {arm.dose for arm in arms}
    return len(arms) > 1 and not (len(doses) > 1 and all(doses))


class Study(Block):
    """Everything that study.yaml says."""

    study: Identity
    protocol: Protocol = Protocol()
    facts: dict[Name, Fact] = {}
    arms: tuple[Arm, ...] = Field(min_length=1)
    pooled_label: str = "All groups"
    visits: tuple[Visit, ...] = Field(min_length=1)
    visit_tie: Literal["later", "earlier"] = Field("later", description="of two results equally near a visit's day")
    populations: tuple[Population, ...] = Field(min_length=1)
    parameters: tuple[Parameter, ...] = ()
    units: tuple[Conversion, ...] = ()
    event_times: tuple[EventTime, ...] = ()
    safety: SafetyRules | None = None
    disposition: Disposition
    given: dict[Code, tuple[Code, ...]] = Field(
        {}, description="dataset → the ADaM datasets in data/raw that make it up, e.g. ADLB: [ADLBC, ADLBH]"
    )
    accepted: dict[str, str] = Field({}, description="rule of the data checks → why its findings don't stop the build")
    analyses: tuple[Analysis, ...] = ()
    displays: tuple[Display, ...] = ()
    documents: tuple[Document, ...] = ()
    claims: tuple[Claim, ...] = ()

    def parameter(self, name: str) -> Parameter:
        """The parameter with this PARAMCD."""
        return next(p for p in self.parameters if p.id == name)

    def population(self, name: str) -> Population:
        """The population with this id."""
        return next(p for p in self.populations if p.id == name)

    def visit(self, name: str) -> Visit:
        """The visit with this id."""
        return next(v for v in self.visits if v.id == name)

    def analysis(self, name: str) -> Analysis:
        """The analysis with this id."""
        return next(a for a in self.analyses if a.id == name)

    def display(self, name: str) -> Display:
        """The display with this id."""
        return next(d for d in self.displays if d.id == name)

    def document(self, name: str) -> Document:
        """The document with this id."""
        return next(d for d in self.documents if d.id == name)
