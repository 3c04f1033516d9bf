"""From a long data frame to the arrays of an MMRM, and what the data are too small for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import Fault, MethodError
from analysis.methods.arguments import Floats, Integers
from analysis.methods.covariance import Structure
from analysis.methods.design import Design, derive_design, derive_matrix
from analysis.methods.mmrm_fit import MmrmModel


@dataclass(frozen=True)
class LongData:
    """The r rows whose predictors are all there, as arrays of length r.

    Level positions, covariates, response (NaN: missing), position of the subject in ``subjects`` (sorted as text) and
    of the visit.
    """

    design: Design
    codes: Mapping[str, Integers]
    values: Mapping[str, Floats]
    response: Floats
    subject: Integers
    visit: Integers
    subjects: tuple[str, ...]

    @property
    def observed(self) -> NDArray[np.bool_]:
        return ~np.isnan(self.response)

    def matrix(self, rows: NDArray[np.bool_]) -> Floats:
        """The full model matrix of some rows."""
        codes = {name: code[rows] for name, code in self.codes.items()}
        return derive_matrix(self.design, codes, {name: value[rows] for name, value in self.values.items()})


def derive_long_data(data: pd.DataFrame, model: MmrmModel) -> LongData:
    """The arrays of ``data`` for ``model``. MethodError, all faults at once, for levels or rows that don't fit."""
    design = derive_design(model.factors, model.covariates, model.terms)
    names = [model.response, model.subject, *(f.name for f in model.factors), *design.used_covariates]
    missing = [name for name in names if name not in data.columns]
    if missing:
        raise MethodError(Fault("data", f"no column {', '.join(missing)}", "name columns that the data frame has"))
    frame = data.dropna(subset=[name for name in names if name != model.response])
    faults = _find_faults(frame, model)
    if faults:
        raise MethodError(faults)
    subjects, subject = np.unique(frame[model.subject].astype(str).to_numpy(dtype=object), return_inverse=True)
    codes = {
        factor.name: frame[factor.name].astype(str).map(factor.levels.index).to_numpy(dtype=np.int64)
        for factor in model.factors
    }
    values = {name: frame[name].to_numpy(dtype=np.float64) for name in design.used_covariates}
    response = frame[model.response].to_numpy(dtype=np.float64)
    return LongData(design, codes, values, response, subject.ravel(), codes[model.visit], tuple(subjects.tolist()))


def _find_faults(frame: pd.DataFrame, model: MmrmModel) -> list[Fault]:
    faults = []
    for factor in model.factors:
        unknown = sorted(set(frame[factor.name].astype(str)) - set(factor.levels))
        if unknown:
            faults.append(Fault(factor.name, f"unknown levels: {', '.join(unknown)}", "list them in the factor"))
    doubled = frame.duplicated([model.subject, model.visit])
    if doubled.any():
        who = ", ".join(sorted(set(frame.loc[doubled, model.subject].astype(str)))[:5])
        faults.append(Fault(model.subject, f"several rows for a visit of {who}", "keep one record for each"))
    return faults


def find_shortage(data: LongData, structure: Structure, m: int, p: int) -> str:
    """Why the data are too few for the structure: visits, pairs of visits or subjects not seen; "" when they do."""
    seen = np.zeros((len(data.subjects), m), dtype=bool)
    seen[data.subject[data.observed], data.visit[data.observed]] = True
    n_obs, n_subjects = int(seen.sum()), int(seen.any(axis=1).sum())
    if n_obs <= p:
        return f"too few responses: {n_obs} for {p} coefficients"
    if not seen.any(axis=0).all():
        return f"no response at all at visit {', '.join(_name_visits(data, np.flatnonzero(~seen.any(axis=0))))}"
    if structure.name != "UN":
        return ""
    if n_subjects - p / m < m:
        return f"too few subjects: {n_subjects} for an unstructured covariance of {m} visits and {p} coefficients"
    together = seen.T.astype(np.int64) @ seen.astype(np.int64)
    apart = [int(place) for place in np.argwhere(together == 0)[:1].ravel()]
    return f"no subject has responses at both visits {' and '.join(_name_visits(data, apart))}" if apart else ""


def _name_visits(data: LongData, places: Iterable[int]) -> list[str]:
    visit = next(f for f in data.design.factors if np.array_equal(data.codes[f.name], data.visit))
    return [visit.levels[place] for place in places]
