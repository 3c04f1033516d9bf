"""What a first report needs beside results: numbers of displays by the sections of ICH E3, schedule, conventions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.new_study.analyses import list_parameters, list_visits
from analysis.new_study.outline import Main
from analysis.new_study.parameters import Found
from analysis.study.analyses import Listing
from analysis.study.displays import DisplayBlock, ListingTable
from analysis.study.metadata import AnalysisPlan, Assessment, Schedule

FIGURES = ("flow-diagram", "profile-panel", "survival-curves", "individual-profiles", "hys-law", "design-diagram")
SECTIONS = {
    "design-diagram": "9.1",
    "flow-diagram": "10.1",
    "disposition-table": "14.1",
    "populations-table": "14.1",
    "baseline-table": "14.1",
    "occurrence-table": "14.1",
    "exposure-table": "14.1",
    "profile-panel": "14.2",
    "model-table": "14.2",
    "efficacy-table": "14.2",
    "survival-curves": "14.2",
    "survival-table": "14.2",
    "responder-table": "14.2",
    "sensitivity-table": "14.2",
    "events-overview": "14.3.1",
}
#: What a supplement leaves out.
ALONE = ("narratives", "individual-profiles", "hys-law", "occurrence-table", "design-diagram")
#: Analyses whose tables stand elsewhere than others of their kind.
ANALYSES = {
    "event-terms": "14.3.1",
    "narratives": "14.3.3",
    "questionnaires": "14.2",
    "laboratory": "14.3.4",
    "range-shift": "14.3.4",
    "liver-safety": "14.3.4",
    "vital-signs": "14.3.5",
    "ecg": "14.3.5",
}


#: What this software does in every study, and in its mixed models.
CONVENTIONS = (
    "Baseline is the last value that is not missing on or before the first dose (study day 1; there is no day 0).",
    "Treatment-emergent events start or worsen on or after the first dose, up to the last day that counts for safety.",
    "Values are rounded once, half away from zero, when they are printed.",
    "Tests are two-sided.",
    "What cannot be estimated is printed as NE (not estimable), with its reason below the table.",
    "Quantiles are those of SAS definition 5. Denominators come from the subject-level dataset.",
)
MISSING = "No value is imputed. The mixed model uses all observed values and takes missing ones as missing at random."
COVARIATES = "Baseline value of the parameter, with a coefficient for each visit."
ASSESSMENTS = {"VS": "Vital signs", "EG": "Electrocardiogram", "LB": "Laboratory tests", "QS": "Questionnaires"}


def derive_plan(main: Main) -> AnalysisPlan:
    """The analysis plan as far as the software itself lays it down; the protocol's choices are left to be filled in."""
    if not main.parameters:
        return AnalysisPlan(conventions=CONVENTIONS)
    return AnalysisPlan(conventions=CONVENTIONS, missing=MISSING, covariates=COVARIATES)


def derive_schedule(found: Found, baseline: str) -> Schedule:
    """Which kind of measurement the data have at which analysis visit."""
    rows = []
    for domain, label in ASSESSMENTS.items():
        visits = list_visits(found, list_parameters(found, domain))
        if visits:
            rows.append(Assessment(label=label, visits=tuple(dict.fromkeys((baseline, *visits)))))
    return Schedule(assessments=tuple(rows))


def derive_numbers(displays: Sequence[DisplayBlock], report: str, supplement: str) -> tuple[DisplayBlock, ...]:
    """The displays with their numbers: Table 14.2.1 in the report, and Table S1 in the supplement of what no paper has.

    What is long or tells of single patients stands in the report alone.
    """
    count: dict[tuple[str, str], int] = {}
    numbered = []
    for block in displays:
        kind = str(getattr(block, "kind", ""))
        section = next((ANALYSES[name] for name in block.analyses if name in ANALYSES), SECTIONS.get(kind, "14.2"))
        place = ("Figure" if kind in FIGURES else "Table", section)
        count[place] = count.get(place, 0) + 1
        number = {report: f"{place[0]} {section}.{count[place]}"}
        if not block.numbers and kind not in ALONE:
            more = (place[0], "S")
            count[more] = count.get(more, 0) + 1
            number[supplement] = f"{place[0]} S{count[more]}"
        numbered.append(block.model_copy(update={"numbers": {**block.numbers, **number}}))
    return tuple(numbered)


def derive_listing_tables(listings: Sequence[tuple[Listing, str]], report: str) -> tuple[ListingTable, ...]:
    """A display for each listing with its section, numbered within it where the section has several.

    One without a section has no number: it is a file in tables/, to which the report refers.
    """
    sections = [section for _, section in listings]
    seen: dict[str, int] = {}
    told = []
    for block, section in listings:
        seen[section] = seen.get(section, 0) + 1
        number = f"{section}.{seen[section]}" if sections.count(section) > 1 else section
        numbers: Mapping[str, str] = {report: f"Listing {number}"} if section else {}
        name = block.id.replace("list-", "listing-", 1)
        told.append(
            ListingTable(id=name, kind="listing-table", title=block.label, analyses=(block.id,), numbers=dict(numbers))
        )
    return tuple(told)
