"""A trial's data as an outline of a first study.yaml."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from analysis.new_study.adam import find_flags
from analysis.new_study.analyses import derive_analyses
from analysis.new_study.arms import derive_arms, derive_control
from analysis.new_study.comparisons import derive_main_again, derive_survival
from analysis.new_study.displays import derive_displays
from analysis.new_study.endpoints import derive_main
from analysis.new_study.estimands import CHANGE, RESPONSE, SURVIVAL, Setting, derive_proposals, find_primary
from analysis.new_study.identity import Summary, derive_facts, derive_identity, derive_protocol
from analysis.new_study.laboratory import derive_laboratory
from analysis.new_study.listings import derive_listings, find_unlisted
from analysis.new_study.measured import read_measured
from analysis.new_study.outline import Main, Outline
from analysis.new_study.parameters import Found, derive_parameters
from analysis.new_study.reasons import derive_disposition
from analysis.new_study.report import derive_listing_tables, derive_numbers, derive_plan, derive_schedule
from analysis.new_study.responders import Answers, derive_answers, derive_responders
from analysis.new_study.safety import derive_event_times, derive_safety, derive_ticks
from analysis.new_study.trial import Trial
from analysis.new_study.visits import derive_visits
from analysis.study import Parameter, Population
from analysis.study.model import Document

REPORT, SUPPLEMENT = "csr", "supplement"
DOCUMENTS = (
    Document(id="paper", source="paper.qmd"),
    Document(id=SUPPLEMENT, source="supplement.qmd", kind="Supplementary material"),
    Document(id=REPORT, source="csr.qmd", kind="Clinical Study Report", profile="sampl"),
    Document(id="sap", source="sap.qmd", kind="Statistical Analysis Plan", profile="sampl"),
    Document(id="adrg", source="adrg.qmd", kind="Analysis Data Reviewer's Guide", profile="sampl"),
)


def derive_outline(trial: Trial, summary: Summary) -> Outline:
    """Arms, visits, parameters ... as the data have them, and the analyses and displays that they allow."""
    arms = derive_arms(trial)
    visits, other_visits = derive_visits(trial)
    measured, other_tests = read_measured(trial)
    windows = {noted.block.id: noted.block.window for noted in visits if noted.block.window}
    found = derive_parameters(measured, windows)
    main = derive_main(found, summary)
    event_times = derive_event_times(trial)
    answers = derive_answers(trial, found, windows)
    plain = tuple(noted.block for noted in arms)
    primary = find_primary(main, summary.get("OBJPRIM", ()), event_times, answers=bool(answers.criteria))
    setting = Setting(plain, derive_control(arms), main, _list(found, answers), event_times, primary)
    again = main if primary == CHANGE or not main.guessed else Main()  # no effort for a guess beside endpoints
    efficacy = (
        *derive_main_again(again, len(trial.enrolled), compares=setting.compares),
        *derive_responders(answers, len(arms), primary=primary == RESPONSE),
        *derive_survival([(time, derive_ticks(trial, time)) for time in event_times], primary=primary == SURVIVAL),
    )
    analyses = (*derive_analyses(trial, found, main, efficacy, len(arms)), *derive_laboratory(trial, found))
    setting, disposition = replace(setting, analyses=analyses), derive_disposition(trial)
    protocol = derive_proposals(trial, derive_protocol(trial, summary), disposition, setting)
    baseline = next(noted.block.id for noted in visits if noted.block.baseline)
    listings = derive_listings(trial, found, main)
    shown = derive_numbers(derive_displays(analyses, found, main, len(arms)), REPORT, SUPPLEMENT)
    outline = Outline(
        study=derive_identity(trial, summary),
        facts=derive_facts(summary),
        protocol=protocol.model_copy(update={"schedule": derive_schedule(found, baseline), "plan": derive_plan(main)}),
        arms=arms,
        visits=visits,
        populations=derive_populations(trial, summary),
        parameters=(*found.parameters, *answers.parameters),
        units=found.units,
        event_times=event_times,
        safety=derive_safety(trial),
        disposition=disposition,
        analyses=(*analyses, *(block for block, _ in listings)),
        displays=(*shown, *derive_listing_tables(listings, REPORT)),
        documents=DOCUMENTS,
        main=main,
        control=setting.control,
        given=trial.given,
    )
    tests = (*_not_taken(other_tests, answers), *found.remarks, *answers.remarks)
    remarks = {"visits": other_visits, "parameters": tests, "given": trial.remarks}
    return replace(outline, remarks=remarks | {"analyses": tuple(find_unlisted(trial))})


def _list(found: Found, answers: Answers) -> tuple[Parameter, ...]:
    return tuple(noted.block for noted in (*found.parameters, *answers.parameters))


def _not_taken(remarks: tuple[str, ...], answers: Answers) -> tuple[str, ...]:
    """The remarks on tests that were left out, without questions that are taken as answers."""
    taken = tuple(f"QS {noted.block.id} (" for noted in answers.parameters)
    return tuple(told for told in remarks if not taken or not told.startswith(taken))


def derive_populations(trial: Trial, summary: Summary) -> tuple[Population, ...]:
    """Screened, enrolled (randomized where TS says so), safety and full analysis; by the flags that an ADSL has."""
    enrolled = "Randomized" if summary.get("RANDOM", ("",))[0] == "Y" else "Enrolled"
    efficacy: Literal["treated", "treated-with-value"] = "treated-with-value"
    flag = "FASFL"
    if trial.is_adam:
        has = [*find_flags(trial.tables["ADSL"], "FASFL", "EFFFL", "MITTFL", "ITTFL")]
        flag, efficacy = (has[0], efficacy) if has else (flag, "treated")
    return (
        Population(id="screened", label="Screened", flag="SCRNFL", rule="screened"),
        Population(id="enrolled", label=enrolled, flag="ENRLFL", rule="enrolled"),
        Population(id="safety", label="Safety", flag="SAFFL", rule="treated"),
        Population(id="full-analysis", label="Full analysis", flag=flag, rule=efficacy),
    )
