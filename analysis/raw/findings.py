"""What a check of the data finds: a rule that is broken, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.errors import Fault

Severity = Literal["error", "warning"]
SHOWN = 5  # subjects, rows or values that a message names before it counts the rest


@dataclass(frozen=True)
class Finding:
    """One broken rule in one domain (or dataset), with every record that breaks it.

    ``rows`` are line numbers of a CSV file (record numbers + 1 of other files; the header is line 1).
    """

    rule: str
    severity: Severity
    domain: str
    what: str
    remedy: str
    variable: str = ""
    subjects: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    values: tuple[str, ...] = ()
    file: str = ""

    @property
    def where(self) -> str:
        """File, domain, variable, rows and subjects in words."""
        place = f"{self.file} ({self.domain})" if self.file else self.domain
        rows = f"{'row' if len(self.rows) == 1 else 'rows'} {format_some(self.rows)}" if self.rows else ""
        subjects = f"{'subject' if len(self.subjects) == 1 else 'subjects'} {format_some(self.subjects)}"
        return ", ".join(part for part in (place, self.variable, rows, subjects if self.subjects else "") if part)

    @property
    def fault(self) -> Fault:
        """The finding as a line of an error message."""
        values = f" (found: {format_some(self.values)})" if self.values else ""
        return Fault(self.where, f"{self.what}{values}", self.remedy)


def format_some(items: Sequence[object]) -> str:
    """The first few items, and how many more there are."""
    shown = ", ".join(str(item) for item in items[:SHOWN])
    return f"{shown} and {len(items) - SHOWN} more" if len(items) > SHOWN else shown


def format_findings(findings: Iterable[Finding]) -> str:
    """One line that counts errors and warnings."""
    all_of_them = list(findings)
    errors = sum(finding.severity == "error" for finding in all_of_them)
    warnings = len(all_of_them) - errors
    return f"{errors} error{'' if errors == 1 else 's'}, {warnings} warning{'' if warnings == 1 else 's'}"
