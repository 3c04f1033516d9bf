"""Our values of the cases of the mixed model for repeated measures."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.methods.design import Factor
from analysis.methods.mmrm import estimate_mmrm
from analysis.methods.mmrm_fit import MmrmFit, MmrmModel
from tests.reference.frames import derive_quantities

HERE = Path(__file__).resolve().parent
GROUPS, VISITS = ("low", "medium", "high"), ("D29", "D57", "D85", "D169")

GROWTH = MmrmModel(
    response="distance",
    subject="subject",
    visit="visit",
    factors=(Factor("sex", ("F", "M")), Factor("visit", ("A8", "A10", "A12", "A14"))),
    covariates=(),
    terms=(("sex",), ("visit",), ("sex", "visit")),
    ddf="satterthwaite",
)
TRIAL = MmrmModel(
    response="change",
    subject="subject",
    visit="visit",
    factors=(Factor("group", GROUPS), Factor("visit", VISITS)),
    covariates=("baseline",),
    terms=(("group",), ("visit",), ("baseline",), ("group", "visit"), ("visit", "baseline")),
)
FEV = MmrmModel(
    response="FEV1",
    subject="USUBJID",
    visit="AVISIT",
    factors=(
        Factor("ARMCD", ("PBO", "TRT")),
        Factor("SEX", ("Male", "Female")),
        Factor("AVISIT", ("VIS1", "VIS2", "VIS3", "VIS4")),
    ),
    covariates=(),
    terms=(),
    ddf="satterthwaite",
)
LINES = replace(GROWTH, covariates=("age",), terms=(("sex",), ("age",), ("sex", "age")))
PARALLEL = replace(LINES, terms=(("sex",), ("age",)))
DDF = ("kenward-roger-linear", "kenward-roger", "kenward-roger-sas")


@cache
def read_data(name: str) -> pd.DataFrame:
    return pd.read_csv(HERE / f"{name}.csv", dtype={"subject": str})


def estimate_case(case: str) -> dict[str, float]:
    data, covariance, method = case.split()
    if data.startswith("fev"):
        return _estimate_fev(data, covariance, method)
    if data != "trial":
        model = {"growth": GROWTH, "lines": LINES, "parallel": PARALLEL}[data]
        fit = estimate_mmrm(read_data("growth"), replace(model, covariance=covariance, method=method))
        lines = _derive_lines(fit) if data == "lines" else {}
        return _derive_likelihood(fit) | lines
    model = replace(TRIAL, covariance=covariance)
    if method == "expected":
        model = replace(model, information="expected")
    fits = {ddf: estimate_mmrm(read_data("trial"), replace(model, ddf=ddf)) for ddf in DDF}
    plain = estimate_mmrm(read_data("trial"), replace(model, ddf="satterthwaite"))
    linear = fits["kenward-roger-linear"]
    values = _derive_likelihood(plain) | _derive_ls_means(plain) | _derive_tests(linear)
    for rows in ("sas", "mmrm"):
        for term in plain.design.terms:
            result, key = plain.test(term, rows), f"satterthwaite.{rows}.{':'.join(term)}"
            values |= {f"{key}.statistic": result.statistic, f"{key}.df2": result.df2}
    for visit in VISITS:
        values[f"pooled.{visit}.df"] = linear.ls_mean({"visit": visit}).df
        values[f"pooled.{visit}.se"] = linear.ls_mean({"visit": visit}).std_error
        values |= {f"pooled.{visit}.se.{ddf}": fit.ls_mean({"visit": visit}).std_error for ddf, fit in fits.items()}
    return values


def _estimate_fev(data: str, covariance: str, method: str) -> dict[str, float]:
    """As SAS prints it: ``method`` is REML, ML, or the degrees of freedom of the difference between the arms."""
    model = replace(FEV, covariance=covariance, stop="sas" if covariance == "UN" else "minimum")
    if method not in ("REML", "ML"):
        fit = estimate_mmrm(read_data("fev"), replace(model, ddf=method, terms=(("ARMCD",),)))
        return derive_quantities(fit.difference({"ARMCD": "TRT"}, {"ARMCD": "PBO"}).to_rows()) | _derive_df(fit)
    terms = (("ARMCD",), ("SEX",)) if data == "fevcoef" else ()
    fit = estimate_mmrm(read_data("fev"), replace(model, method=method, terms=terms))
    values = {f"sas.{row.name}": row.value for row in fit.fit_statistics(count_all_subjects=True)}
    values |= {"minus2ll.history": fit.deviance} | _derive_sas_covariance(fit)
    for name in fit.names:
        result, key = fit.contrast({name: 1.0}), name.partition("[")[0].strip("()")
        values |= {f"{key} {row.name}": row.value for row in result.to_rows()} | {f"{key} df": result.df}
    return values | {f"{term[0]} F": fit.test(term).statistic for term in terms}


def _derive_df(fit: MmrmFit) -> dict[str, float]:
    return {"df": fit.difference({"ARMCD": "TRT"}, {"ARMCD": "PBO"}).df}


def _derive_sas_covariance(fit: MmrmFit) -> dict[str, float]:
    """SAS's covariance parameters by its names."""
    sigma = fit.covariance
    sd = np.sqrt(np.diag(sigma))
    correlation = sigma / np.outer(sd, sd)
    values = {f"sas.UN({i + 1},{j + 1})": sigma[i, j] for i in range(len(sigma)) for j in range(i + 1)}
    values |= {f"sas.Var({i + 1})": sigma[i, i] for i in range(len(sigma))}
    values |= {f"sas.TOEPH({lag})": correlation[0, lag] for lag in range(1, len(sigma))}
    if fit.model.covariance == "CS":
        return values | {"sas.CS": sigma[1, 0], "sas.Residual": sigma[0, 0] - sigma[1, 0]}
    named = {f"sas.{name}": correlation[0, 1] for name in ("AR(1)", "ARH(1)", "CSH")}
    return values | named | {"sas.Residual": sigma[0, 0]}


def _derive_likelihood(fit: MmrmFit) -> dict[str, float]:
    m = len(fit.covariance)
    without_coefficients = {row.name: row.value for row in fit.fit_statistics(count_coefficients=False)}
    sigma = {
        f"sigma.{row + 1}{column + 1}": fit.covariance[row, column] for row in range(m) for column in range(row + 1)
    }
    return {"minus2ll": fit.deviance, "aic.mmrm": without_coefficients["AIC"], **sigma}


def _derive_lines(fit: MmrmFit) -> dict[str, float]:
    contrasts = {
        "boys.intercept": {"(Intercept)": 1.0, "sex[M]": 1.0},
        "boys.slope": {"age": 1.0, "sex[M]:age": 1.0},
        "difference.slope": {"sex[M]:age": -1.0},
    }
    values: dict[str, float] = {}
    for name, weights in contrasts.items():
        result = fit.contrast(weights)
        values |= {name: result.estimate, f"{name}.se": result.std_error}
    return values


def _derive_ls_means(fit: MmrmFit) -> dict[str, float]:
    at: dict[str, dict[str, str]] = {
        f"equal.{group}/{visit}": {"group": group, "visit": visit} for group in GROUPS for visit in VISITS
    }
    at |= {f"equal.{visit}": {"visit": visit} for visit in VISITS}
    at |= {f"proportional.{group}": {"group": group} for group in GROUPS}
    values: dict[str, float] = {}
    for key, levels in at.items():
        result = fit.ls_mean(levels, "observed" if key.startswith("proportional") else "equal")
        values |= {f"{key}.estimate": result.estimate, f"{key}.se": result.std_error}
    return values


def _derive_tests(fit: MmrmFit) -> dict[str, float]:
    values: dict[str, float] = {}
    for term in fit.design.terms:
        result, key = fit.test(term), f"type3.{':'.join(term)}"
        values |= {f"{key}.statistic": result.statistic, f"{key}.df2": result.df2, f"{key}.p.value": result.p_value}
    return values
