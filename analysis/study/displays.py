"""The kinds of display that study.yaml may ask for; each is made by analysis/displays/<kind>.py."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Names = tuple[str, ...]


def format_file_name(number: str) -> str:
    """What a display's file is called by its number in a document: Figure S2 → figure-s2."""
    return re.sub(r"[^a-z0-9.]+", "-", number.casefold()).strip("-") or "display"


class DisplayBlock(BaseModel):
    """What all displays have: an id (also file stem and label), title, and their number in each document."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,29}$")]
    title: str
    analyses: Names = Field(min_length=1, description="the analyses whose results are shown")
    notes: tuple[str, ...] = ()
    numbers: dict[str, str] = Field({}, description='document id → number, e.g. paper: "Table 1"')


class FlowDiagram(DisplayBlock):
    """The CONSORT flow diagram."""

    kind: Literal["flow-diagram"]


class DesignDiagram(DisplayBlock):
    """The design: periods, groups with their treatment, and visits."""

    kind: Literal["design-diagram"]


class BaselineTable(DisplayBlock):
    """Characteristics in rows, groups in columns."""

    kind: Literal["baseline-table"]


class ProfilePanel(DisplayBlock):
    """Small multiples: mean (or geometric mean) with interval by visit and group, a panel for each parameter."""

    kind: Literal["profile-panel"]
    parameters: Names
    columns: int = Field(3, ge=1, le=6)


class EfficacyTable(DisplayBlock):
    """Baseline, change by visit with interval and P, raw and adjusted, a row group for each parameter."""

    kind: Literal["efficacy-table"]
    parameters: Names
    visits: Names


class SurvivalCurves(DisplayBlock):
    """Kaplan-Meier curves with the numbers at risk."""

    kind: Literal["survival-curves"]


class SurvivalTable(DisplayBlock):
    """Events, landmarks, median and log-rank test."""

    kind: Literal["survival-table"]


class EventsOverview(DisplayBlock):
    """Adverse events by category: subjects, per cent and events."""

    kind: Literal["events-overview"]


class DispositionTable(DisplayBlock):
    """The participant flow as a table: counts and per cents from screening to each analysis."""

    kind: Literal["disposition-table"]


class PopulationsTable(DisplayBlock):
    """Who belongs to each population."""

    kind: Literal["populations-table"]


class ChangeTable(DisplayBlock):
    """Value and change described by visit and group."""

    kind: Literal["change-table"]
    parameters: Names
    visits: Names


class ModelTable(DisplayBlock):
    """The repeated-measures model of a parameter: LS means, differences between the groups, tests of its terms."""

    kind: Literal["model-table"]
    parameters: Names
    visits: Names


class ResponderTable(DisplayBlock):
    """Patients who reach each limit, by visit."""

    kind: Literal["responder-table"]


class InteractionTable(DisplayBlock):
    """Tests of group, visit, and their interaction for many parameters."""

    kind: Literal["interaction-table"]
    parameters: Names


class MultiplicityTable(DisplayBlock):
    """Raw and adjusted P values of the changes of many parameters."""

    kind: Literal["multiplicity-table"]
    parameters: Names
    visits: Names


class OccurrenceTable(DisplayBlock):
    """Subjects with records (events, history, medication, deviations) by class and term."""

    kind: Literal["occurrence-table"]
    events: bool = Field(default=True, description="a column with the number of records")
    by: str | None = Field(None, description="breakdown of the analysis whose levels stand below each term")
    difference: bool = Field(default=False, description="differences between the arms; the analysis needs `compare`")
    rate: bool = Field(default=False, description="records by patient-years, with interval; the analysis needs `rate`")
    least: float = Field(0, ge=0, le=100, description="terms of at least so many per cent of all patients")


class ListingTable(DisplayBlock):
    """Records as they are, by patient."""

    kind: Literal["listing-table"]


class Narratives(DisplayBlock):
    """Deaths and serious events told patient by patient: history, doses, course, laboratory around them, outcome."""

    kind: Literal["narratives"]


class EffectHeatmap(DisplayBlock):
    """All parameters by all visits: the change in units of its own uncertainty, with significance marked."""

    kind: Literal["effect-heatmap"]
    parameters: Names
    visits: Names


class EffectForest(DisplayBlock):
    """Differences between the arms at a visit, with intervals, a line for each parameter and pair."""

    kind: Literal["effect-forest"]
    parameters: Names
    visit: str


class IndividualProfiles(DisplayBlock):
    """The course of each patient, a panel for each arm."""

    kind: Literal["individual-profiles"]
    parameter: str


class EventDotplot(DisplayBlock):
    """Adverse events by term: per cent of each arm, and the differences between two of them."""

    kind: Literal["event-dotplot"]
    terms: int = Field(20, ge=1, le=60, description="at most so many, the most frequent first")


class ExposureTable(DisplayBlock):
    """Doses given, their sum, and how long treatment lasted."""

    kind: Literal["exposure-table"]
    labels: dict[str, str] = Field({}, description="parameter of ADEX → heading, in their order; all where left out")


class SensitivityTable(DisplayBlock):
    """The main changes under other assumptions, other patients and other values for what is missing."""

    kind: Literal["sensitivity-table"]
    parameters: Names
    visits: Names


class SensitivityForest(DisplayBlock):
    """The main changes at a visit under each approach, a panel for each parameter."""

    kind: Literal["sensitivity-forest"]
    parameters: Names
    visit: str


class ShiftTable(DisplayBlock):
    """Patients by category at baseline and later."""

    kind: Literal["shift-table"]
    parameters: Names = Field((), description="all of the analysis where left out")
    at: Names = Field((), description="visits, LOWEST, HIGHEST, LAST; all of the analysis where left out")


class ShiftPanel(DisplayBlock):
    """Each patient's extreme value against the baseline, a panel for each parameter, with the reference range."""

    kind: Literal["shift-panel"]
    parameters: Names
    extreme: Literal["lowest", "highest", "last"] = "highest"
    columns: int = Field(3, ge=1, le=6)


class LiverTable(DisplayBlock):
    """Peaks of aminotransferases and bilirubin in multiples of the upper limit, and the quadrants of Hy's law."""

    kind: Literal["liver-table"]


class HysLaw(DisplayBlock):
    """The plot of Hy's law: peak aminotransferase against peak bilirubin of each patient."""

    kind: Literal["hys-law"]


class SwimmerPlot(DisplayBlock):
    """A bar for each patient: treatment, time in the study, and what happened on the way."""

    kind: Literal["swimmer-plot"]


Display = Annotated[
    FlowDiagram
    | DesignDiagram
    | BaselineTable
    | ProfilePanel
    | EfficacyTable
    | SurvivalCurves
    | SurvivalTable
    | EventsOverview
    | DispositionTable
    | PopulationsTable
    | ChangeTable
    | ModelTable
    | ResponderTable
    | InteractionTable
    | MultiplicityTable
    | OccurrenceTable
    | ListingTable
    | Narratives
    | EffectHeatmap
    | EffectForest
    | IndividualProfiles
    | EventDotplot
    | SwimmerPlot
    | ExposureTable
    | SensitivityTable
    | SensitivityForest
    | ShiftTable
    | ShiftPanel
    | LiverTable
    | HysLaw,
    Field(discriminator="kind"),
]
