"""The analyses that a first study.yaml asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from analysis.new_study.endpoints import find_covered
from analysis.new_study.outline import Main
from analysis.new_study.parameters import Found
from analysis.new_study.trial import Trial
from analysis.new_study.wording import format_label
from analysis.study.analyses import (
    AdverseEvents,
    AnalysisBlock,
    Baseline,
    Change,
    Characteristic,
    Exposure,
    Flow,
    Mmrm,
    Narratives,
    Occurrence,
)

DOMAINS = {
    "QS": ("questionnaires", "Questionnaires by visit"),
    "LB": ("laboratory", "Laboratory values by visit"),
    "VS": ("vital-signs", "Vital signs by visit"),
    "EG": ("ecg", "Electrocardiograms by visit"),
}
CATEGORIES = {"SEX": "Sex", "RACE": "Race", "ETHNIC": "Ethnicity", "COUNTRY": "Country"}
MOST_LEVELS = 12
MOST_TOLD = 6  # laboratory parameters in a narrative
SEXES = {"F": "Female", "M": "Male", "U": "Unknown", "UNDIFFERENTIATED": "Undifferentiated", "INTERSEX": "Intersex"}
BODY = {"WEIGHT": ("WEIGHTBL", "Weight, kg"), "HEIGHT": ("HEIGHTBL", "Height, cm")}
BODY_MASS = ("BMIBL", "Body mass index, kg/m²")


def derive_analyses(
    trial: Trial, found: Found, main: Main, efficacy: Sequence[AnalysisBlock], arms: int
) -> tuple[AnalysisBlock, ...]:
    """Flow, baseline, changes, the mixed model, further analyses of ``efficacy``, safety; each where its data exist.

    Adverse events are compared between the arms where there are several.
    """
    primary = not any(block.reason == "primary" for block in efficacy)
    return (
        Flow(
            id="flow",
            kind="flow",
            label="Participant flow",
            population="screened",
            analysed=("full-analysis", "safety"),
        ),
        _derive_baseline(trial, main),
        *_derive_main(main, primary=primary),
        *_derive_by_domain(found),
        *efficacy,
        *_derive_safety(trial, compare=arms > 1),
        *_derive_narratives(trial, found),
    )


def _derive_baseline(trial: Trial, main: Main) -> Baseline:
    aged = trial.number("DM", "AGE").notna().any()
    items = [Characteristic(variable="AGE", label="Age, years")] if aged else []
    items += [item for name in CATEGORIES if (item := _derive_category(trial, name))]
    items += [Characteristic(variable=name, label=label) for name, label in _find_body(trial)]
    items += [Characteristic(parameter=name) for name in main.parameters]
    return Baseline(
        id="baseline",
        kind="baseline",
        label="Baseline characteristics",
        population="safety",
        characteristics=tuple(items),
    )


def _derive_category(trial: Trial, name: str) -> Characteristic | None:
    """A variable of DM with the levels that subjects in an arm have; none where there is one level, or very many."""
    values = trial.text("DM", name)[trial.in_arm]
    levels = sorted(set(values) - {""})
    if not levels or (len(levels) == 1 and name != "SEX") or len(levels) > MOST_LEVELS:
        return None
    known = {level: SEXES.get(level, level) if name in ("SEX", "COUNTRY") else format_label(level) for level in levels}
    return Characteristic(variable=name, label=CATEGORIES[name], type="categorical", levels=known)


def _find_body(trial: Trial) -> Iterator[tuple[str, str]]:
    if trial.is_adam:
        adsl = trial.tables["ADSL"]
        yield from (pair for pair in (*BODY.values(), BODY_MASS) if pair[0] in adsl and adsl[pair[0]].notna().any())
    elif trial.has("VS"):
        tests = set(trial.text("VS", "VSTESTCD"))
        yield from (BODY[test] for test in BODY if test in tests)
        if tests >= set(BODY):
            yield BODY_MASS


def _derive_main(main: Main, *, primary: bool) -> Iterator[AnalysisBlock]:
    if main.parameters:
        named = {"population": "full-analysis", "parameters": main.parameters, "visits": main.visits}
        yield Change.model_validate(
            {"id": "change", "kind": "change", "label": "Change from baseline by visit", "tests": ["paired-t", "ratio"]}
            | named
        )
        yield Mmrm.model_validate(
            {"id": "mmrm", "kind": "mmrm", "label": "Repeated-measures model of change"}
            | {"reason": "primary" if primary else "secondary"}
            | named
        )


def _derive_by_domain(found: Found) -> Iterator[AnalysisBlock]:
    """A description by visit for the parameters of each domain, at the visits that they cover."""
    for domain, (name, label) in DOMAINS.items():
        parameters = list_parameters(found, domain)
        visits = list_visits(found, parameters)
        if visits:
            yield Change(
                id=name,
                kind="change",
                label=label,
                population="full-analysis" if domain == "QS" else "safety",
                parameters=parameters,
                visits=visits,
                tests=(),
                describe=("change",),
                treatment="planned" if domain == "QS" else "actual",
            )


def list_parameters(found: Found, domain: str, category: str = "") -> tuple[str, ...]:
    """The parameters of a domain (and category) that are no mere comments."""
    blocks = [noted.block for noted in found.parameters if not noted.off and noted.block.domain == domain]
    return tuple(block.id for block in blocks if category in ("", block.category))


def list_visits(found: Found, parameters: Sequence[str]) -> tuple[str, ...]:
    """The visits that any of the parameters covers, in their order."""
    covered = {visit for name in parameters for visit in find_covered(found.coverage[name])}
    order = dict.fromkeys(visit for coverage in found.coverage.values() for visit in coverage)
    return tuple(visit for visit in order if visit in covered)


def _derive_safety(trial: Trial, *, compare: bool) -> Iterator[AnalysisBlock]:
    if trial.has("EX"):
        yield Exposure(id="exposure", kind="exposure", label="Exposure", population="safety")
    if trial.has("AE"):
        yield AdverseEvents(
            id="events",
            kind="adverse-events",
            label="Treatment-emergent adverse events",
            population="safety",
            compare=compare,
        )
        yield Occurrence(
            id="event-terms",
            kind="occurrence",
            label="Treatment-emergent adverse events by class and term",
            population="safety",
            dataset="ADAE",
            levels=_choose_levels(trial.tables["AE"], "AE"),
            where={"TRTEMFL": ("Y",)},
            compare=compare,
        )
    for domain, name, label in (
        ("MH", "medical-history", "Medical history"),
        ("CM", "medication", "Prior and concomitant medication"),
        ("DV", "deviations", "Protocol deviations"),
    ):
        levels = _choose_levels(trial.tables[domain], domain) if trial.has(domain) else ()
        if levels:
            yield Occurrence(
                id=name,
                kind="occurrence",
                label=label,
                population="enrolled" if domain == "DV" else "safety",
                dataset=f"AD{domain}",
                levels=levels,
            )


def _derive_narratives(trial: Trial, found: Found) -> Iterator[AnalysisBlock]:
    """Deaths and serious events told, with some laboratory values around them; not where datasets are given."""
    if trial.has("AE") and not trial.is_adam:
        yield Narratives(
            id="narratives",
            kind="narratives",
            label="Narratives of deaths and serious events",
            population="safety",
            parameters=list_parameters(found, "LB")[:MOST_TOLD],
        )


def _choose_levels(frame: pd.DataFrame, domain: str) -> tuple[str, ...]:
    """Class and term of a domain, as far as it is coded."""
    classes = [f"{domain}BODSYS", f"{domain}CLAS", f"{domain}CAT"]
    terms = [f"{domain}DECOD", f"{domain}TERM", f"{domain}TRT"]
    level = [next((n for n in names if n in frame and (frame[n] != "").any()), "") for names in (classes, terms)]
    return tuple(name for name in level if name)
