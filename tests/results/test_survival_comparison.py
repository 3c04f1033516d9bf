import math
from typing import Any

import pytest

from analysis.errors import ResultsError
from analysis.results.survival import estimate
from analysis.results.table import Row
from tests.results.trial import Datasets, make_datasets, make_study, with_doses


def rows_of(datasets: Datasets, doses: dict[str, float] | None = None, **changes: Any) -> dict[str, Row]:
    study = with_doses(make_study(**changes), **(doses or {}))
    block: Any = study.analysis("survival")
    return {row.id.removeprefix("survival."): row for row in estimate(study, block, datasets).rows}


def test_the_exact_test_counts_allocations() -> None:
    # scores 6/7 and 23/35 of the deaths, −5/35 of the loss between them, −12/35 of the four who stayed: low has the sum
    # 36/35; of the 35 allocations of four places 4 reach it, and 5 the opposite (four −12/35, or three with −5/35)
    rows = rows_of(make_datasets())
    assert rows["log-rank-exact/OS/p.value"].stat == pytest.approx(9 / 35)
    assert "exact, all allocations enumerated" in rows["log-rank-exact/OS/p.value"].options


def test_the_trend_of_two_arms_is_their_log_rank_test() -> None:
    rows = rows_of(make_datasets(), {"LOW": 1.0, "HIGH": 2.0})
    assert rows["trend/OS/statistic"].stat == pytest.approx(rows["log-rank/OS/statistic"].stat)
    assert rows["trend-exact/OS/p.value"].stat == pytest.approx(rows["log-rank-exact/OS/p.value"].stat)
    assert "trend/OS/p.value" not in rows_of(make_datasets())
    one_arm = make_datasets() | {"ADSL": make_datasets()["ADSL"].query("TRT01P != 'High dose'")}
    lonely = rows_of(one_arm, {"LOW": 1.0, "HIGH": 2.0})
    assert lonely["trend/OS/p.value"].error == "fewer than two doses among the groups that have patients"


def test_the_hazard_ratio_of_two_arms_a_doubling_apart_is_that_of_the_dose() -> None:
    rows = rows_of(make_datasets(), {"LOW": 1.0, "HIGH": 2.0})
    arm = [rows[f"cox-firth/OS/arm/HIGH/LOW/{name}"].stat for name in ("estimate", "conf.low", "conf.high", "p.value")]
    dose = [rows[f"cox-firth/OS/dose/{name}"].stat for name in ("estimate", "conf.low", "conf.high", "p.value")]
    assert dose == pytest.approx(arm, rel=1e-5)
    assert 0 < arm[0] < 1  # nobody died in high
    assert rows["cox/OS/dose/estimate"].error.startswith("no finite estimate")
    assert "for each doubling" in rows["cox-firth/OS/dose/estimate"].options


def test_plain_cox_stands_beside() -> None:
    # deaths at 3 (low), 6 (high) and 9 (low); the score of the partial likelihood is solved by hand below
    datasets = make_datasets()
    datasets["ADTTE"].loc[datasets["ADTTE"]["USUBJID"].eq("06"), ["AVAL", "CNSR"]] = [5.0, 0]
    ratio = rows_of(datasets)["cox/OS/arm/HIGH/LOW/estimate"].stat
    # at risk low + high: 4 + 3 at 3, 3 + 3 at 5, 2 + 2 at 9
    expected = sum(high * ratio / (low + high * ratio) for low, high in ((4, 3), (3, 3), (2, 2)))
    assert expected == pytest.approx(1, abs=1e-6)


def test_arms_without_members_are_not_in_the_model() -> None:
    datasets = make_datasets()
    datasets["ADSL"] = datasets["ADSL"].query("TRT01P != 'High dose'")
    assert rows_of(datasets)["cox-firth/OS/arm/HIGH/LOW/p.value"].error == "nobody in one of the groups"


def test_restricted_means_are_areas_under_the_curve() -> None:
    rows = rows_of(make_datasets())
    # low: 1 until 3, 0.75 until 9, 0.375 until 12; high: 12
    assert rows["restricted-mean/OS/M12/LOW/estimate"].stat == pytest.approx(3 + 0.75 * 6 + 0.375 * 3)
    assert rows["restricted-mean/OS/M12/HIGH/estimate"].stat == 12
    assert rows["restricted-mean/OS/M12/HIGH/conf.low"].error == "no event so far"
    # areas after the deaths at 3 and 9: 5.625 and 1.125
    variance = 5.625**2 / (4 * 3) + 1.125**2 / (2 * 1)
    assert rows["restricted-mean/OS/M12/LOW/std.error"].stat == pytest.approx(math.sqrt(variance))
    assert rows["restricted-mean-difference/OS/M12/HIGH/LOW/estimate"].stat == pytest.approx(12 - 8.625)
    assert rows["restricted-mean-difference/OS/M12/HIGH/LOW/estimate"].unit == "months"


def test_strata_keep_comparisons_within() -> None:
    rows = rows_of(make_datasets(), strata=["SEX"])
    # men: 01 and 02 low, 05 high?, women 04 low ... the death at 9 (03, a man) and at 3 (01, a man)
    men = {"at 3": (3, 4), "at 9": (1, 2)}  # low of all men at risk: 01 02 03 | 05, then 03 | 05
    observed, expected = 2, sum(low / n for low, n in men.values())
    variance = sum(low * (n - low) / n**2 for low, n in men.values())
    assert rows["log-rank-stratified/OS/SEX/statistic"].stat == pytest.approx((observed - expected) ** 2 / variance)
    with pytest.raises(ResultsError, match="ADSL: no column STRATA1"):
        rows_of(make_datasets(), strata=["STRATA1"])


def test_models_can_be_left_out() -> None:
    rows = rows_of(make_datasets(), {"LOW": 1.0, "HIGH": 2.0}, regression=False, restricted_mean=[])
    assert not [name for name in rows if name.startswith(("cox", "restricted"))]
