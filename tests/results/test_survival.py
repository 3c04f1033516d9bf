import math
from typing import Any

import pandas as pd
import pytest

from analysis.errors import ResultsError
from analysis.results.product import Product
from analysis.results.survival import CURVE, estimate
from tests.results.trial import Datasets, make_datasets, make_study, values


def estimate_survival(datasets: Datasets, **changes: Any) -> Product:
    study = make_study(**changes)
    block: Any = study.analysis("survival")
    return estimate(study, block, datasets)


def test_survival_at_landmarks_and_numbers_at_risk() -> None:
    # low: death at 3 of 4 at risk, loss at 6, death at 9 of 2 at risk
    found = values(estimate_survival(make_datasets()), "survival.")
    assert found["landmark/OS/M6/LOW/estimate"] == 0.75
    assert found["landmark/OS/M12/LOW/estimate"] == 0.375
    assert found["landmark/OS/M12/LOW/n.risk"] == 1
    assert [found[f"n-risk/OS/M{t}/LOW/n.risk"] for t in (0, 6, 12)] == [4, 3, 1]
    assert [found[f"events/OS/ALL/{name}"] for name in ("N", "n.event", "n.censor")] == [7, 2, 5]
    assert found["median/OS/LOW/estimate"] == 9
    # reverse curve of low: ends at 6 (3 at risk) and 12 (1 at risk)
    assert found["follow-up/OS/LOW/estimate"] == 12


def test_log_log_limits_follow_greenwood() -> None:
    found = values(estimate_survival(make_datasets()), "survival.landmark/OS/M6/LOW/")
    spread = 1.959964 * math.sqrt(1 / (4 * 3)) / -math.log(0.75)
    assert found["conf.low"] == pytest.approx(0.75 ** math.exp(spread), rel=1e-6)
    assert found["conf.high"] == pytest.approx(0.75 ** math.exp(-spread), rel=1e-6)


def test_the_log_rank_test_counts_observed_and_expected() -> None:
    # at 3: 4 of 7 at risk are low; at 9: 2 of 5
    found = values(estimate_survival(make_datasets()), "survival.log-rank/OS/")
    variance = 4 / 7 * 3 / 7 + 2 / 5 * 3 / 5
    statistic = (2 - 4 / 7 - 2 / 5) ** 2 / variance
    assert found["statistic"] == pytest.approx(statistic)
    assert found["parameter"] == 1
    assert found["p.value"] == pytest.approx(math.erfc(math.sqrt(statistic / 2)))


def test_the_curve_begins_at_one_and_tells_who_leaves() -> None:
    curve = estimate_survival(make_datasets()).frames["curve"]
    assert tuple(curve.columns) == CURVE
    low = curve[curve["group"] == "LOW"]
    assert low["time"].tolist() == [0, 3, 6, 9, 12]
    assert low["n.risk"].tolist() == [4, 4, 3, 2, 1]
    assert low["n.event"].tolist() == [0, 1, 0, 1, 0]
    assert low["n.censor"].tolist() == [0, 0, 1, 0, 1]
    assert low["estimate"].tolist() == [1, 0.75, 0.75, 0.375, 0.375]
    assert list(dict.fromkeys(curve["group"])) == ["LOW", "HIGH", "ALL"]


def test_what_does_not_exist_says_why() -> None:
    rows = {row.id: row for row in estimate_survival(make_datasets(), landmarks=[6, 60]).rows}
    assert rows["survival.landmark/OS/M6/HIGH/estimate"].stat == 1
    assert rows["survival.landmark/OS/M6/HIGH/conf.low"].error == "no event so far"
    assert rows["survival.landmark/OS/M60/HIGH/estimate"].error == "beyond the last follow-up"
    assert rows["survival.median/OS/HIGH/estimate"].error == "not reached"
    assert rows["survival.median/OS/LOW/estimate"].unit == "months"


def test_a_member_without_event_time_is_told() -> None:
    datasets = make_datasets()
    datasets["ADTTE"] = datasets["ADTTE"].query("USUBJID != '04'")
    rows = {row.id: row for row in estimate_survival(datasets).rows}
    assert rows["survival.events/OS/LOW/N"].stat == 3
    assert rows["survival.events/OS/LOW/N"].warning == "1 of 4 have no event time and are left out"
    assert rows["survival.population/safety/LOW/N"].stat == 4


def test_two_event_times_of_one_subject_are_an_error() -> None:
    datasets = make_datasets()
    datasets["ADTTE"] = pd.concat([datasets["ADTTE"], datasets["ADTTE"].head(1)])
    with pytest.raises(ResultsError, match="ADTTE, OS: more than one row for 01"):
        estimate_survival(datasets)


def test_times_in_days_are_called_days() -> None:
    study = make_study()
    days = study.event_times[0].model_copy(update={"unit": "days"})
    block: Any = study.analysis("survival")
    product = estimate(study.model_copy(update={"event_times": (days,)}), block, make_datasets())
    assert {row.visit for row in product.rows} == {"", "D0", "D6", "D12"}
