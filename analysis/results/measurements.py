"""A parameter's values as arrays: one line for each member of the population, one column for each visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import Fault, ResultsError
from analysis.results.subjects import Subjects, check_columns
from analysis.study import Parameter, Study

Floats = NDArray[np.float64]

COLUMNS = ("USUBJID", "PARAMCD", "AVISIT", "ADY", "AVAL", "CHG", "PCHG", "ABLFL", "ANL01FL")


@dataclass(frozen=True, eq=False)
class Measurements:
    """The analysed values of one parameter in the parameter's unit; NaN where there is none.

    ``baseline`` and ``baseline_day`` have shape (n,), the others (n, visits), in the order of Subjects and ``visits``;
    ``percent`` is the change in per cent of the baseline, days are study days.
    """

    parameter: Parameter
    dataset: str
    visits: tuple[str, ...]
    baseline: Floats
    baseline_day: Floats
    value: Floats
    change: Floats
    percent: Floats
    day: Floats

    @property
    def log_normal(self) -> bool:
        """Whether the parameter is analysed by its logarithms."""
        return self.parameter.distribution == "log-normal"


def derive_measurements(
    study: Study, name: str, visits: tuple[str, ...], subjects: Subjects, datasets: Mapping[str, pd.DataFrame]
) -> Measurements:
    """AVAL, CHG, PCHG of the records chosen for analysis (ANL01FL) at each visit; AVAL of the baseline record (ABLFL).

    ResultsError for a missing dataset or column, or two analysed records of one subject and visit.
    """
    parameter = study.parameter(name)
    dataset = derive_dataset_name(parameter)
    records = _read_records(dataset, name, subjects, datasets)
    baseline = records[records["ABLFL"].eq("Y")].assign(AVISIT="baseline")
    later = records[records["ANL01FL"].eq("Y") & ~records["ABLFL"].eq("Y") & records["AVISIT"].isin(visits)]
    _check_one_each(f"{dataset}, {name}", baseline, later)
    return Measurements(
        parameter=parameter,
        dataset=dataset,
        visits=visits,
        baseline=_derive_grid(baseline, "AVAL", subjects, ("baseline",))[:, 0],
        baseline_day=_derive_grid(baseline, "ADY", subjects, ("baseline",))[:, 0],
        value=_derive_grid(later, "AVAL", subjects, visits),
        change=_derive_grid(later, "CHG", subjects, visits),
        percent=_derive_grid(later, "PCHG", subjects, visits),
        day=_derive_grid(later, "ADY", subjects, visits),
    )


def derive_analysed_scale(found: Measurements) -> tuple[Floats, Floats, str]:
    """Change (n, visits) and baseline (n,) as models and tests take them, and why they can't be taken ("" if they can).

    Of a log-normal parameter these are the natural logarithms of ratio to baseline and baseline.
    """
    if not found.log_normal:
        return found.change, found.baseline, ""
    bad = int((found.value <= 0).sum() + (found.baseline <= 0).sum())
    if bad:
        nothing = np.full_like(found.value, np.nan), np.full_like(found.baseline, np.nan)
        return *nothing, f"{bad} values are not above 0 and have no logarithm"
    baseline = np.log(found.baseline)
    return np.log(found.value) - baseline[:, None], baseline, ""


def derive_baseline_class(
    study: Study, name: str, subjects: Subjects, datasets: Mapping[str, pd.DataFrame]
) -> pd.Series[str]:
    """AVALC of a parameter's baseline record for each member of the population; missing where there is none."""
    dataset = derive_dataset_name(study.parameter(name))
    records = _read_records(dataset, name, subjects, datasets)
    check_columns(records, dataset, ("AVALC",))
    baseline = records[records["ABLFL"].eq("Y")].assign(AVISIT="baseline")
    _check_one_each(f"{dataset}, {name}", baseline)
    return baseline.set_index("USUBJID")["AVALC"].reindex(list(subjects.ids))


def derive_dataset_name(parameter: Parameter) -> str:
    """The dataset that holds a parameter: AD and its SDTM domain, or ADEFF for a score."""
    return f"AD{parameter.domain}" if parameter.domain else "ADEFF"


def derive_baseline_visit(study: Study) -> str:
    """The id of the visit that is the baseline. ResultsError where study.yaml marks none."""
    for visit in study.visits:
        if visit.baseline:
            return visit.id
    raise ResultsError(Fault("study.yaml, visits", "no visit is the baseline", "add `baseline: true` to one"))


def _read_records(dataset: str, name: str, subjects: Subjects, datasets: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    if dataset not in datasets:
        raise ResultsError(Fault(dataset, f"the dataset of parameter {name} is missing", "see `domain` in study.yaml"))
    frame = datasets[dataset]
    check_columns(frame, dataset, COLUMNS)
    return frame[frame["PARAMCD"].eq(name) & frame["USUBJID"].isin(subjects.ids)]


def _check_one_each(where: str, *frames: pd.DataFrame) -> None:
    doubles = pd.concat([frame[frame.duplicated(["USUBJID", "AVISIT"])] for frame in frames])
    pairs = sorted(set(zip(doubles["USUBJID"], doubles["AVISIT"], strict=True)))
    if pairs:
        told = ", ".join(f"{subject} at {visit}" for subject, visit in pairs)
        raise ResultsError(Fault(where, f"more than one analysed value for {told}", "ANL01FL and ABLFL choose one"))


def _derive_grid(records: pd.DataFrame, column: str, subjects: Subjects, visits: tuple[str, ...]) -> Floats:
    grid = np.full((len(subjects.ids), len(visits)), np.nan)
    line = pd.Index(subjects.ids).get_indexer(pd.Index(records["USUBJID"]))
    place = pd.Index(visits).get_indexer(pd.Index(records["AVISIT"]))
    grid[line, place] = records[column].to_numpy(dtype=np.float64, na_value=np.nan)
    return grid
