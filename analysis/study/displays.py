"""The kinds of display that study.yaml may ask for; each is made by analysis/displays/<kind>.py."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Names = tuple[str, ...]


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


Display = Annotated[
    FlowDiagram | BaselineTable | ProfilePanel | EfficacyTable | SurvivalCurves | SurvivalTable | EventsOverview,
    Field(discriminator="kind"),
]
