"""A rule that the trial's data must keep, and the way to ask whether they do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.raw.findings import Finding, Severity
from analysis.raw.table import Table
from analysis.study import Study


@dataclass(frozen=True)
class Data:
    """What a rule looks at: the study, and the domains that could be read."""

    study: Study
    tables: Mapping[str, Table]

    def has(self, need: str) -> bool:
        """Whether a domain ("LB") or a variable of it ("LB.LBDTC") exists."""
        domain, _, variable = need.partition(".")
        return domain in self.tables and (not variable or self.tables[domain].has(variable))


@dataclass(frozen=True)
class Breach:
    """Records that break a rule (None: the domain as a whole); ``what`` says in which way."""

    table: Table
    records: pd.Series | None
    variable: str
    what: str


@dataclass(frozen=True)
class Rule:
    """``find`` yields breaches; it is asked only where the domains (and with a dot: variables) of ``needs`` exist."""

    id: str
    severity: Severity
    needs: tuple[str, ...]
    find: Callable[[Data], Iterator[Breach]]
    remedy: str

    def check(self, data: Data) -> Iterator[Finding]:
        """The findings of this rule."""
        if all(data.has(need) for need in self.needs):
            for breach in self.find(data):
                texts = (breach.what, self.remedy)
                finding = breach.table.finding(self.id, self.severity, breach.records, breach.variable, texts)
                if finding:
                    yield finding


def check_rules(rules: Iterable[Rule], data: Data) -> list[Finding]:
    """All findings of the rules, in their order."""
    return [finding for rule in rules for finding in rule.check(data)]
