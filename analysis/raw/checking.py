"""All checks of the trial's raw data, told at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from analysis.errors import RawDataError
from analysis.raw import (
    codes,
    deaths,
    doses,
    events,
    given,
    plausibility,
    privacy,
    results,
    structure,
    subjects,
    visits,
)
from analysis.raw.checksums import check_checksums
from analysis.raw.files import read_files
from analysis.raw.findings import Finding
from analysis.raw.reading import check_findings, read_table
from analysis.raw.rule import Data, Rule, check_rules
from analysis.raw.table import Table
from analysis.raw.variables import DOMAINS
from analysis.study import Study

__all__ = ["check_findings", "check_raw", "derive_needed_domains"]

#: Domains that every study should have, and what is done without them.
MISSED = {
    "EX": "the file of this domain is missing: dates of treatment are those of DM",
    "DS": "the file of this domain is missing: nobody's end of participation is known",
}
#: The rules by what they look at: each domain by itself, domains together, and what can hardly be.
KINDS: dict[str, tuple[Rule, ...]] = {
    "structure": (*structure.RULES, *codes.RULES),
    "consistency": (
        *subjects.RULES,
        *deaths.RULES,
        *doses.RULES,
        *visits.RULES,
        *events.RULES,
    ),
    "plausibility": (*results.RULES, *plausibility.RULES, *privacy.RULES),
    "consistency of given datasets": given.RULES,
}
RULES: tuple[Rule, ...] = tuple(rule for rules in KINDS.values() for rule in rules)


def check_raw(study: Study, folder: Path) -> tuple[Finding, ...]:
    """Every finding about the domains in a folder, errors first. Nothing is raised for data, however wrong."""
    try:
        files = read_files(folder, study.given)
    except RawDataError as error:
        return tuple(_as_findings(error, ""))
    findings = [*check_checksums(folder), *_find_missing_files(study, folder, files)]
    tables = {}
    for domain, paths in files.items():
        try:
            table, wrong = read_table(paths, domain)
        except RawDataError as error:
            findings += _as_findings(error, domain)
            continue
        shape = [*_find_missing_columns(table), *_find_no_records(study, table)]
        findings += [*wrong, *shape]
        tables[domain] = table
    findings += [*check_rules(RULES, Data(study, tables)), *_find_wrong_acceptances(study)]
    return tuple(sorted(findings, key=lambda finding: finding.severity != "error"))


def derive_needed_domains(study: Study, given: Collection[str] = ()) -> tuple[str, ...]:
    """The domains without which this study can't be analysed; ``given`` are the datasets that it brings along.

    EX is needed where doses are analysed, and DS where study.yaml has reasons to look for in it; else they are MISSED.
    """
    needed = {parameter.domain for parameter in study.parameters if parameter.domain}
    if any(block.kind == "adverse-events" for block in study.analyses):
        needed.add("AE")
    if any(block.kind in ("exposure", "timeline") for block in study.analyses):
        needed.add("EX")
    if any(any(reason.terms) for reason in (*study.disposition.exclusions, *study.disposition.discontinuations)):
        needed.add("DS")
    if "ADSL" in given:
        needed.discard("DS")
    from_sdtm = {domain for domain in needed if f"AD{domain}" not in given}
    return tuple(sorted(from_sdtm | (set() if "ADSL" in given else {"DM"})))


def _find_missing_files(study: Study, folder: Path, files: Collection[str]) -> Iterator[Finding]:
    needed = derive_needed_domains(study, files)
    for domain in needed:
        if domain not in files:
            remedy = f"put {domain.lower()}.csv into {folder.name}/, or take out of study.yaml what needs it"
            yield Finding("file-missing", "error", domain, "the file of this domain is missing", remedy)
    for domain, what in MISSED.items():
        if domain not in needed and domain not in files and "ADSL" not in files:
            yield Finding("file-missing", "warning", domain, what, f"put {domain.lower()}.csv into {folder.name}/")


def _find_missing_columns(table: Table) -> Iterator[Finding]:
    known = DOMAINS.get(table.domain)
    if known is None:
        return
    for names, severity in ((known.needed, "error"), (known.expected, "warning")):
        for name in names:
            if not table.has(name):
                what, remedy = f"column {name} is missing", f"export {table.domain} with {name}"
                yield Finding(
                    "column-missing",
                    "error" if severity == "error" else "warning",
                    table.domain,
                    what,
                    remedy,
                    variable=name,
                    file=table.file,
                )


def _find_no_records(study: Study, table: Table) -> Iterator[Finding]:
    """A fault where there must be something: subjects, and what is measured. Events may have happened to nobody."""
    if not table.frame.empty:
        return
    what, remedy = "the file has a header but no records", "export the domain again, or remove the file"
    if table.domain in {"DM", *(parameter.domain for parameter in study.parameters)}:
        yield Finding("file-empty", "error", table.domain, what, remedy, file=table.file)
    else:
        what, remedy = f"{what}: taken as nobody having any", "export the domain again if there should be some"
        yield Finding("file-empty", "warning", table.domain, what, remedy, file=table.file)


def _find_wrong_acceptances(study: Study) -> Iterator[Finding]:
    known = sorted(rule.id for rule in RULES)
    for name in sorted(set(study.accepted) - set(known)):
        what, remedy = f"`accepted` in study.yaml names no rule of the data: {name}", f"rules: {', '.join(known)}"
        yield Finding("accepted-unknown", "error", "study.yaml", what, remedy)


def _as_findings(error: RawDataError, domain: str) -> Iterator[Finding]:
    for fault in error.faults:
        yield Finding("file-unreadable", "error", domain, fault.what, fault.remedy, file=fault.where)
