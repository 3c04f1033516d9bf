"""How far the pooled changes of a repeated-measures model hang on its assumptions and on single patients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.errors import Fault, ResultsError
from analysis.methods.interaction_permutation import estimate_interaction_permutation
from analysis.methods.result import Result
from analysis.results.measurements import Measurements, derive_analysed_scale, derive_measurements
from analysis.results.mmrm_model import estimate_model, estimate_null_covariance
from analysis.results.product import Product
from analysis.results.regression_bound import NAMES, estimate_bound
from analysis.results.sensitivity_imputation import derive_imputation_rows
from analysis.results.sensitivity_models import LEFT_OUT, MODELS, Case, Line, derive_model_rows, estimate_left_out
from analysis.results.subjects import derive_subjects
from analysis.results.writing import derive_population_rows, derive_ratio_rows, derive_result_rows, derive_template
from analysis.study import Study
from analysis.study.analyses import Mmrm, Sensitivity

NEEDS = ("ADSL", "parameters")
FRAMES = ("left-out",)

IMPUTED = ("imputation", "delta", "tipping-point")


def estimate(study: Study, block: Sensitivity, datasets: Mapping[str, pd.DataFrame]) -> Product:
    """The approaches that the block asks for, for each parameter at the visits of the model it varies.

    Models on fewer patients or with other degrees of freedom; each patient left out (frame ``left-out``, LEFT_OUT);
    multiple imputation, shifted imputations and their tipping point; patients exchanged between the groups; and the
    most that regression to the mean could bring about.
    """
    model = _find_model(study, block)
    subjects = derive_subjects(study, block.population, datasets)
    template = derive_template(block, block.kind, subjects)
    rows = derive_population_rows(template, subjects)
    left_out: list[Line] = []
    for name in block.parameters:
        found = derive_measurements(study, name, model.visits, subjects, datasets)
        fitted = estimate_model(found, model, subjects)
        unit = "log ratio" if found.log_normal else found.parameter.unit
        place = replace(template, dataset=found.dataset, variable=name, unit=unit)
        case = Case(study, block, model, subjects, fitted)
        rows += [row for one in MODELS if one in block.approaches for row in derive_model_rows(place, case, one)]
        if "leave-one-out" in block.approaches:
            more, lines = estimate_left_out(place, case)
            rows, left_out = [*rows, *more], [*left_out, *lines]
        if any(one in block.approaches for one in IMPUTED):
            rows += derive_imputation_rows(place, case)
        if "interaction-permutation" in block.approaches:
            here = replace(place, context="interaction-permutation", group1="", unit="")
            rows += derive_result_rows(here, _exchange(case, found), ("statistic", "p.value"))
        if "regression-to-the-mean" in block.approaches:
            bound = estimate_bound(found, subjects, datasets)
            here = replace(place, context="regression-to-the-mean", group1="")
            rows += derive_result_rows(here, bound, NAMES)
            rows += derive_ratio_rows(here, bound, NAMES[:1]) if found.log_normal else []
    return Product(tuple(rows), {"left-out": pd.DataFrame(left_out, columns=list(LEFT_OUT))})


def _find_model(study: Study, block: Sensitivity) -> Mmrm:
    model = study.analysis(block.of)
    if not isinstance(model, Mmrm):
        where = f"study.yaml, analysis {block.id}, of"
        raise ResultsError(Fault(where, f"'{block.of}' is no mmrm analysis", "name the model that is varied"))
    return model


def _exchange(case: Case, found: Measurements) -> Result:
    """Whether the groups' courses differ, by exchanging patients between the groups."""
    covariance, told = estimate_null_covariance(found, case.model, case.subjects)
    if covariance is None:
        return Result("Permutation test of group by visit", reason=told)
    change, baseline, _ = derive_analysed_scale(found)
    held = [visit in case.fitted.visits for visit in found.visits]
    arms = np.array([name or None for name in case.subjects.arm_of], dtype=object)
    seed, draws = case.study.study.seed, case.block.draws
    result = estimate_interaction_permutation(change[:, held], baseline, arms, covariance, seed, draws)
    return replace(result, options=(*result.options, f"{told} without groups"))
