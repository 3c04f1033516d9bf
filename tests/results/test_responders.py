from typing import Any

import pandas as pd
import pytest

from analysis.results.responders import estimate
from analysis.results.table import Row
from tests.results.trial import NAN, Datasets, make_datasets, make_measured, make_study

# low: one of four above 36 at W8 · high: all three above 36 at W4
VALUES = {"01": (30.0, 31.0, 37.0), "02": (37.0, 38.0, 35.0), "05": (30.0, 37.0, 36.0), "06": (30.2, 36.1, NAN)}


def rows_of(datasets: Datasets, **changes: Any) -> dict[str, Row]:
    study = make_study(only="responders", **changes)
    block: Any = study.analysis("responders")
    product = estimate(study, block, datasets)
    return {row.id.removeprefix("responders.responder/ALB/"): row for row in product.rows}


def criterion(**fields: Any) -> list[dict[str, Any]]:
    return [{"id": "c", "label": "", "parameter": "ALB"} | fields]


def test_who_reaches_the_limit_is_counted_at_each_visit_and_at_any() -> None:
    rows = rows_of(make_datasets() | {"ADLB": make_measured("ALB", VALUES)})
    n = {name.removeprefix("above-36/"): row.stat for name, row in rows.items() if name.endswith("/n")}
    assert [n[f"{visit}/LOW/n"] for visit in ("BASELINE", "W4", "W8", "ANY")] == [1, 1, 1, 2]
    assert [n[f"{visit}/HIGH/n"] for visit in ("BASELINE", "W4", "W8", "ANY")] == [0, 2, 0, 2]
    assert rows["above-36/ANY/ALL/n"].stat == 4


def test_who_has_no_value_stays_in_the_denominator() -> None:
    rows = rows_of(make_datasets() | {"ADLB": make_measured("ALB", VALUES)})
    assert rows["above-36/W8/HIGH/N"].stat == 3
    assert rows["above-36/W8/HIGH/n.observed"].stat == 1
    assert rows["above-36/W4/HIGH/p"].stat == pytest.approx(2 / 3)


def test_the_interval_is_clopper_pearsons() -> None:
    rows = rows_of(make_datasets() | {"ADLB": make_measured("ALB", VALUES)})
    # 0 of 3: upper limit 1 − (0.05/2)^(1/3)
    assert rows["above-36/W8/HIGH/conf.low"].stat == 0
    assert rows["above-36/W8/HIGH/conf.high"].stat == pytest.approx(1 - 0.025 ** (1 / 3))


def test_a_change_is_compared_as_it_is_written() -> None:
    # 30.2 − 28.2 is 1.9999999999999996 to the machine
    datasets = make_datasets() | {"ADLB": make_measured("ALB", {"05": (28.2, 30.2)})}
    rows = rows_of(datasets, criteria=criterion(of="change", op=">=", value=2))
    assert rows["c/W4/HIGH/n"].stat == 1
    assert "c/BASELINE/HIGH/n" not in rows
    rows = rows_of(datasets, criteria=criterion(of="percent-change", op="<", value=7))
    assert rows["c/W4/HIGH/n"].stat == 0


def test_a_new_criterion_is_not_met_by_who_met_it_before() -> None:
    datasets = make_datasets() | {"ADLB": make_measured("ALB", VALUES)}
    rows = rows_of(datasets, criteria=criterion(op=">", value=36, new=True))
    assert [rows[f"c/{visit}/LOW/n"].stat for visit in ("BASELINE", "W4", "W8", "ANY")] == [1, 0, 1, 1]
    assert "not so at baseline" in rows["c/W4/LOW/n"].options


def test_unscheduled_records_count_where_it_is_said() -> None:
    measured = make_measured("ALB", VALUES)
    extra = measured.tail(1).assign(USUBJID="07", AVISIT="", ANL01FL="", ADY=33.0, AVAL=39.0)
    datasets = make_datasets() | {"ADLB": pd.concat([measured, extra])}
    assert rows_of(datasets)["above-36/ANY/HIGH/n"].stat == 2
    assert rows_of(datasets, unscheduled=True)["above-36/ANY/HIGH/n"].stat == 3


def test_safety_goes_by_the_treatment_given() -> None:
    datasets = make_datasets()
    datasets["ADSL"].loc[datasets["ADSL"]["USUBJID"].eq("01"), "TRT01A"] = "High dose"
    rows = rows_of(datasets, treatment="actual")
    assert rows["above-36/W4/HIGH/N"].stat == 4
    assert rows["above-36/W4/HIGH/N"].group1 == "TRT01A"


def test_on_request_the_arms_are_compared() -> None:
    study = make_study(only="responders")
    block: Any = study.analysis("responders").model_copy(update={"compare": True})
    product = estimate(study, block, make_datasets() | {"ADLB": make_measured("ALB", VALUES)})
    rows = {row.id: row for row in product.rows}
    difference = rows["responders.responder-difference/ALB/above-36/W4/HIGH/LOW/estimate"]
    assert difference.stat == pytest.approx(2 / 3 - 1 / 4)
    assert difference.method == "Risk difference"
