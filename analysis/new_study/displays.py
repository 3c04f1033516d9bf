"""The tables and figures that a first study.yaml asks for, numbered in the order in which the paper shows them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.new_study.analyses import DOMAINS, list_parameters, list_visits
from analysis.new_study.comparisons import (
    derive_response_displays,
    derive_sensitivity_displays,
    derive_survival_displays,
)
from analysis.new_study.endpoints import MOST_SHOWN, thin
from analysis.new_study.laboratory import derive_laboratory_displays
from analysis.new_study.outline import Main
from analysis.new_study.parameters import Found
from analysis.new_study.wording import format_name
from analysis.study.analyses import AnalysisBlock
from analysis.study.displays import (
    BaselineTable,
    ChangeTable,
    DesignDiagram,
    DisplayBlock,
    DispositionTable,
    EfficacyTable,
    EventsOverview,
    ExposureTable,
    FlowDiagram,
    IndividualProfiles,
    ModelTable,
    Narratives,
    OccurrenceTable,
    PopulationsTable,
    ProfilePanel,
)

OCCURRENCES = {
    "medical-history": "Medical history",
    "medication": "Prior and concomitant medication",
    "deviations": "Protocol deviations",
}
LEAST_PERCENT = 5.0  # of all patients, for a term to stand in the paper's table of events
FIGURES = ("flow-diagram", "profile-panel", "survival-curves")


def derive_displays(analyses: Sequence[AnalysisBlock], found: Found, main: Main, arms: int) -> tuple[DisplayBlock, ...]:
    """What the paper shows, with its numbers, then tables by visit that stand by themselves in tables/."""
    ids = {block.id for block in analyses}
    others = [*derive_response_displays(analyses), *derive_survival_displays(analyses, arms)]
    parts = [list(_derive_main(main, arms)), others]
    shown = [*_derive_first(), *(one for part in (parts if main.leads(analyses) else parts[::-1]) for one in part)]
    shown += _derive_safety(ids)
    numbers = {"Figure": 0, "Table": 0}
    numbered = []
    for block in shown:
        kind = "Figure" if getattr(block, "kind", "") in FIGURES else "Table"
        numbers[kind] += 1
        numbered.append(block.model_copy(update={"numbers": {"paper": f"{kind} {numbers[kind]}"}}))
    return (
        *numbered,
        *_derive_profiles(main),
        *derive_sensitivity_displays(ids, main),
        *_derive_others(ids, found),
        *_derive_events(ids, arms),
    )


def _derive_first() -> Iterator[DisplayBlock]:
    yield FlowDiagram(id="consort-flow", kind="flow-diagram", title="Flow of participants", analyses=("flow",))
    yield BaselineTable(
        id="baseline", kind="baseline-table", title="Characteristics at baseline", analyses=("baseline",)
    )


def _derive_main(main: Main, arms: int) -> Iterator[DisplayBlock]:
    """The course of the main parameters, and what the model says: differences where arms can be compared."""
    if not main.parameters:
        return
    columns = min(len(main.parameters), 2)
    yield ProfilePanel(
        id="main-panel",
        kind="profile-panel",
        title="Main parameters by visit and group" if arms > 1 else "Main parameters by visit",
        analyses=("change",),
        parameters=main.parameters,
        columns=columns,
    )
    if arms > 1:
        yield ModelTable(
            id="main-model",
            kind="model-table",
            title="Changes of the main parameters and differences between the groups",
            analyses=("mmrm",),
            parameters=main.parameters,
            visits=main.shown,
        )
    else:
        yield EfficacyTable(
            id="main-changes",
            kind="efficacy-table",
            title="Changes of the main parameters from baseline",
            analyses=("change", "mmrm"),
            parameters=main.parameters,
            visits=main.shown,
        )


def _derive_safety(ids: set[str]) -> Iterator[DisplayBlock]:
    if "events" in ids:
        yield EventsOverview(
            id="ae-overview",
            kind="events-overview",
            title="Overview of treatment-emergent adverse events",
            analyses=("events",),
        )
        yield OccurrenceTable(
            id="ae-terms",
            kind="occurrence-table",
            title="Frequent treatment-emergent adverse events by class and term",
            analyses=("event-terms",),
            least=LEAST_PERCENT,
        )


def _derive_profiles(main: Main) -> Iterator[DisplayBlock]:
    """The course of each patient in the first main parameter."""
    if main.parameters:
        yield IndividualProfiles(
            id="individual-profiles",
            kind="individual-profiles",
            title="Main parameter of each patient",
            analyses=("change",),
            parameter=main.parameters[0],
        )


def _derive_events(ids: set[str], arms: int) -> Iterator[DisplayBlock]:
    """All terms, which the paper's table leaves out where they are rare, and the differences between the arms."""
    if "event-terms" in ids:
        terms = {"kind": "occurrence-table", "analyses": ("event-terms",)}
        title = "All treatment-emergent adverse events by class and term"
        yield OccurrenceTable.model_validate({"id": "ae-all", "title": title} | terms)
        if arms > 1:
            title = "Treatment-emergent adverse events: differences between the groups"
            about = {"id": "ae-differences", "title": title, "difference": True, "events": False}
            yield OccurrenceTable.model_validate(about | terms)


def _derive_others(ids: set[str], found: Found) -> Iterator[DisplayBlock]:
    yield DesignDiagram(id="design", kind="design-diagram", title="Design of the trial", analyses=("flow",))
    if "narratives" in ids:
        title = "Narratives of deaths and serious adverse events"
        yield Narratives(id="narratives", kind="narratives", title=title, analyses=("narratives",))
    yield DispositionTable(id="disposition", kind="disposition-table", title="Disposition", analyses=("flow",))
    yield PopulationsTable(id="populations", kind="populations-table", title="Analysis populations", analyses=("flow",))
    if "exposure" in ids:
        yield ExposureTable(id="exposure", kind="exposure-table", title="Exposure", analyses=("exposure",))
    for name, title in OCCURRENCES.items():
        if name in ids:
            yield OccurrenceTable(id=name, kind="occurrence-table", title=title, analyses=(name,))
    taken: set[str] = {"x"}
    for domain, (analysis, _) in DOMAINS.items():
        names = dict.fromkeys(n.block.category for n in found.parameters if n.block.domain == domain and not n.off)
        for category in names if analysis in ids else ():
            parameters = list_parameters(found, domain, category)
            name = format_name(f"{category}-by-visit", taken)
            taken.add(name)
            yield ChangeTable(
                id=name[-30:].strip("-"),
                kind="change-table",
                title=f"{category} by visit",
                analyses=(analysis,),
                parameters=parameters,
                visits=thin(list_visits(found, parameters), MOST_SHOWN),
            )
    yield from derive_laboratory_displays(ids)
