"""Which subjects belong to each population of study.yaml."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.raw.dates import read_days
from analysis.study import Population, Study

#: Categories of a protocol deviation that keep a subject out of the per-protocol population.
MAJOR = ("MAJOR", "IMPORTANT")


def derive_populations(study: Study, subjects: pd.DataFrame, raw: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """A flag ("Y" or "N") for each population; ``subjects`` has USUBJID, TRT01P, TRTSDT, NDOSE; same index."""
    members = {population.flag: _members(study, population, subjects, raw) for population in study.populations}
    flags = {flag: np.where(inside, "Y", "N") for flag, inside in members.items()}
    return pd.DataFrame(flags, index=subjects.index, dtype=object)


def _members(
    study: Study, population: Population, subjects: pd.DataFrame, raw: Mapping[str, pd.DataFrame]
) -> pd.Series:
    """Who satisfies the rule.

    screened: in DM · enrolled: in an arm · treated: a dose · treated-with-value: and a result of a parameter after the
    day of the first dose · per-protocol: min_doses doses and no major deviation.
    """
    treated = subjects["TRTSDT"].notna()
    if population.rule == "screened":
        return pd.Series(data=True, index=subjects.index)
    if population.rule == "enrolled":
        return subjects["TRT01P"] != ""
    if population.rule == "treated":
        return treated
    if population.rule == "treated-with-value":
        return treated & subjects["USUBJID"].isin(derive_subjects_with_value(study, subjects, raw))
    enough = subjects["NDOSE"].fillna(0) >= population.min_doses
    return treated & enough & ~subjects["USUBJID"].isin(derive_major_deviators(raw))


def derive_subjects_with_value(study: Study, subjects: pd.DataFrame, raw: Mapping[str, pd.DataFrame]) -> set[str]:
    """Subjects with a result of any parameter of study.yaml after the day of the first dose."""
    start = subjects.set_index("USUBJID")["TRTSDT"]
    found: set[str] = set()
    for domain in sorted({parameter.domain for parameter in study.parameters if parameter.domain}):
        if domain not in raw:
            continue
        tests = {p.test or p.id for p in study.parameters if p.domain == domain}
        results = raw[domain][raw[domain][f"{domain}TESTCD"].isin(tests)]
        value = results[f"{domain}STRESN"].notna()
        if f"{domain}STRESC" in results:
            value |= results[f"{domain}STRESC"] != ""
        after = read_days(results[f"{domain}DTC"]) > results["USUBJID"].map(start)
        found |= set(results.loc[value & after, "USUBJID"])
    return found


def derive_major_deviators(raw: Mapping[str, pd.DataFrame]) -> set[str]:
    """Subjects with a major deviation in DV."""
    return set(raw["DV"].loc[derive_major(raw["DV"]), "USUBJID"]) if "DV" in raw else set()


def derive_major(deviations: pd.DataFrame) -> pd.Series:
    """Whether a deviation is major: DVCAT or DVSCAT is MAJOR or IMPORTANT."""
    major = pd.Series(data=False, index=deviations.index)
    for column in ("DVCAT", "DVSCAT"):
        if column in deviations:
            major |= deviations[column].str.upper().isin(MAJOR)
    return major
