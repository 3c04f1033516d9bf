"""The likelihood by numbers alone, against R (nlme::gls, and Kenward and Roger's formulas with dense matrices)."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from analysis.results.table import Results, Row
from analysis.verification.recompute_likelihood import (
    Model,
    derive_curvature,
    derive_deviance,
    derive_model,
    derive_sigma,
    derive_slope,
    estimate_fit,
)
from analysis.verification.recompute_mmrm import derive_mmrm
from analysis.verification.recompute_trial import Record, Trial
from tests.results.trial import make_study

REFERENCE = Path(__file__).resolve().parents[1] / "reference/mmrm"
NAMES = {
    "UN": "unstructured",
    "TOEPH": "heterogeneous Toeplitz",
    "ARH(1)": "heterogeneous first-order autoregressive",
    "CSH": "heterogeneous compound symmetry",
    "TOEP": "Toeplitz",
    "AR(1)": "first-order autoregressive",
    "CS": "compound symmetry",
}


def read(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def expected(case: str) -> dict[str, float]:
    return {row["quantity"]: float(row["expected"]) for row in read("cases") if row["case"] == case}


def growth(restricted: bool) -> Model:
    rows = read("growth")
    visits = ["A8", "A10", "A12", "A14"]
    when = np.array([visits.index(row["visit"]) for row in rows])
    table = np.zeros((len(rows), 9))
    for line, (row, visit) in enumerate(zip(rows, when, strict=True)):
        table[line, ("F", "M").index(row["sex"]) * 4 + visit] = 1.0
        table[line, 8] = float(row["distance"])
    return derive_model(table, [row["subject"] for row in rows], when, restricted)


@pytest.mark.parametrize("name", NAMES)
def test_the_likelihood_of_the_growth_study_is_that_of_r(name: str) -> None:
    method = "ML" if name in ("CSH", "AR(1)") else "REML"
    fit = estimate_fit(growth(method == "REML"), NAMES[name])
    assert fit is not None
    truth = expected(f"growth {name} {method}")
    assert fit.deviance == pytest.approx(truth["minus2ll"], rel=1e-8)
    assert fit.deviance + 2 * fit.parameters == pytest.approx(truth["aic.mmrm"], rel=1e-8)


def trial_rows(name: str) -> dict[str, float]:
    """The rows of an analysis of trial.csv, with the covariance structure of this name."""
    records: list[Record] = []
    for row in read("trial"):
        if row["change"] == "NA":
            continue
        start = float(row["baseline"])
        place = {"USUBJID": row["subject"], "PARAMCD": "ALB"}
        value = f"{start + float(row['change']):.15g}"
        records.append({**place, "AVISIT": row["visit"], "AVAL": value, "ABLFL": "", "ANL01FL": "Y"})
        if not any(r["USUBJID"] == row["subject"] and r["ABLFL"] for r in records):
            records.append({**place, "AVISIT": "", "AVAL": row["baseline"], "ABLFL": "Y", "ANL01FL": "Y"})
    arms = {row["subject"]: row["group"] for row in read("trial")}
    adsl = tuple({"USUBJID": s, "TRT01P": arm, "SAFFL": "Y"} for s, arm in arms.items())
    study = make_study({"low": "low", "medium": "medium", "high": "high"})
    block = study.analysis("mmrm").model_copy(update={"parameters": ("ALB",), "visits": ("D29", "D57", "D85", "D169")})
    told = {"analysis": "mmrm", "dataset": "ADLB", "population": "safety", "stat_label": "", "n": 1}
    options = f"{NAMES[name]} covariance; REML"
    fit = Row(**told, context="fit", variable="ALB", stat_name="minus2loglik", stat=1.0, options=options)  # type: ignore[arg-type]
    seconds = derive_mmrm(Trial(study, {"ADSL": adsl, "ADLB": tuple(records)}, {}), block, Results([fit]))  # type: ignore[arg-type]
    return {second.row.removeprefix("mmrm."): second.value for second in seconds}


@pytest.mark.parametrize("name", ["UN", "ARH(1)"])
def test_tests_after_kenward_and_roger_are_those_of_dense_matrices(name: str) -> None:
    got, truth = trial_rows(name), expected(f"trial {name} REML")
    assert got["fit/ALB/minus2loglik"] == pytest.approx(truth["minus2ll"], rel=1e-8)
    terms = {"group": "group", "group-by-visit": "group:visit", "baseline": "baseline"}
    for ours, theirs in {**terms, "baseline-by-visit": "visit:baseline"}.items():
        assert got[f"type-3/ALB/{ours}/statistic"] == pytest.approx(truth[f"type3.{theirs}.statistic"], rel=2e-5)
        assert got[f"type-3/ALB/{ours}/parameter2"] == pytest.approx(truth[f"type3.{theirs}.df2"], rel=2e-5)
        assert got[f"type-3/ALB/{ours}/p.value"] == pytest.approx(truth[f"type3.{theirs}.p.value"], rel=1e-4)


def test_differences_are_derivatives() -> None:
    at = np.array([0.3, -0.2])

    def wave(x: np.ndarray) -> np.ndarray:
        return np.column_stack([np.exp(x[:, 0] * x[:, 1]), np.sin(x[:, 0])])

    e = np.exp(at[0] * at[1])
    assert derive_slope(wave, at) == pytest.approx(np.array([[at[1] * e, np.cos(at[0])], [at[0] * e, 0]]), abs=1e-10)
    curvature = derive_curvature(wave, at)
    assert curvature[0, 1, 0] == pytest.approx((1 + at[0] * at[1]) * e, abs=1e-7)
    assert curvature[0, 0, 1] == pytest.approx(-np.sin(at[0]), abs=1e-7)


def test_a_likelihood_without_a_maximum_has_no_fit() -> None:
    # Two visits that are exact copies of each other: the covariance collapses
    rows = [(s, v, float(s)) for s in range(5) for v in range(2)]
    table = np.array([[1.0 - v, float(v), y] for _, v, y in rows])
    model = derive_model(table, [str(s) for s, _, _ in rows], np.array([v for _, v, _ in rows]), restricted=True)
    assert estimate_fit(model, "unstructured") is None


@pytest.mark.parametrize("name", ["unstructured", "Toeplitz", "first-order autoregressive", "compound symmetry"])
def test_one_visit_has_a_variance_alone(name: str) -> None:
    assert derive_sigma(name, np.log([[1.0], [2.0]]), 1).ravel() == pytest.approx([1, 4])


def test_many_covariances_at_once_are_each_as_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    model, none = growth(restricted=True), np.diag([1.0, 1, 1, -1])
    sigmas = np.array([np.eye(4), none, 2 * np.eye(4) + 1])
    alone = [float(derive_deviance(model, sigma)[0]) for sigma in sigmas]
    assert alone[1] == np.inf
    assert derive_deviance(model, sigmas)[0] == pytest.approx(alone)
    monkeypatch.setattr("analysis.verification.recompute_likelihood.MOST", 1)
    assert derive_deviance(model, sigmas)[0] == pytest.approx(alone)
