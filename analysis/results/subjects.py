"""Who is in a population and in which group: every denominator comes from here, from the subject-level dataset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import Fault, ResultsError
from analysis.results.table import ALL
from analysis.study import Population, Study

Booleans = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Subjects:
    """The members of a population, by USUBJID in ascending order; ``frame`` is their part of ADSL in the same order.

    ``groups`` says for each arm id, in the order of the arms, and then for ALL who belongs to it (shape (n,)).
    """

    population: Population
    treatment: str
    frame: pd.DataFrame
    groups: Mapping[str, Booleans]

    @property
    def ids(self) -> tuple[str, ...]:
        """USUBJID of each member."""
        return tuple(self.frame["USUBJID"])

    @property
    def arms(self) -> tuple[str, ...]:
        """The groups without ALL."""
        return tuple(name for name in self.groups if name != ALL)

    @property
    def arm_of(self) -> NDArray[np.object_]:
        """The arm of each member (shape (n,)); "" where there is none."""
        arm = np.full(len(self.frame), "", dtype=object)
        for name in self.arms:
            arm[self.groups[name]] = name
        return arm

    def count(self, group: str) -> int:
        """Members of a group."""
        return int(self.groups[group].sum())

    def names(self, members: Booleans) -> str:
        """USUBJID of these members (shape (n,)), with tabs between them."""
        return "\t".join(self.frame["USUBJID"].to_numpy(dtype=object)[members])

    def has(self, variable: str, value: str = "Y") -> Booleans:
        """Which members have this value in ADSL (shape (n,))."""
        check_columns(self.frame, "ADSL", (variable,))
        return np.asarray(self.frame[variable].eq(value).fillna(value=False), dtype=np.bool_)


def derive_subjects(
    study: Study, population: str, datasets: Mapping[str, pd.DataFrame], treatment: str = "TRT01P"
) -> Subjects:
    """The members of a population, in the groups of TRT01P (planned) or TRT01A (actual), which hold the arms' labels.

    ResultsError for a missing column, a subject that stands twice in ADSL, or a treatment that is no arm of study.yaml.
    """
    chosen = study.population(population)
    adsl = datasets["ADSL"]
    check_columns(adsl, "ADSL", ("USUBJID", treatment, chosen.flag))
    members = adsl[adsl[chosen.flag].eq("Y")].sort_values("USUBJID", ignore_index=True)
    faults = [*_find_doubles(adsl), *_find_strangers(study, members, chosen, treatment)]
    if faults:
        raise ResultsError(faults)
    groups = {arm.id: np.asarray(members[treatment].eq(arm.label), dtype=np.bool_) for arm in study.arms}
    return Subjects(chosen, treatment, members, groups | {ALL: np.ones(len(members), dtype=np.bool_)})


def check_columns(frame: pd.DataFrame, dataset: str, columns: tuple[str, ...]) -> None:
    """ResultsError that names every column which a dataset lacks."""
    lacking = [name for name in columns if name not in frame.columns]
    if lacking:
        what, remedy = f"no column {', '.join(lacking)}", "add it to the dataset, or change study.yaml"
        raise ResultsError(Fault(dataset, what, remedy))


def _find_doubles(adsl: pd.DataFrame) -> Iterator[Fault]:
    double = adsl.loc[adsl["USUBJID"].duplicated(), "USUBJID"]
    if len(double):
        subjects = ", ".join(sorted(set(double)))
        yield Fault("ADSL, USUBJID", f"more than one row for {subjects}", "ADSL has one row for each subject")


def _find_strangers(study: Study, members: pd.DataFrame, population: Population, treatment: str) -> Iterator[Fault]:
    """Treatments that are no arm; none at all is right only before treatment."""
    labels = [arm.label for arm in study.arms]
    known = [*labels, ""] if population.rule in ("screened", "enrolled") else labels
    strange = members[~members[treatment].isin(known)]
    for label, subjects in strange.groupby(treatment, dropna=False)["USUBJID"]:
        where = f"ADSL, {treatment}, subjects {', '.join(sorted(subjects))}"
        yield Fault(where, f"'{label}' is no arm of study.yaml", f"the arms are {', '.join(labels)}")
