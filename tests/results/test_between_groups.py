import math
from typing import Any

import pytest

from analysis.results.between_groups import estimate
from analysis.results.table import Row
from tests.results.trial import Datasets, make_datasets, make_measured, make_study, with_doses


def rows_of(datasets: Datasets, **doses: float) -> dict[str, Row]:
    study = with_doses(make_study(), **doses)
    block: Any = study.analysis("between-groups")
    return {row.id.removeprefix("between-groups."): row for row in estimate(study, block, datasets).rows}


def test_covariance_analysis_without_a_slope_compares_plain_means() -> None:
    # W4 of trial.py: means 2 and 6, no slope, residual sum of squares 10 with 7 − 2 − 1 degrees of freedom
    rows = rows_of(make_datasets())
    assert rows["ancova-mean/ALB/W4/LOW/estimate"].stat == pytest.approx(2)
    assert rows["ancova-difference/ALB/W4/HIGH/LOW/estimate"].stat == pytest.approx(4)
    std_error = math.sqrt(10 / 4 * (1 / 4 + 1 / 3))
    assert rows["ancova-difference/ALB/W4/HIGH/LOW/std.error"].stat == pytest.approx(std_error)
    assert rows["ancova/ALB/group/W4/statistic"].stat == pytest.approx((4 / std_error) ** 2)
    assert rows["ancova/ALB/group/W4/parameter2"].stat == 4
    assert rows["ancova/ALB/baseline/W4/estimate"].stat == pytest.approx(0)
    assert rows["ancova/ALB/parallel-slopes/W4/parameter2"].stat == 3


def test_log_normal_parameters_are_compared_by_ratios() -> None:
    rows = rows_of(make_datasets())
    difference = rows["ancova-difference/TBIL/W4/HIGH/LOW/estimate"]
    assert difference.unit == "log ratio"
    assert rows["ancova-ratio/TBIL/W4/HIGH/LOW/estimate"].stat == pytest.approx(math.exp(difference.stat))
    assert "of the change of the natural logarithm" in rows["kruskal-wallis/TBIL/W4/p.value"].options
    assert not [name for name in rows if name.startswith("ancova-ratio/ALB")]


def test_rank_tests_are_those_of_a_textbook() -> None:
    # changes 1, 2, 3, 4 in low and 5, 6, 7 in high: no overlap
    values = {f"0{n}": (30.0, 30.0 + n) for n in range(1, 8)}
    rows = rows_of(make_datasets() | {"ADLB": make_measured("ALB", values)})
    # H = 12/(7·8)·(10²/4 + 18²/3) − 3·8
    assert rows["kruskal-wallis/ALB/W4/statistic"].stat == pytest.approx(12 / 56 * (25 + 108) - 24)
    assert rows["kruskal-wallis/ALB/W4/parameter"].stat == 1
    # all 12 pairs rise; 2 of the 35 allocations are as extreme
    assert rows["jonckheere/ALB/W4/statistic"].stat == 12
    assert rows["jonckheere/ALB/W4/p.value"].stat == pytest.approx(2 / 35)


def test_the_order_of_groups_is_that_of_their_doses() -> None:
    values = {f"0{n}": (30.0, 30.0 + n) for n in range(1, 8)}
    datasets = make_datasets() | {"ADLB": make_measured("ALB", values)}
    assert rows_of(datasets, LOW=5.0, HIGH=2.0)["jonckheere/ALB/W4/statistic"].stat == 0
    assert rows_of(datasets, LOW=2.0, HIGH=5.0)["jonckheere/ALB/W4/statistic"].stat == 12


def test_values_that_cannot_be_compared_say_why() -> None:
    alone = {name: (30.0 + n, 31.0 + 2 * n) for n, name in enumerate(("01", "02", "03", "04"))}
    rows = rows_of(make_datasets() | {"ADLB": make_measured("ALB", alone)})
    assert rows["ancova-mean/ALB/W4/HIGH/p.value"].error == "no patient of this group has a change"
    assert rows["kruskal-wallis/ALB/W4/p.value"].error
    datasets = make_datasets()
    datasets["ADLB"].loc[datasets["ADLB"]["PARAMCD"].eq("TBIL") & datasets["ADLB"]["USUBJID"].eq("01"), "AVAL"] = 0.0
    rows = rows_of(datasets)
    assert rows["jonckheere/TBIL/W4/p.value"].error == "3 values are not above 0 and have no logarithm"
    assert rows["ancova-ratio/TBIL/W4/HIGH/LOW/estimate"].error.startswith("3 values are not above 0")


def test_many_patients_are_compared_by_the_normal_distribution(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "exact, all allocations enumerated" in rows_of(make_datasets())["jonckheere/ALB/W4/p.value"].options
    monkeypatch.setattr("analysis.results.between_groups.MOST_EXACT", 6)
    assert "normal approximation" in rows_of(make_datasets())["jonckheere/ALB/W4/p.value"].options
