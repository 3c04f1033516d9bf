"""A domain as it was read: its frame, its file, and the way from records to findings."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from analysis.raw.findings import Finding, Severity


@dataclass(frozen=True)
class Table:
    """A domain's records with the name of their file; text columns hold "" for missing, numbers NaN."""

    domain: str
    file: str
    frame: pd.DataFrame
    labels: Mapping[str, str] = field(default_factory=dict)

    def has(self, *variables: str) -> bool:
        """Whether all these variables are in the table."""
        return set(variables) <= set(self.frame.columns)

    def finding(
        self, rule: str, severity: Severity, records: pd.Series | None, variable: str, texts: tuple[str, str]
    ) -> Finding | None:
        """The finding about the records marked true (None: the whole domain), or none.

        ``texts``: what is wrong, and the remedy.
        """
        if records is None:
            return Finding(rule, severity, self.domain, *texts, variable=variable, file=self.file)
        if not records.any():
            return None
        found = self.frame.loc[records.to_numpy()]
        subjects = tuple(sorted(set(found["USUBJID"]) - {""})) if "USUBJID" in found else ()
        values = tuple(dict.fromkeys(_shown(value) for value in found[variable])) if variable in found else ()
        return Finding(
            rule=rule,
            severity=severity,
            domain=self.domain,
            variable=variable,
            what=texts[0],
            remedy=texts[1],
            subjects=subjects,
            rows=tuple(int(row) + 2 for row in found.index),
            values=values,
            file=self.file,
        )


def _shown(value: object) -> str:
    if isinstance(value, float):
        return "nothing" if math.isnan(value) else f"{value:g}"
    return str(value) if value else "nothing"
