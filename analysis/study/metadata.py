"""What the protocol says: design, objectives, endpoints, estimands, eligibility, conduct, and changes from the plan.

The Clinical Study Report (ICH E3), the analysis plan and the reviewer's guide are written from it. Texts may
quote a fact of study.yaml as ``{name}``, so that no constant stands twice. What is left out, or null, is known to the
sponsor only: the documents mark it as to be filled in and count it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")]
Names = tuple[Name, ...]
#: A text that may be missing: then the documents say what has to be filled in.
Known = Annotated[str | None, Field(description="null: to be filled in by the sponsor")]
Strategy = Literal["treatment policy", "hypothetical", "composite variable", "while on treatment", "principal stratum"]


class Part(BaseModel):
    """A part of the protocol: unknown keys are refused, values don't change."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Person(Part):
    """Who is responsible for what."""

    role: str
    name: Known = None
    affiliation: Known = None


class Version(Part):
    """An issue of a document: the protocol's amendments, the analysis plan's history."""

    number: str
    date: Known = None
    what: str = Field(description="what changed, and why")
    when: str = Field("", description="relative to interim analyses, unblinding and database lock")


class Product(Part):
    """The investigational product, and what it is compared with."""

    name: Known = None
    substance: Known = Field(None, description="active ingredient")
    formulation: Known = None
    route: Known = None
    batches: Known = None
    storage: Known = None
    reference: Known = Field(None, description="reference therapy, its dose and route")


class Period(Part):
    """A stretch of the trial in study days; ``last`` is left out where it is open."""

    label: str
    first: int
    last: int | None = None
    text: str = ""


class Design(Part):
    """How the trial is built. Each text is a section of the report, named beside it."""

    summary: Known = Field(None, description="9.1: type, groups, control, masking, setting in a few sentences")
    control: Known = Field(None, description="9.1: what the treatment is compared with")
    allocation: Known = Field(None, description="9.4.3: how patients came into their group")
    masking: Known = Field(None, description="9.4.6: who did not know the treatment, and how")
    periods: tuple[Period, ...] = ()
    regimen: Known = Field(None, description="9.4.1: what is given, how, when and for how long")
    dose_timing: Known = Field(None, description="9.4.5: how a patient's dose and its time were set")
    concomitant: Known = Field(None, description="9.4.7: what else was allowed, forbidden and recorded")
    compliance: Known = Field(None, description="9.4.8: how it was ensured and recorded")
    concentrations: Known = Field(None, description="9.5.4: samples, times and assays")
    quality: Known = Field(None, description="9.6: monitoring, checks of the data, audits")
    sample_size: Known = Field(None, description="9.7.2: size, assumptions, power")
    framework: Known = Field(None, description="superiority, equivalence, non-inferiority, or estimation")
    interim: Known = Field(None, description="11.4.2.3: interim analyses and data monitoring")
    removal: Known = Field(None, description="9.3.3: when patients left treatment or the trial, and what followed")
    events: Known = Field(None, description="9.5.1: how adverse events were asked for, graded and followed")


class Objective(Part):
    """What the trial wants to know, and the endpoints that tell it."""

    id: Name
    level: Literal["primary", "secondary", "exploratory"]
    text: str
    endpoints: Names = ()


class Endpoint(Part):
    """A variable of a patient by which an objective is judged, and the analysis that estimates it."""

    id: Name
    label: str
    parameter: str | None = None
    event_time: str | None = None
    visits: Names = ()
    analysis: str | None = Field(None, description="the main analysis, an id of analyses")
    definition: str = ""


class IntercurrentEvent(Part):
    """An event after the start of treatment that changes what a value means, or whether it exists."""

    id: Name
    label: str
    definition: str = ""


class Handling(Part):
    """What is done about an intercurrent event in one estimand."""

    event: Name
    strategy: Strategy
    data: str = Field("", description="what becomes of the values after the event")


class Estimand(Part):
    """What is to be estimated, by the five attributes of ICH E9(R1), and how."""

    id: Name
    label: str
    objective: Name
    treatment: str
    population: str
    endpoint: Name
    summary: str = Field(description="the population-level summary: difference of means, ratio, proportion ...")
    events: tuple[Handling, ...] = ()
    analysis: Name = Field(description="the main estimator, an id of analyses")
    missing: str = Field(description="what is assumed about missing values")
    sensitivity: Names = Field((), description="analyses under other assumptions")
    supplementary: Names = Field((), description="analyses of other questions")


class Eligibility(Part):
    """Who could take part. None: to be filled in; an empty list: there are no such criteria."""

    inclusion: tuple[str, ...] | None = None
    exclusion: tuple[str, ...] | None = None


class Assessment(Part):
    """A row of the schedule: what is done at which visits (ids of visits, or columns named in ``also``)."""

    label: str
    visits: Names


class Schedule(Part):
    """The schedule of assessments. ``before`` and ``after`` are columns beside the analysis visits."""

    before: dict[Name, str] = {}
    after: dict[Name, str] = {}
    assessments: tuple[Assessment, ...] = ()


class DeviationKind(Part):
    """A kind of protocol deviation, and whether it is important."""

    label: str
    important: bool = False
    text: str = ""


class Deviations(Part):
    """What counts as a deviation."""

    definition: Known = None
    kinds: tuple[DeviationKind, ...] = ()


class Change(Part):
    """A change in the conduct of the trial or in the planned analyses."""

    what: str
    kind: Literal["conduct", "analysis"]
    when: str = Field(description="relative to the data: before the first patient, after database lock ...")
    why: str
    by: Known = None
    effect: str = ""


class AnalysisPlan(Part):
    """The statistical analysis plan as a document."""

    version: Known = None
    date: Known = None
    history: tuple[Version, ...] = ()
    conventions: tuple[str, ...] = ()
    significance: Known = Field(None, description="level, sides")
    multiplicity: Known = None
    missing: Known = None
    covariates: Known = None
    subgroups: Known = None
    assumptions: Known = Field(None, description="how assumptions are checked, and what is done where they fail")
    centers: Known = Field(None, description="how centers are taken into account")
    interactions: Known = Field(None, description="response by concomitant treatment and illness")
    dictionaries: Known = Field(None, description="dictionaries of events and medication, with their versions")
    timing: Known = Field(None, description="when the final analysis is made")
    documents: Known = Field(None, description="data management plan, trial master file, procedures")


class Protocol(Part):
    """All that the report, the plan and the guide tell besides results."""

    number: Known = None
    version: Known = None
    date: Known = None
    amendments: tuple[Version, ...] | None = None
    registration: Known = None
    phase: Known = None
    indication: Known = None
    sponsor: Known = None
    centers: Known = None
    publications: Known = None
    ethics_committee: Known = None
    ethical_conduct: Known = None
    consent: Known = None
    good_practice: Known = Field(None, description="the statement on Good Clinical Practice of the title page")
    report_date: Known = None
    people: tuple[Person, ...] = ()
    product: Product = Product()
    design: Design = Design()
    objectives: tuple[Objective, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    intercurrent_events: tuple[IntercurrentEvent, ...] = ()
    estimands: tuple[Estimand, ...] = ()
    eligibility: Eligibility = Eligibility()
    schedule: Schedule = Schedule()
    deviations: Deviations = Deviations()
    changes: tuple[Change, ...] | None = None
    plan: AnalysisPlan = AnalysisPlan()
    abbreviations: dict[str, str] = {}
    terms: dict[str, str] = Field({}, description="terms with a meaning of their own in this trial")
