"""Results: their rows; and every method, on poor data of every kind, estimates or says why, without a warning."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.methods.ancova import estimate_ancova
from analysis.methods.arguments import Floats
from analysis.methods.cmh import estimate_cmh, estimate_common_odds_ratio
from analysis.methods.cochran_armitage import estimate_cochran_armitage
from analysis.methods.cox import estimate_cox
from analysis.methods.cox_firth import estimate_cox_firth
from analysis.methods.cox_proportionality import estimate_proportionality
from analysis.methods.cumulative_incidence import estimate_cumulative_incidence
from analysis.methods.design import Factor
from analysis.methods.fisher import estimate_fisher
from analysis.methods.geometric_ratio import estimate_geometric_ratio
from analysis.methods.hedges_g import estimate_hedges_g, estimate_hedges_g_difference
from analysis.methods.hodges_lehmann import estimate_hodges_lehmann, estimate_hodges_lehmann_shift
from analysis.methods.jonckheere import estimate_jonckheere
from analysis.methods.kaplan_meier import estimate_kaplan_meier
from analysis.methods.kruskal_wallis import estimate_kruskal_wallis
from analysis.methods.logrank import estimate_logrank
from analysis.methods.logrank_permutation import estimate_logrank_permutation
from analysis.methods.mmrm import estimate_mmrm
from analysis.methods.mmrm_fit import MmrmModel
from analysis.methods.paired_t import estimate_paired_t
from analysis.methods.permutation import estimate_mean_difference_permutation, estimate_sign_permutation
from analysis.methods.poisson_rate import estimate_poisson_rate, estimate_rate_ratio
from analysis.methods.proportion import estimate_proportion
from analysis.methods.regression_to_the_mean import estimate_regression_to_the_mean
from analysis.methods.restricted_mean import estimate_restricted_mean, estimate_restricted_mean_difference
from analysis.methods.result import Result, Statistic
from analysis.methods.risk_difference import estimate_risk_difference
from analysis.methods.welch import estimate_welch, estimate_welch_anova
from analysis.methods.wilcoxon_rank_sum import estimate_rank_sum
from analysis.methods.wilcoxon_signed_rank import estimate_signed_rank

FEW = 50


def test_rows_stand_in_the_order_of_the_results_table() -> None:
    rows = Result("t", estimate=1.0, statistic=2.0, df=3.0, p_value=0.04, conf_low=0.1, conf_high=1.9).to_rows()
    assert [row.name for row in rows] == ["estimate", "conf.low", "conf.high", "statistic", "parameter", "p.value"]


def test_wanted_but_missing_statistic_carries_the_reason() -> None:
    rows = {row.name: row for row in Result("t", estimate=1.0, reason="one value").to_rows()}
    assert rows["estimate"].error == ""
    assert rows["p.value"].error == "one value"
    assert "statistic" not in rows


def test_further_statistics_come_last() -> None:
    more = Statistic("z", "z", 1.5)
    assert Result("t", more=(more,)).to_rows()[-1] is more


def estimate_changes(x: Any, y: Any, z: Any, g: Any) -> Iterator[Result]:
    yield from (
        estimate_paired_t(x),
        estimate_geometric_ratio(x, y),
        estimate_hedges_g(x),
        estimate_sign_permutation(x),
    )
    yield from (estimate_signed_rank(x, zeros, p) for zeros in ("wilcoxon", "pratt") for p in ("exact", "student"))
    yield from (estimate_hodges_lehmann(x), estimate_hodges_lehmann_shift(x, z), estimate_hedges_g_difference(x, z))
    yield from (estimate_welch(x, z), estimate_welch_anova(x, g), estimate_mean_difference_permutation(x, z, draws=FEW))
    yield from (estimate_rank_sum(x, z, p, draws=FEW) for p in ("exact", "normal", "student", "student-cc"))
    yield from (estimate_kruskal_wallis(x, g), estimate_jonckheere(x, g, draws=FEW))
    ancova = estimate_ancova(x, g, {"y": y})
    yield from (*ancova.means.values(), *ancova.differences.values(), *ancova.slopes.values(), ancova.slope_test)
    plain = estimate_ancova(x, g, factors={"f": np.arange(len(x)) % 2}, weights="observed")
    yield from (*plain.means.values(), plain.group_test, plain.slope_test, *plain.factor_tests.values())
    yield estimate_regression_to_the_mean(x, y, np.concatenate((x, z)), 0.6)


def estimate_survival(t: Any, e: Any, x: Any, g: Any) -> Iterator[Result]:
    for conf_type in ("log-log", "log", "linear"):
        curve = estimate_kaplan_meier(t, e, conf_type)
        incidence = estimate_cumulative_incidence(t, e, conf_type=conf_type)
        yield from (estimate(time) for estimate in (curve.at, incidence.at) for time in (0, 2, 50))
        yield curve.quantile()
    yield from (
        estimate_logrank(t, e, g),
        estimate_logrank(t, e, g, g),
        estimate_logrank_permutation(t, e, g, draws=FEW),
    )
    cox, firth = estimate_cox(t, e, {"x": x, "g": g}), estimate_cox_firth(t, e, {"x": x})
    yield from (*cox.coefficients.values(), cox.wald, cox.score, *estimate_proportionality(cox).values())
    yield from (*firth.hazard_ratios.values(), firth.likelihood_ratio)
    half = len(t) // 2
    means = [estimate_restricted_mean(t[part], e[part], 2.0) for part in (slice(half), slice(half, None))]
    yield from (*means, estimate_restricted_mean_difference(*means))


def estimate_counts(generator: np.random.Generator) -> Iterator[Result]:
    (n1, n2), table = generator.integers(0, 9, 2).tolist(), generator.integers(0, 3, (3, 3))
    x1, x2 = (int(generator.integers(0, n + 1)) for n in (n1, n2))
    yield from (estimate_proportion(x1, n1), estimate_risk_difference((x1, n1), (x2, n2)), estimate_fisher(table))
    yield from (estimate_poisson_rate(x1, n1 + 0.5), estimate_rate_ratio((x1, n1 + 0.5), (x2, n2 + 0.5)))
    yield from (estimate_cochran_armitage([x1, x2], [n1, n2], p_method=p) for p in ("normal", "exact"))
    tables = generator.integers(0, 3, (2, 2, 2))
    yield from (estimate_common_odds_ratio(tables), estimate_cmh(tables), estimate_cmh(tables, "means", "rank"))


@pytest.mark.parametrize("seed", [3, 17, 28, 46, 64, 65])
@pytest.mark.parametrize("covariance", ["UN", "TOEPH", "TOEP", "AR(1)", "CS"])
def test_mixed_models_of_poor_data_give_an_estimate_or_a_reason(seed: int, covariance: str) -> None:
    generator = np.random.default_rng(seed)
    n, m = int(generator.integers(0, 9)), int(generator.integers(1, 4))
    visits = tuple(f"v{visit}" for visit in range(m))
    response = (generator.normal(size=(n, m)), np.ones((n, m)), 1e8 + generator.normal(size=(n, m)))[seed % 3]
    response[generator.random((n, m)) < 0.3] = math.nan
    data = pd.DataFrame(
        {
            "subject": np.repeat(np.arange(n), m),
            "group": np.repeat(generator.choice(["a", "b"], n), m),
            "baseline": np.repeat(generator.normal(size=n), m),
            "visit": np.tile(visits, n).astype(object),
            "response": response.ravel(),
        }
    )
    factors = (Factor("group", ("a", "b")), Factor("visit", visits))
    terms = (("group",), ("visit",), ("baseline",), ("group", "visit"))
    model = MmrmModel("response", "subject", "visit", factors, ("baseline",), terms, covariance)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fit = estimate_mmrm(data, model)
        means = [fit.ls_mean({"group": group, "visit": visits[-1]}, "observed") for group in "ab"]
        rows = [row for found in (*means, *map(fit.test, terms)) for row in found.to_rows()]
    assert [row.name for row in (*rows, *fit.fit_statistics()) if math.isnan(row.value) and not row.error] == []


@pytest.mark.parametrize("seed", range(40))
def test_poor_data_give_an_estimate_or_a_reason(seed: int) -> None:
    generator = np.random.default_rng(seed)
    n, m = generator.integers(0, 10, 2)
    kinds: tuple[Callable[[int], Floats], ...] = (
        lambda k: generator.normal(size=k),
        lambda k: generator.integers(-2, 3, k).astype(np.float64),
        lambda k: np.full(k, 2.0),
    )
    x, y, z = (kinds[seed % 3](int(size)) for size in (n, n, m))
    x[: seed % 2] = math.nan
    g, t = generator.integers(0, 3, n), np.round(generator.exponential(2, n), seed % 3)
    e = (generator.random(n) < (0.0, 0.3, 0.8, 1.0)[seed % 4]).astype(int)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = [*estimate_changes(x, y, z, g), *estimate_survival(t, e, x, g), *estimate_counts(generator)]
    silent = [
        (result.method, row.name)
        for result in found
        for row in result.to_rows()
        if math.isnan(row.value) and not row.error
    ]
    assert silent == []
    assert all(math.isnan(result.p_value) or 0 <= result.p_value <= 1 for result in found)
