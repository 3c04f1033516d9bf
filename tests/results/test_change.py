import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from analysis.errors import ResultsError
from analysis.results.change import estimate
from analysis.results.product import Product
from tests.results.trial import NAN, Datasets, make_datasets, make_measured, make_study, values


def estimate_change(datasets: Datasets) -> Product:
    study = make_study()
    block: Any = study.analysis("change")
    return estimate(study, block, datasets)


def with_values(name: str, measured: Mapping[str, tuple[float, ...]]) -> Datasets:
    return make_datasets() | {"ADLB": make_measured(name, measured)}


def test_value_and_change_are_described_at_each_visit() -> None:
    found = values(estimate_change(make_datasets()), "change.")
    assert found["value/ALB/BASELINE/LOW/mean"] == 32
    assert found["value/ALB/W4/HIGH/mean"] == 38  # 35, 39, 40
    assert found["change/ALB/W4/LOW/mean"] == 2  # 1, 1, 3, 3
    assert found["change/ALB/W4/HIGH/median"] == 5  # 5, 5, 8
    assert found["change/ALB/W8/ALL/n"] == 7
    assert "change/ALB/BASELINE/LOW/mean" not in found


def test_the_paired_t_test_is_that_of_a_textbook() -> None:
    # changes 1, 2, 3: mean 2, SE 1/√3, t = 2√3 with 2 df; P = 1 − t/√(t² + 2); the quantile of t is 4.302653
    product = estimate_change(with_values("ALB", {"05": (30.0, 31.0), "06": (30.0, 32.0), "07": (30.0, 33.0)}))
    found = values(product, "change.paired-t/ALB/W4/HIGH/")
    t = 2 * math.sqrt(3)
    assert found["estimate"] == 2
    assert found["std.error"] == pytest.approx(1 / math.sqrt(3))
    assert found["conf.low"] == pytest.approx(2 - 4.302653 / math.sqrt(3), abs=1e-6)
    assert found["conf.high"] == pytest.approx(2 + 4.302653 / math.sqrt(3), abs=1e-6)
    assert found["statistic"] == pytest.approx(t)
    assert found["parameter"] == 2
    assert found["p.value"] == pytest.approx(1 - t / math.sqrt(t**2 + 2))


def test_log_normal_parameters_have_geometric_means_and_ratios() -> None:
    # ratios 2, 1, 2 and baselines 10, 20, 40
    product = estimate_change(with_values("TBIL", {"01": (10.0, 20.0), "02": (20.0, 20.0), "03": (40.0, 80.0)}))
    found = values(product, "change.")
    assert found["geometric/TBIL/BASELINE/LOW/mean"] == pytest.approx(20)
    # logarithms of the baselines: SD ln 2, SE ln 2/√3
    assert found["geometric/TBIL/BASELINE/LOW/conf.high"] == pytest.approx(
        20 * 2 ** (4.302653 / math.sqrt(3)), rel=1e-6
    )
    assert found["ratio/TBIL/W4/LOW/estimate"] == pytest.approx(2 ** (2 / 3))
    # logarithms 1, 0, 1 in units of ln 2: mean 2/3, SE 1/3, t = 2
    assert found["ratio/TBIL/W4/LOW/p.value"] == pytest.approx(1 - 2 / math.sqrt(6))
    assert found["paired-t/TBIL/W4/LOW/estimate"] == pytest.approx(50 / 3)
    assert not [name for name in found if name.startswith(("ratio/ALB", "geometric/ALB"))]


def test_units_are_those_of_the_statistic() -> None:
    units = {row.id.removeprefix("change."): row.unit for row in estimate_change(make_datasets()).rows}
    assert units["value/TBIL/W4/LOW/mean"] == "µmol/L"
    assert units["ratio/TBIL/W4/LOW/estimate"] == "ratio"
    assert units["paired-t/ALB/W4/LOW/p.value"] == ""


def test_what_cannot_be_estimated_says_why() -> None:
    measured = {"01": (10.0, 0.0, 20.0), "02": (20.0, NAN, NAN), "05": (10.0, 20.0), "06": (10.0, 20.0)}
    rows = {row.id.removeprefix("change."): row for row in estimate_change(with_values("TBIL", measured)).rows}
    assert rows["paired-t/TBIL/W4/LOW/p.value"].error == "one pair of values has no standard error"
    assert rows["geometric/TBIL/W4/LOW/mean"].error == "1 of 1 values are not above 0"
    assert rows["geometric/TBIL/W8/LOW/mean"].stat == pytest.approx(20)
    assert rows["geometric/TBIL/W8/LOW/conf.low"].error == "one value has no interval"
    assert rows["geometric/TBIL/W4/HIGH/conf.low"].error == "all values are equal"
    assert rows["ratio/TBIL/W8/HIGH/estimate"].error == "no pairs of values"
    assert rows["value/TBIL/W8/HIGH/mean"].error == "no values"
    assert rows["value/ALB/W8/HIGH/n"].stat == 0


def test_two_values_of_one_patient_and_visit_are_an_error() -> None:
    datasets = make_datasets()
    datasets["ADLB"].loc[datasets["ADLB"]["AVISIT"] == "W8", "AVISIT"] = "W4"
    with pytest.raises(ResultsError, match="ADLB, ALB: more than one analysed value for 01 at W4, 02 at W4"):
        estimate_change(datasets)


def test_records_that_are_not_chosen_do_not_count() -> None:
    datasets = make_datasets()
    extra = datasets["ADLB"].assign(ANL01FL="", ABLFL="", AVAL=999.0, CHG=999.0)
    datasets["ADLB"] = pd.concat([datasets["ADLB"], extra])
    assert values(estimate_change(datasets)) == values(estimate_change(make_datasets()))


def test_per_cent_change_is_described() -> None:
    found = values(estimate_change(with_values("ALB", {"05": (20.0, 30.0), "06": (40.0, 30.0)})), "change.")
    assert found["percent-change/ALB/W4/HIGH/mean"] == 12.5  # +50 % and −25 %
    assert found["percent-change/ALB/W4/HIGH/max"] == 50


def test_the_exact_signed_rank_test_counts_signs() -> None:
    # changes 1, 2, 3, all above 0: 2 of 8 assignments of signs are as extreme
    found = values(estimate_change(with_values("ALB", {"05": (30.0, 31.0), "06": (30.0, 32.0), "07": (30.0, 33.0)})))
    assert found["change.signed-rank/ALB/W4/HIGH/statistic"] == 6
    assert found["change.signed-rank/ALB/W4/HIGH/p.value"] == 0.25
    # Walsh averages 1, 1.5, 2, 2, 2.5, 3
    assert found["change.hodges-lehmann/ALB/W4/HIGH/estimate"] == 2
    # mean 2, SD 1; the correction for 2 degrees of freedom is Γ(1)/(√1 Γ(1/2)) = 1/√π
    assert found["change.hedges-g/ALB/W4/HIGH/estimate"] == pytest.approx(2 / math.sqrt(math.pi))


def test_of_log_normal_parameters_the_logarithms_are_tested() -> None:
    product = estimate_change(with_values("TBIL", {"01": (10.0, 20.0), "02": (20.0, 80.0), "03": (40.0, 80.0)}))
    found, rows = values(product, "change."), {row.id: row for row in product.rows}
    # logarithms 1, 2, 1 in units of ln 2: Walsh averages 1, 1, 1, 1.5, 1.5, 2
    assert found["hodges-lehmann/TBIL/W4/LOW/estimate"] == pytest.approx(2**1.25)
    assert rows["change.hodges-lehmann/TBIL/W4/LOW/estimate"].unit == "ratio"
    # mean 4/3, SD 1/√3
    assert found["hedges-g/TBIL/W4/LOW/estimate"] == pytest.approx(4 / math.sqrt(3) / math.sqrt(math.pi))
    assert "of logarithms" in rows["change.signed-rank/TBIL/W4/LOW/p.value"].options


def test_a_block_chooses_its_tests() -> None:
    study = make_study(only="change", tests=["signed-rank"])
    block: Any = study.analysis("change")
    contexts = {row.context for row in estimate(study, block, make_datasets()).rows}
    assert contexts == {"population", "value", "change", "percent-change", "geometric", "signed-rank"}


def test_a_block_chooses_what_is_described_and_by_which_treatment() -> None:
    datasets = make_datasets()
    datasets["ADSL"].loc[datasets["ADSL"]["USUBJID"].eq("01"), "TRT01A"] = "High dose"
    study = make_study(only="change", tests=[], describe=["change"], treatment="actual")
    block: Any = study.analysis("change")
    product = estimate(study, block, datasets)
    assert {row.context for row in product.rows} == {"population", "value", "change", "geometric"}
    assert values(product)["change.value/ALB/W4/HIGH/n"] == 4


def test_every_value_has_a_line_in_the_frame() -> None:
    measured = {"05": (30.0, 31.0, NAN, 33.0), "01": (NAN, 35.0), "08": (30.0, 30.0)}
    frame = estimate_change(with_values("ALB", measured)).frames["values"]
    lines = [tuple(line) for line in frame.fillna("").itertuples(index=False)]
    assert lines == [
        ("ALB", "01", "LOW", "W4", 29.0, 35.0, ""),
        ("ALB", "05", "HIGH", "BASELINE", 1.0, 30.0, ""),
        ("ALB", "05", "HIGH", "W4", 29.0, 31.0, 1.0),
    ]


def test_many_changes_are_tested_by_the_normal_distribution(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.results.change_tests.MOST_EXACT", 6)
    rows = {row.id.removeprefix("change."): row for row in estimate_change(make_datasets()).rows}
    assert "exact" in rows["signed-rank/ALB/W4/LOW/p.value"].options  # four patients
    assert "normal" in rows["signed-rank/ALB/W4/ALL/p.value"].options  # seven
    assert "asymptotic" in rows["hodges-lehmann/ALB/W4/ALL/estimate"].options
