"""Faults of the data that the analysis can be made with: written down as accepted for now, and told."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.raw import deaths, doses, events, subjects
from analysis.raw.findings import Finding

#: Disagreements between records. What is wrong with keys, arms, units or reasons would make the analysis wrong or fail.
ACCEPTABLE = frozenset(rule.id for module in (deaths, doses, events, subjects) for rule in module.RULES) - {
    *("reason-unlisted", "failure-treated", "dose-undated", "dose-negative")
}


def derive_accepted(findings: Iterable[Finding]) -> dict[str, str]:
    """Rule → why its errors don't stop the build for now; nothing where an error is left that can't be accepted."""
    errors = [finding for finding in findings if finding.severity == "error"]
    rules = sorted({finding.rule for finding in errors if finding.rule in ACCEPTABLE})
    return {rule: f"not yet looked at; {_describe(rule, errors)}" for rule in rules}


def _describe(rule: str, errors: Iterable[Finding]) -> str:
    found = [finding for finding in errors if finding.rule == rule]
    subjects_ = sorted({subject for finding in found for subject in finding.subjects})
    some = ", ".join(subjects_[:3]) + (f" and {len(subjects_) - 3} more" if len(subjects_) > 3 else "")
    return f"{found[0].what} ({some})" if some else found[0].what
