"""A rule that the trial's data must keep, and the way to ask whether they do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from analysis.raw.dates import read_days
from analysis.raw.findings import Finding, Severity
from analysis.raw.table import Table
from analysis.study import Parameter, Study


@dataclass(frozen=True)
class Data:
    """What a rule looks at: the study, and the domains that could be read."""

    study: Study
    tables: Mapping[str, Table]
    _days: dict[tuple[str, str], pd.Series] = field(default_factory=dict, repr=False)

    def has(self, need: str) -> bool:
        """Whether a domain ("LB") or a variable of it ("LB.LBDTC") exists."""
        domain, _, variable = need.partition(".")
        return domain in self.tables and (not variable or self.tables[domain].has(variable))

    def text(self, domain: str, variable: str) -> pd.Series:
        """A text variable in capitals; "" everywhere where the domain lacks it."""
        frame = self.tables[domain].frame
        return frame[variable].str.upper() if variable in frame else pd.Series("", index=frame.index, dtype=object)

    def number(self, domain: str, variable: str) -> pd.Series:
        """A numeric variable; NaN everywhere where the domain lacks it."""
        frame = self.tables[domain].frame
        return frame[variable] if variable in frame else pd.Series(float("nan"), index=frame.index)

    def days(self, domain: str, variable: str) -> pd.Series:
        """A date variable where it is complete to the day; NaT everywhere where the domain lacks it."""
        if (domain, variable) not in self._days:
            self._days[domain, variable] = read_days(self.text(domain, variable))
        return self._days[domain, variable]

    def by_subject(self, domain: str, values: pd.Series) -> pd.Series:
        """One value a subject (index USUBJID), brought to the records of a domain."""
        return self.tables[domain].frame["USUBJID"].map(values[~values.index.duplicated()])

    def in_dm(self, variable: str) -> pd.Series:
        """A date of DM by subject (index USUBJID)."""
        return pd.Series(self.days("DM", variable).to_numpy(), index=self.tables["DM"].frame["USUBJID"])

    def results(self, parameter: Parameter) -> pd.Series | None:
        """Which records of its domain are results of a parameter; None where the domain doesn't exist."""
        domain = parameter.domain or ""
        if not self.has(f"{domain}.{domain}TESTCD"):
            return None
        return self.tables[domain].frame[f"{domain}TESTCD"] == (parameter.test or parameter.id)


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
    """All findings of the rules, in their order; those that study.yaml accepts are warnings with the reason given."""
    found = [finding for rule in rules for finding in rule.check(data)]
    return [_accept(data.study, finding) for finding in found]


def _accept(study: Study, finding: Finding) -> Finding:
    reason = study.accepted.get(finding.rule)
    if reason is None:
        return finding
    return replace(finding, severity="warning", remedy=f"accepted in study.yaml: {reason}")
