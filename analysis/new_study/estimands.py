"""Objectives with their endpoints, intercurrent events and estimands: proposals, as far as the data suggest them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.new_study.outline import Main
from analysis.new_study.safety import derive_dead
from analysis.new_study.trial import Trial
from analysis.study import Arm, EventTime, Parameter
from analysis.study.analyses import AnalysisBlock, Responders, Survival
from analysis.study.metadata import (
    Endpoint,
    Estimand,
    Handling,
    IntercurrentEvent,
    Objective,
    Protocol,
    Strategy,
)
from analysis.study.model import Disposition, find_compared
from analysis.study.wording import format_name

PROPOSED = "(proposed; to be confirmed)"
LEFT, DIED = "discontinuation", "death"
SAFETY_WORDS = ("SAFE", "TOLERAB", "ADVERSE", "TOXICIT")
SURVIVAL_WORDS = ("SURVIVAL", "DEATH", "MORTALITY", "PROGRESSION", "TIME TO")
CHANGE, RESPONSE, SURVIVAL, EVENTS = "change", "response", "survival", "events"
STUDY_POPULATION = "Patients who meet the eligibility criteria; those of the full analysis population are analyzed"
AT_RANDOM = "Missing at random given group, baseline and the values at other visits"
#: What becomes of the values after an event, by the kind of endpoint: strategy and data.
STRATEGIES: dict[str, dict[str, tuple[Strategy, str]]] = {
    CHANGE: {
        LEFT: ("hypothetical", "No values exist after it; the model implies those of patients who stay"),
        DIED: ("hypothetical", "No values exist after it; the model implies those of patients who live"),
    },
    RESPONSE: {
        LEFT: ("composite variable", "Who has no value afterwards counts as no responder"),
        DIED: ("composite variable", "Counts as no response"),
    },
    SURVIVAL: {LEFT: ("treatment policy", "Follow-up goes on; it is censored where nothing more is known")},
}


@dataclass(frozen=True)
class Setting:
    """What estimands are proposed from."""

    arms: Sequence[Arm]
    control: str
    main: Main
    parameters: Sequence[Parameter]
    times: Sequence[EventTime]
    primary: str  # CHANGE, RESPONSE or SURVIVAL
    analyses: Sequence[AnalysisBlock] = ()

    def has(self, name: str) -> bool:
        """Whether an analysis is asked for."""
        return any(block.id == name for block in self.analyses)

    @property
    def reference(self) -> Arm:
        """The arm that others are compared with."""
        return next((arm for arm in self.arms if arm.id == self.control), self.arms[0])

    @property
    def compares(self) -> bool:
        """Whether arms are compared with one another."""
        return find_compared(self.arms)


def derive_proposals(trial: Trial, protocol: Protocol, disposition: Disposition, setting: Setting) -> Protocol:
    """The protocol with endpoints, intercurrent events and estimands for what is analysed."""
    endpoints = tuple(sorted(_derive_endpoints(setting), key=lambda one: _find_kind(one) != setting.primary))
    objectives = _attach(protocol.objectives, endpoints)
    events = tuple(_derive_events(trial, disposition))
    names = {event.id for event in events}
    estimands = tuple(_derive_estimands(setting, objectives, endpoints, names))
    used = {one.event for estimand in estimands for one in estimand.events}
    events = tuple(event for event in events if event.id in used)
    update = {"objectives": objectives, "endpoints": endpoints, "intercurrent_events": events, "estimands": estimands}
    return protocol.model_copy(update=update)


def _derive_endpoints(setting: Setting) -> Iterator[Endpoint]:
    labels = {one.id: format_name(one.label) for one in setting.parameters}
    alone = setting.primary == CHANGE or not setting.main.guessed
    for name in setting.main.parameters if alone else ():  # a guess is no endpoint beside others
        label = f"Change of {labels[name]} from baseline"
        visits = setting.main.visits
        yield Endpoint(id=f"{CHANGE}-{name}", label=label, parameter=name, visits=visits, analysis="mmrm")
    for block in setting.analyses:
        if isinstance(block, Responders):
            told = "; ".join(one.label for one in block.criteria)
            name = block.id.replace("responders", RESPONSE)
            yield Endpoint(id=name, label=f"Response: {told}", visits=block.visits, analysis=block.id)
        if isinstance(block, Survival):
            label = next(one.label for one in setting.times if one.id == block.event_time)
            yield Endpoint(id=block.id, label=label, event_time=block.event_time, analysis=block.id)
    if setting.has(EVENTS):
        yield Endpoint(id=EVENTS, label="Treatment-emergent adverse events", analysis=EVENTS)


def _attach(objectives: Sequence[Objective], endpoints: Sequence[Endpoint]) -> tuple[Objective, ...]:
    """The objectives with their endpoints: those on safety with the events, the first other one with the main ones."""
    efficacy = tuple(one.id for one in endpoints if one.id != EVENTS)
    given = [*objectives]
    if efficacy and not any(one.level == "primary" and not _is_safety(one) for one in given):
        text = f"To describe the primary endpoint {PROPOSED}"
        given.insert(0, Objective(id="primary-efficacy", level="primary", text=text))
    safety = tuple(one.id for one in endpoints if one.id == EVENTS)
    if safety and not any(_is_safety(one) for one in given):
        given.append(Objective(id="safety", level="secondary", text=f"To describe the safety {PROPOSED}"))
    if len(efficacy) > 1 and not any(one.level != "primary" and not _is_safety(one) for one in given):
        text = f"To describe the secondary endpoints {PROPOSED}"
        given.append(Objective(id="secondary-efficacy", level="secondary", text=text))
    first = next((one.id for one in given if one.level == "primary" and not _is_safety(one)), "")
    named = {one.id: safety if _is_safety(one) else efficacy[:1] if one.id == first else () for one in given}
    rest = next((one.id for one in given if one.level != "primary" and not _is_safety(one)), "")
    if rest:
        named[rest] = efficacy[1:]
    return tuple(one.model_copy(update={"endpoints": named[one.id]}) for one in given)


def _is_safety(objective: Objective) -> bool:
    return any(word in objective.text.upper() for word in SAFETY_WORDS)


def _derive_events(trial: Trial, disposition: Disposition) -> Iterator[IntercurrentEvent]:
    """Leaving the study, by the reasons that the data have, and death."""
    reasons = [format_name(one.label) for one in disposition.discontinuations if "DEATH" not in one.label.upper()]
    if reasons:
        label, told = f"Discontinuation of the study {PROPOSED}", f"For any reason; in the data: {', '.join(reasons)}"
        yield IntercurrentEvent(id=LEFT, label=label, definition=told)
    if derive_dead(trial):
        yield IntercurrentEvent(id=DIED, label=f"Death {PROPOSED}", definition="Death from any cause")


def _derive_estimands(
    setting: Setting, objectives: Sequence[Objective], endpoints: Sequence[Endpoint], events: set[str]
) -> Iterator[Estimand]:
    """One for each endpoint of efficacy."""
    for endpoint in endpoints:
        if endpoint.id == EVENTS or endpoint.analysis is None:
            continue
        kind = _find_kind(endpoint)
        extra = ("sensitivity",) if kind == CHANGE and setting.has("sensitivity") else ()
        yield Estimand(
            id=endpoint.id,
            label=f"{endpoint.label} {PROPOSED}",
            objective=next(one.id for one in objectives if endpoint.id in one.endpoints),
            treatment=_describe_treatment(setting),
            population=STUDY_POPULATION,
            endpoint=endpoint.id,
            summary=_describe_summary(setting, kind, endpoint),
            events=tuple(
                Handling(event=name, strategy=strategy, data=data)
                for name, (strategy, data) in STRATEGIES[kind].items()
                if name in events
            ),
            analysis=endpoint.analysis,
            missing=_describe_missing(kind),
            sensitivity=extra,
            supplementary=("change",) if kind == CHANGE and setting.has("change") else (),
        )


def _find_kind(endpoint: Endpoint) -> str:
    if endpoint.id == EVENTS:
        return EVENTS
    return CHANGE if endpoint.parameter else RESPONSE if endpoint.id.startswith(RESPONSE) else SURVIVAL


def find_primary(main: Main, texts: Sequence[str], times: Sequence[EventTime], *, answers: bool) -> str:
    """What kind the primary endpoint is: a change that an objective names, what it speaks of, else what there is."""
    told = " ".join(texts).upper()
    if main.parameters and not main.guessed:
        return CHANGE
    if times and any(word in told for word in SURVIVAL_WORDS):
        return SURVIVAL
    return RESPONSE if answers else SURVIVAL if times else CHANGE


def _describe_treatment(setting: Setting) -> str:
    names = [arm.label for arm in setting.arms]
    if len(names) == 1:
        return f"{names[0]}; no comparator"
    if not setting.compares:
        return f"{', '.join(names)}; all groups together, with equal weights"
    others = [arm.label for arm in setting.arms if arm.id != setting.reference.id]
    return f"{' or '.join(others)} against {format_name(setting.reference.label)}, as planned"


def _describe_summary(setting: Setting, kind: str, endpoint: Endpoint) -> str:
    about = {one.id: one for one in setting.parameters}.get(endpoint.parameter or "")
    log = about is not None and about.distribution == "log-normal"
    alone = {
        CHANGE: "Ratio of geometric means to baseline" if log else "Mean change from baseline",
        RESPONSE: "Proportion of responders",
        SURVIVAL: "Proportion without the event at landmarks, and its median time",
    }[kind]
    compared = {
        CHANGE: "Ratio of the groups' ratios to baseline" if log else "Difference of the mean changes from baseline",
        RESPONSE: "Difference of the proportions of responders",
        SURVIVAL: "Kaplan-Meier curves, compared by the log-rank test and the hazard ratio",
    }[kind]
    return f"{compared if setting.compares else alone}{'' if kind == SURVIVAL else ' at each visit'}"


def _describe_missing(kind: str) -> str:
    return {
        CHANGE: AT_RANDOM,
        RESPONSE: "A missing value counts as no response",
        SURVIVAL: "Censoring is independent of the risk of the event",
    }[kind]
