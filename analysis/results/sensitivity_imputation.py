"""Missing values of a repeated-measures model imputed: as expected, shifted, and shifted until the conclusion turns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from analysis.methods.imputation import Imputations, derive_imputations
from analysis.methods.imputed_visit import METHOD, estimate_imputed
from analysis.methods.result import Result
from analysis.methods.tipping_point import estimate_tipping_point
from analysis.results.sensitivity_models import Case, derive_mean_rows
from analysis.results.table import ALL, Row
from analysis.results.writing import ESTIMATE, INTERVAL, derive_ratio, derive_result_rows

#: How far the tipping point is sought, in SD of the change at the visit.
LIMIT = 5.0
TIPPING = ("estimate", "tipping.below", "tipping.above")


def derive_imputation_rows(place: Row, case: Case) -> Iterator[Row]:
    """Those of imputation, delta and tipping-point that the block asks for, at each visit, all groups pooled."""
    block, fitted = case.block, case.fitted
    imputations, reason = _impute(case)
    for number, visit in enumerate(case.model.visits):
        here = replace(place, visit=visit, options=fitted.told)
        told = reason or ("" if visit in fitted.visits else "no patient has a change at this visit")
        done = None if told else imputations
        if "imputation" in block.approaches:
            mean = _estimate(case, done, visit, 0.0, told)
            yield from derive_mean_rows(here, "imputation", mean, log_normal=fitted.found.log_normal)
        spread = _derive_spread(case, number)
        if "delta" in block.approaches:
            for delta in block.deltas:
                mean = _estimate(case, done, visit, delta * spread, told)
                there = replace(here, context="delta", variable_level=f"{delta:+g}", group1_level=ALL)
                yield from derive_result_rows(there, mean, ESTIMATE)
                if fitted.found.log_normal:
                    back = replace(there, context="delta-ratio", unit="ratio")
                    yield from derive_result_rows(back, derive_ratio(mean), INTERVAL)
        if "tipping-point" in block.approaches:
            there = replace(here, context="tipping-point", group1_level=ALL)
            yield from derive_result_rows(there, _tip(case, done, visit, LIMIT * spread, told), TIPPING)


def _impute(case: Case) -> tuple[Imputations | None, str]:
    fitted = case.fitted
    if fitted.fit is None or len(fitted.visits) < 2:
        return None, fitted.reason or "imputation needs values at two visits at least"
    found = derive_imputations(fitted.data, fitted.fit, case.block.imputations, case.study.study.seed)
    return found, found.reason


def _derive_spread(case: Case, number: int) -> float:
    """SD of the change at a visit, on the scale that is modelled."""
    data = case.fitted.data
    change = data.loc[data["visit"].eq(case.model.visits[number]), "change"]
    return float(change.std(ddof=1)) if len(change) > 1 else 0.0


def _estimate(case: Case, done: Imputations | None, visit: str, delta: float, reason: str) -> Result:
    if done is None:
        return Result(METHOD, reason=reason)
    return estimate_imputed(done, case.fitted.pooled_parts(visit), delta, conf_level=case.model.conf_level)


def _tip(case: Case, done: Imputations | None, visit: str, limit: float, reason: str) -> Result:
    if done is not None and not np.any(done.missing[:, case.fitted.visits.index(visit)]):
        reason = "no value is missing at this visit"
    if done is None or reason or limit <= 0:
        return Result(f"{METHOD}: tipping point", reason=reason or "the changes do not vary")
    level = 1 - case.model.conf_level
    return estimate_tipping_point(done, case.fitted.pooled_parts(visit), limit, level=level)
