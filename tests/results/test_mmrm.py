import math
from collections.abc import Mapping
from typing import Any

import pytest

from analysis.results.mmrm import estimate
from analysis.results.product import Product
from analysis.results.table import Row
from tests.results.trial import (
    ALBUMIN,
    LABELS,
    NAN,
    Datasets,
    make_datasets,
    make_measured,
    make_study,
    values,
    with_doses,
)

T4 = 2.7764451  # quantile of t with 4 degrees of freedom
SIGMA2 = 10 / 4  # W4: residual sum of squares 4 (low) + 6 (high), 7 patients − 2 groups − 1 slope


def estimate_mmrm(datasets: Datasets, arms: dict[str, str] | None = None, **changes: Any) -> Product:
    study = make_study(arms or LABELS, **changes)
    block: Any = study.analysis("mmrm")
    return estimate(study, block, datasets)


def rows_of(product: Product) -> dict[str, Row]:
    return {row.id.removeprefix("mmrm."): row for row in product.rows}


def albumin(measured: Mapping[str, tuple[float, ...]]) -> Datasets:
    return make_datasets() | {"ADLB": make_measured("ALB", measured)}


def test_ls_means_of_complete_data_are_those_of_least_squares() -> None:
    # No slope on baseline, equal mean baselines: LS mean = mean, here 2 and 6; pooled with equal weights 4, not 3.71
    found = values(estimate_mmrm(make_datasets()), "mmrm.ls-mean/ALB/W4/")
    assert found["LOW/estimate"] == pytest.approx(2)
    assert found["HIGH/estimate"] == pytest.approx(6)
    assert found["ALL/estimate"] == pytest.approx(4)
    std_error = math.sqrt(SIGMA2 * (1 / 4 + 1 / 3) / 4)
    assert found["ALL/std.error"] == pytest.approx(std_error)
    assert found["ALL/parameter"] == pytest.approx(4, abs=1e-4)
    assert found["ALL/statistic"] == pytest.approx(4 / std_error)
    assert found["ALL/conf.low"] == pytest.approx(4 - T4 * std_error, abs=1e-4)
    assert found["LOW/std.error"] == pytest.approx(math.sqrt(SIGMA2 / 4))


def test_differences_are_later_arms_minus_earlier_ones() -> None:
    rows = rows_of(estimate_mmrm(make_datasets()))
    difference = rows["difference/ALB/W4/HIGH/LOW/estimate"]
    assert difference.stat == pytest.approx(4)
    assert (difference.group2, difference.group2_level) == ("TRT01P", "LOW")
    assert rows["difference/ALB/W4/HIGH/LOW/std.error"].stat == pytest.approx(math.sqrt(SIGMA2 * (1 / 4 + 1 / 3)))


def test_one_visit_is_an_analysis_of_covariance() -> None:
    rows = rows_of(estimate_mmrm(make_datasets(), visits=["W4"]))
    std_error = math.sqrt(SIGMA2 * (1 / 4 + 1 / 3))
    assert rows["type-3/ALB/group/statistic"].stat == pytest.approx((4 / std_error) ** 2)
    assert rows["type-3/ALB/group/parameter"].stat == 1
    assert rows["type-3/ALB/group/parameter2"].stat == pytest.approx(4, abs=1e-4)
    assert rows["type-3/ALB/group-by-visit/p.value"].error.startswith("values in one visit only")
    assert "analysis of covariance" in rows["ls-mean/ALB/W4/ALL/estimate"].options


def test_one_arm_has_no_term_for_the_group() -> None:
    rows = rows_of(estimate_mmrm(make_datasets() | {"ADSL": make_datasets()["ADSL"].query("TRT01P != 'High dose'")}))
    assert rows["ls-mean/ALB/W4/LOW/estimate"].stat == rows["ls-mean/ALB/W4/ALL/estimate"].stat
    assert rows["ls-mean/ALB/W4/HIGH/estimate"].error == "no patient of this group has a change"
    assert rows["type-3/ALB/group/p.value"].error == "values in one group only, so the term is not in the model"
    assert "no term for the group" in rows["ls-mean/ALB/W4/LOW/estimate"].options


def test_log_normal_parameters_are_modelled_by_logarithms() -> None:
    rows = rows_of(estimate_mmrm(make_datasets()))
    mean, ratio = rows["ls-mean/TBIL/W4/LOW/estimate"], rows["ls-ratio/TBIL/W4/LOW/estimate"]
    assert ratio.stat == pytest.approx(math.exp(mean.stat))
    assert (mean.unit, ratio.unit) == ("log ratio", "ratio")
    assert "change of the natural logarithm" in mean.options
    assert not [name for name in rows if name.startswith("ls-ratio/ALB")]


def test_a_value_without_logarithm_is_told() -> None:
    datasets = make_datasets()
    datasets["ADLB"].loc[datasets["ADLB"]["PARAMCD"].eq("TBIL") & datasets["ADLB"]["USUBJID"].eq("01"), "AVAL"] = 0.0
    rows = rows_of(estimate_mmrm(datasets))
    assert rows["ls-mean/TBIL/W4/ALL/p.value"].error == "3 values are not above 0 and have no logarithm"
    assert rows["ls-mean/ALB/W4/ALL/p.value"].stat > 0


def test_p_values_are_adjusted_within_parameters_and_over_them() -> None:
    found = values(estimate_mmrm(make_datasets()), "mmrm.ls-mean/")
    raw = {(p, v): found[f"{p}/{v}/ALL/p.value"] for p in ("ALB", "TBIL") for v in ("W4", "W8")}
    small, large = sorted((raw["ALB", "W4"], raw["ALB", "W8"]))
    holm = sorted(found[f"ALB/{v}/ALL/p.adjusted"] for v in ("W4", "W8"))
    assert holm == pytest.approx([2 * small, max(2 * small, large)])
    small, large = sorted((raw["ALB", "W4"], raw["TBIL", "W4"]))
    fdr = sorted(found[f"{p}/W4/ALL/p.fdr"] for p in ("ALB", "TBIL"))
    assert fdr == pytest.approx([min(2 * small, large), large])
    assert "ALB/W4/LOW/p.adjusted" not in found


def test_a_missing_p_value_keeps_its_place_in_the_family() -> None:
    series = {name: (*v[:2], NAN) for name, v in ALBUMIN.items()}
    rows = rows_of(estimate_mmrm(albumin(series)))
    p = rows["ls-mean/ALB/W4/ALL/p.value"].stat
    assert rows["ls-mean/ALB/W4/ALL/p.adjusted"].stat == pytest.approx(min(2 * p, 1))
    assert rows["ls-mean/ALB/W8/ALL/p.adjusted"].error == "no patient has a change at this visit"
    assert rows["ls-mean/TBIL/W4/ALL/p.fdr"].error == "no patient has a baseline and a later value"


def test_the_options_name_model_and_fall_back() -> None:
    rows = rows_of(estimate_mmrm(make_datasets()))
    row = rows["ls-mean/ALB/W4/ALL/estimate"]
    assert row.method == "Mixed model for repeated measures"
    for told in (
        "change ~ group + visit + group·visit + baseline + baseline·visit",
        "REML",
        "Kenward-Roger",
        "equal weights",
    ):
        assert told in row.options
    assert "unstructured" in row.options
    assert row.script == "analysis/results/mmrm.py:estimate"
    assert (row.n, rows["fit/ALB/n.subjects"].stat, rows["fit/ALB/n.observations"].stat) == (7, 7, 14)


def test_a_covariance_that_cannot_be_fitted_gives_way_and_says_so() -> None:
    # nobody has both W4 and W12, so their covariance can't be told from the data
    series = {name: (*v, NAN) if name < "05" else (v[0], NAN, v[2], v[1] + v[2] - v[0]) for name, v in ALBUMIN.items()}
    datasets = albumin(series)
    datasets["ADSL"] = datasets["ADSL"].replace({"TRT01P": {"High dose": "Low dose"}})
    rows = rows_of(estimate_mmrm(datasets, visits=["W4", "W8", "W12"], covariances=["UN", "CS"]))
    row = rows["ls-mean/ALB/W4/ALL/estimate"]
    assert "compound symmetry covariance" in row.options
    assert "fallen back from UN" in row.options
    assert row.warning == "unstructured covariance was left: no subject has responses at both visits W4 and W12"


def test_another_patient_without_baseline_or_follow_up_changes_nothing() -> None:
    series = ALBUMIN | {"07": (32.0, NAN, NAN), "06": (NAN, 39.0, 36.0)}
    rows = rows_of(estimate_mmrm(albumin(series)))
    assert rows["fit/ALB/n.subjects"].stat == 5
    assert rows["population/safety/ALL/N"].stat == 7


def test_the_trend_is_the_slope_over_doublings_of_the_dose() -> None:
    study = with_doses(make_study(), LOW=1.0, HIGH=4.0)
    block: Any = study.analysis("mmrm")
    rows = rows_of(estimate(study, block, make_datasets()))
    # means 2 and 6 stand two doublings apart
    assert rows["dose-trend/ALB/W4/estimate"].stat == pytest.approx(2)
    assert rows["dose-trend/ALB/W4/p.value"].stat == pytest.approx(rows["difference/ALB/W4/HIGH/LOW/p.value"].stat)
    log_ratio = rows["dose-trend/TBIL/W4/estimate"].stat
    assert rows["dose-trend-ratio/TBIL/W4/estimate"].stat == pytest.approx(math.exp(log_ratio))
    assert "for each doubling of the dose" in rows["dose-trend/ALB/W4/estimate"].options


def test_without_two_doses_there_is_no_trend_and_with_one_group_it_says_why() -> None:
    assert not [name for name in rows_of(estimate_mmrm(make_datasets())) if name.startswith("dose-trend")]
    study = with_doses(make_study(), LOW=1.0, HIGH=4.0)
    block: Any = study.analysis("mmrm")
    one_arm = make_datasets() | {"ADSL": make_datasets()["ADSL"].query("TRT01P != 'High dose'")}
    rows = rows_of(estimate(study, block, one_arm))
    assert rows["dose-trend/ALB/W4/p.value"].error == "fewer than two doses among the groups that have values"


def test_derived_parameters_are_not_counted_twice() -> None:
    rows = rows_of(estimate_mmrm(make_datasets(), not_counted=["TBIL"]))
    assert rows["ls-mean/ALB/W4/ALL/p.fdr"].stat == rows["ls-mean/ALB/W4/ALL/p.value"].stat
    assert rows["ls-mean/TBIL/W4/ALL/p.fdr"].error == "derived from a parameter that is counted already"
    assert rows["ls-mean/TBIL/W4/ALL/p.adjusted"].stat > 0


def test_the_verdict_goes_by_interval_and_holm() -> None:
    rows = rows_of(estimate_mmrm(make_datasets()))
    mean = {name: rows[f"ls-mean/ALB/W4/ALL/{name}"].stat for name in ("conf.low", "p.adjusted")}
    assert mean["conf.low"] > 0
    assert rows["verdict/ALB/W4/ALL/direction"].stat == 1
    assert rows["verdict/ALB/W4/ALL/significant"].stat == float(mean["p.adjusted"] < 0.05)
