"""The kinds of analysis that study.yaml may ask for; each is carried out by analysis/results/<kind>.py."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

Names = tuple[str, ...]
Treatment = Literal["planned", "actual"]
Probability = Annotated[float, Field(gt=0, lt=1)]


class AnalysisBlock(BaseModel):
    """What all analyses have: an id, the population, and why they are done."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,29}$")]
    label: str
    population: str
    reason: Literal["primary", "secondary", "exploratory", "post-hoc"] = "secondary"


class Flow(AnalysisBlock):
    """Counts of the participant flow, from consent to each analysis named."""

    kind: Literal["flow"]
    analysed: Names = Field((), description="populations that end the diagram")


class Characteristic(BaseModel):
    """One row group of the baseline table: an ADSL variable, or a parameter's baseline value."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    variable: str | None = None
    parameter: str | None = None
    label: str = ""
    type: Literal["continuous", "categorical"] = "continuous"
    levels: dict[str, str] = {}
    digits: int = Field(1, ge=0, le=6)


class Baseline(AnalysisBlock):
    """Characteristics before the first dose, by group and over all."""

    kind: Literal["baseline"]
    characteristics: tuple[Characteristic, ...]


class Change(AnalysisBlock):
    """Value and change by visit: description, tests against baseline, and the geometric ratio where log-normal."""

    kind: Literal["change"]
    parameters: Names
    visits: Names
    tests: tuple[Literal["paired-t", "signed-rank", "hodges-lehmann", "hedges-g", "ratio"], ...] = Field(
        ("paired-t", "signed-rank", "hodges-lehmann", "hedges-g", "ratio"),
        description="against baseline; none of them describes only; ratio is for log-normal parameters",
    )
    describe: tuple[Literal["change", "percent-change"], ...] = Field(
        ("change", "percent-change"), description="what is described besides the values"
    )
    treatment: Treatment = "planned"
    conf_level: Probability = 0.95


class Mmrm(AnalysisBlock):
    """Mixed model for repeated measures: change ~ group·visit + baseline·visit (log scale where log-normal)."""

    kind: Literal["mmrm"]
    parameters: Names
    visits: Names
    covariances: tuple[Literal["UN", "TOEPH", "ARH1", "AR1", "TOEP", "CSH", "CS"], ...] = ("UN", "TOEPH", "ARH1", "CS")
    degrees_of_freedom: Literal["kenward-roger-linear", "kenward-roger", "satterthwaite"] = "kenward-roger-linear"
    method: Literal["REML", "ML"] = "REML"
    conf_level: Probability = 0.95
    not_counted: Names = Field((), description="derived parameters, left out of the family over all parameters")

    @field_validator("method")
    @classmethod
    def check_method(cls, method: str, info: ValidationInfo) -> str:
        """Kenward and Roger's adjustment is one of the restricted likelihood."""
        if method == "ML" and info.data.get("degrees_of_freedom", "satterthwaite") != "satterthwaite":
            told = "ML has no Kenward-Roger degrees of freedom: set degrees_of_freedom: satterthwaite, or method: REML"
            raise PydanticCustomError("ml_with_kenward_roger", told)
        return method


class Sensitivity(AnalysisBlock):
    """How far the pooled changes of a repeated-measures model hang on its assumptions and on single patients."""

    kind: Literal["sensitivity"]
    of: str = Field(description="the mmrm analysis, whose visits, model and level are taken")
    parameters: Names
    approaches: tuple[
        Literal[
            "mmrm",
            "complete-cases",
            "satterthwaite",
            "per-protocol",
            "leave-one-out",
            "imputation",
            "delta",
            "tipping-point",
            "interaction-permutation",
            "regression-to-the-mean",
        ],
        ...,
    ] = Field(min_length=1)
    imputations: int = Field(100, ge=2, le=1000)
    deltas: tuple[float, ...] = Field((), description="shifts of imputed values, in SD of the change at the visit")
    draws: int = Field(4999, ge=99, le=99_999, description="arrangements drawn where they are too many to take all")


class BetweenGroups(AnalysisBlock):
    """The change compared between the groups at each visit: analysis of covariance, Kruskal-Wallis, Jonckheere."""

    kind: Literal["between-groups"]
    parameters: Names
    visits: Names
    conf_level: Probability = 0.95


class Criterion(BaseModel):
    """A limit that a parameter's value, or its change from baseline, may reach."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    label: str
    parameter: str
    of: Literal["value", "change", "percent-change"] = "value"
    op: Literal[">=", ">", "<=", "<"]
    value: float
    new: bool = Field(False, description="of a value: only who did not reach it at baseline")


class Responders(AnalysisBlock):
    """Subjects who reach a limit, by visit and at any visit: responders, or outliers of safety measurements."""

    kind: Literal["responders"]
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    visits: Names
    unscheduled: bool = Field(False, description="at any visit: count every record after the first dose")
    compare: bool = Field(default=False, description="differences between the arms, Miettinen-Nurminen")
    treatment: Treatment = "planned"
    conf_level: Probability = 0.95

    @property
    def parameters(self) -> Names:
        """The parameters whose datasets are needed."""
        return tuple(criterion.parameter for criterion in self.criteria)


class Survival(AnalysisBlock):
    """Kaplan-Meier curves, landmarks, and the arms compared by log-rank tests, Cox models and restricted means."""

    kind: Literal["survival"]
    event_time: str
    landmarks: tuple[float, ...]
    at_risk: tuple[float, ...] = Field(min_length=2, description="times of the numbers at risk: the axis' ticks")
    conf_type: Literal["log-log", "log", "linear"] = "log-log"
    strata: Names = Field((), description="variables of ADSL; a stratified log-rank test for each")
    regression: bool = Field(default=True, description="Cox models: Firth's penalty, and plain")
    restricted_mean: tuple[float, ...] = Field((), description="times up to which the mean is taken")
    conf_level: Probability = 0.95


class AdverseEvents(AnalysisBlock):
    """Subjects and events in the categories of the overview."""

    kind: Literal["adverse-events"]
    compare: bool = Field(default=False, description="differences between the arms, Miettinen-Nurminen")
    rate: float | None = Field(None, gt=0, description="events for so many patient-years at risk")
    conf_level: Probability = 0.95


class Breakdown(BaseModel):
    """A further variable by whose worst level each subject is counted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,19}$")]
    variable: str
    levels: dict[str, str] = Field(min_length=1, description="value → label, from the least to the worst")


class Occurrence(AnalysisBlock):
    """Subjects with records of a dataset (events, history, medication, deviations), by class and term."""

    kind: Literal["occurrence"]
    dataset: str = Field(description="ADAE, ADMH, ADCM, ADDV, or another with a record for each occurrence")
    levels: Names = Field(min_length=1, max_length=2, description="variables of class and term, or of one of them")
    where: dict[str, tuple[str, ...]] = Field({}, description="variable → values of the records that count")
    by: tuple[Breakdown, ...] = ()
    compare: bool = Field(default=False, description="differences between the arms, Miettinen-Nurminen")
    rate: float | None = Field(None, gt=0, description="events for so many patient-years at risk")
    treatment: Treatment = "actual"
    conf_level: Probability = 0.95


class Listing(AnalysisBlock):
    """Records of a dataset, one line each, with their subjects."""

    kind: Literal["listing"]
    dataset: str
    columns: dict[str, str] = Field(min_length=1, description="variable of the dataset, or else of ADSL → heading")
    where: dict[str, tuple[str, ...]] = Field({}, description="variable → values of the records that are listed")
    sort: Names = Field((), description="variables that order the records of a subject; else as in the dataset")
    treatment: Treatment = "actual"


class Exposure(AnalysisBlock):
    """How much treatment each group had: doses, totals, durations, interruptions."""

    kind: Literal["exposure"]


class Timeline(AnalysisBlock):
    """Treatment, follow-up and events of each subject in study days, for a swimmer plot."""

    kind: Literal["timeline"]


class Narratives(AnalysisBlock):
    """What the narratives of deaths and serious events are written from."""

    kind: Literal["narratives"]
    parameters: Names = Field((), description="laboratory parameters told around each event")


class Shift(AnalysisBlock):
    """Subjects by category at baseline and later: reference range, toxicity grade, or class of a score."""

    kind: Literal["shift"]
    parameters: Names
    by: Literal["range", "grade", "class"]
    visits: Names = ()
    endpoints: tuple[Literal["LOWEST", "HIGHEST", "LAST"], ...] = Field((), description="of all later records")
    levels: dict[str, str] = Field({}, description="by class: value → label, from the lowest")
    treatment: Treatment = "actual"


class LiverSafety(AnalysisBlock):
    """Peaks of aminotransferases and bilirubin in multiples of the upper limit, and the quadrants of Hy's law."""

    kind: Literal["liver-safety"]
    aminotransferases: Names = Field(min_length=1)
    bilirubin: str
    multiples: tuple[float, ...] = (3, 5, 10, 20)
    bilirubin_multiples: tuple[float, ...] = (2,)

    @property
    def parameters(self) -> Names:
        """The parameters whose datasets are needed."""
        return (*self.aminotransferases, self.bilirubin)


Analysis = Annotated[
    Flow
    | Baseline
    | Change
    | Mmrm
    | BetweenGroups
    | Responders
    | Survival
    | AdverseEvents
    | Occurrence
    | Listing
    | Exposure
    | Timeline
    | Narratives
    | Shift
    | Sensitivity
    | LiverSafety,
    Field(discriminator="kind"),
]
