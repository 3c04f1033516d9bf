"""The listings by patient that a first report holds: each where its data exist, with the section in which it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from analysis.new_study.laboratory import list_ranged
from analysis.new_study.outline import Main
from analysis.new_study.parameters import Found
from analysis.new_study.trial import Trial
from analysis.study.analyses import Listing

MOST_RECORDS = 20_000  # of laboratory values; a longer listing, of some 400 pages and more, is a file of its own
MOST_ALONE = 30_000  # above that it takes minutes and tens of megabytes, and is left to those who ask for it
ADSL = {"AGE": "Age", "SEX": "Sex"}
EVENTS = {
    "AEBODSYS": "Class",
    "AEDECOD": "Preferred term",
    "AETERM": "Reported term",
    "AESTDTC": "Start",
    "ASTDY": "Day",
    "AEENDTC": "End",
    "TRTEMFL": "Treatment-emergent",
    "AETOXGR": "Grade",
    "AESEV": "Severity",
    "AESER": "Serious",
    "AEREL": "Relation",
    "AEACN": "Action",
    "AEOUT": "Outcome",
}
MEASURED = {"PARAM": "Parameter", "AVISIT": "Visit", "ADT": "Date", "ADY": "Day", "AVAL": "Value", "CHG": "Change"}
DOSES = {"ASTDT": "Start", "AENDT": "End", "EXTRT": "Treatment", "AVAL": "Dose", "AVALU": "Unit", "EXADJ": "Remark"}
RANGES = {"ANRLO": "Lower limit", "ANRHI": "Upper limit", "ANRIND": "Range"}


@dataclass(frozen=True)
class Listed:
    """A listing as it is wanted; ``section`` is that of ICH E3, "" for a file of its own."""

    name: str
    section: str
    title: str
    dataset: str
    columns: Mapping[str, str]
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    population: str = "enrolled"
    sort: tuple[str, ...] = ()


def derive_listings(trial: Trial, found: Found, main: Main) -> tuple[tuple[Listing, str], ...]:
    """Each listing with its section; columns without a value, and listings without their data, are left out."""
    wanted = (_reduce(trial, one) for one in _wanted(trial, found, main))
    return tuple((_block(one), one.section) for one in wanted if one is not None)


def find_unlisted(trial: Trial) -> Iterator[str]:
    """A remark on a listing that is too long to be proposed."""
    records = len(trial.tables["LB"]) if trial.has("LB") else 0
    if records > MOST_ALONE:
        yield f"a listing of all {records:,} laboratory values (16.2.8), which takes minutes: ask for one of ADLB"


def _wanted(trial: Trial, found: Found, main: Main) -> Iterator[Listed]:
    arms = {"TRT01P": "Planned group", "TRT01A": "Actual group"}
    lots, lot = {"EXLOT": "Batch", "EXTRT": "Treatment", "ASTDT": "Start", "AENDT": "End"}, {"PARAMCD": ("DOSE",)}
    if trial.has("EX") and (trial.text("EX", "EXLOT") != "").any():
        yield Listed("batches", "16.1.6", "Patients by batch", "ADEX", lots, lot, "safety", ("EXLOT", "ASTDT"))
    yield Listed("allocation", "16.1.7", "Allocation of patients", "ADSL", {"TRTSDT": "First dose"} | arms)
    left = {"TRTSDT": "First dose", "EOSDT": "Left on", "DCSREASP": "Reason"}
    status = {"EOSSTT": ("DISCONTINUED",)}
    yield Listed("discontinued", "16.2.1", "Patients who left the study early", "ADSL", ADSL | left, status)
    deviation = {"ASTDT": "Date", "DVTERM": "Deviation", "DVDECOD": "Category", "DVCAT": "Class"}
    yield Listed("deviations", "16.2.2", "Protocol deviations by patient", "ADDV", deviation)
    why = ADSL | {"RFICDT": "Consent", "EXCLREAP": "Reason"}
    title = "Patients screened and not enrolled"
    yield Listed("excluded", "16.2.3", title, "ADSL", why, {"ENRLFL": ("N",)}, "screened")
    people = ADSL | {"RACE": "Race", "ETHNIC": "Ethnicity", "SAFFL": "Safety", "FASFL": "Full analysis"}
    yield Listed("demographics", "16.2.4", "Demographic data by patient", "ADSL", people)
    doses = {"PARAMCD": ("DOSE",)}
    yield Listed("exposure", "16.2.5", "Compliance and exposure by patient", "ADEX", DOSES, doses, "safety", ("ASTDT",))
    yield from _response(found, main)
    yield Listed("events", "16.2.7", "Adverse events by patient", "ADAE", EVENTS, {}, "safety", ("ASTDT",))
    serious, death = {"AESER": ("Y",)}, {"TRTSDT": "First dose", "DTHDT": "Death", "DTHCAUS": "Cause"}
    yield Listed("serious", "14.3.2", "Serious adverse events", "ADAE", EVENTS, serious, "safety", ("ASTDT",))
    yield Listed("deaths", "14.3.2", "Deaths", "ADSL", ADSL | death, {"DTHFL": ("Y",)}, "safety")
    if list_ranged(trial, found):
        title, outside = "Laboratory values outside the reference range", {"ANRIND": ("LOW", "HIGH")}
        columns = MEASURED | RANGES
        yield Listed("abnormal", "14.3.4", title, "ADLB", columns, outside, "safety", ("PARAMN", "ADT"))
    if trial.has("LB") and len(trial.tables["LB"]) <= MOST_ALONE:
        title, order = "Laboratory values by patient", ("PARAMN", "ADT")
        section = "16.2.8" if len(trial.tables["LB"]) <= MOST_RECORDS else ""
        yield Listed("laboratory", section, title, "ADLB", MEASURED | RANGES, {}, "safety", order)


def _response(found: Found, main: Main) -> Iterator[Listed]:
    """The main parameters, by the dataset that has them."""
    domains = {noted.block.id: noted.block.domain for noted in found.parameters}
    for domain in dict.fromkeys(domains[name] for name in main.parameters):
        names = tuple(name for name in main.parameters if domains[name] == domain)
        where = {"PARAMCD": names, "ANL01FL": ("Y",)}
        name, title = f"response-{str(domain).lower()}", "Main parameters by patient and visit"
        yield Listed(name, "16.2.6", title, f"AD{domain}", MEASURED, where, "full-analysis", ("PARAMN", "ADT"))


def _reduce(trial: Trial, one: Listed) -> Listed | None:
    """What of a listing the data can fill; nothing where its records can't be found."""
    if one.dataset != "ADSL" and not trial.has(one.dataset.removeprefix("AD")):
        return None
    columns = {name: label for name, label in one.columns.items() if _is_held(trial, one.dataset, name)}
    able = columns and all(_is_held(trial, one.dataset, name) for name in one.where)
    sort = tuple(name for name in one.sort if _is_held(trial, one.dataset, name))
    return replace(one, columns=columns, sort=sort) if able else None


def _is_held(trial: Trial, dataset: str, name: str) -> bool:
    """Whether a dataset will have a variable: what is derived always, what is only taken over where it has a value."""
    domain = dataset.removeprefix("AD")
    if trial.is_adam:
        parts = [part for part in trial.given.get(dataset, (dataset,)) if part in trial.tables]
        return any(name in trial.tables[part] for part in (*parts, "ADSL"))
    if name.startswith(domain) and domain in trial.tables:
        return bool((trial.text(domain, name) != "").any())
    return True


def _block(one: Listed) -> Listing:
    return Listing(
        id=f"list-{one.name}",
        kind="listing",
        label=one.title,
        population=one.population,
        dataset=one.dataset,
        columns=dict(one.columns),
        where=dict(one.where),
        sort=one.sort,
    )
