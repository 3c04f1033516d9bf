import math
from typing import Any

import pytest

from analysis.errors import ResultsError
from analysis.results.adverse_events import estimate
from analysis.results.product import Product
from tests.results.trial import EVENTS, NAN, Datasets, make_datasets, make_events, make_study, values


def estimate_events(datasets: Datasets) -> Product:
    study = make_study()
    block: Any = study.analysis("adverse-events")
    return estimate(study, block, datasets)


def test_subjects_count_once_and_events_each_time() -> None:
    found = values(estimate_events(make_datasets()), "adverse-events.")
    n = {name.removesuffix("/ALL/n"): value for name, value in found.items() if name.endswith("ALL/n")}
    assert n == {
        "overview/any": 2,
        "overview/related": 2,
        "overview/grade-3-plus": 1,
        "overview/serious": 1,
        "overview/withdrawal": 0,
        "overview/fatal": 1,
        "special-interest/Infection": 2,
        "grade-1-2/events": 3,
    }
    assert (found["overview/any/ALL/events"], found["overview/any/LOW/events"]) == (4, 2)
    assert found["special-interest/Infection/ALL/events"] == 2
    assert (found["overview/any/HIGH/n"], found["overview/any/HIGH/N"]) == (1, 3)
    assert found["overview/any/HIGH/p"] == pytest.approx(1 / 3)


def test_intervals_are_exact() -> None:
    # 1 of 3: the limits solve 1 − (1 − p)³ = 0.025 and (1 − p)³ + 3p(1 − p)² = 0.025
    found = values(estimate_events(make_datasets()), "adverse-events.overview/any/HIGH/")
    assert found["conf.low"] == pytest.approx(1 - 0.975 ** (1 / 3))
    high = found["conf.high"]
    assert (1 - high) ** 3 + 3 * high * (1 - high) ** 2 == pytest.approx(0.025)
    assert found["conf.high"] == pytest.approx(0.9057007)


def test_grades_1_and_2_are_a_share_of_the_events() -> None:
    found = values(estimate_events(make_datasets()), "adverse-events.grade-1-2/events/")
    assert [found[f"ALL/{name}"] for name in ("n", "N", "p")] == [3, 4, 0.75]


def test_an_event_without_grade_is_told() -> None:
    datasets = make_datasets() | {"ADAE": make_events((("01", "General", "Pyrexia", NAN, "", "", ""), *EVENTS))}
    rows = {row.id: row for row in estimate_events(datasets).rows}
    share = rows["adverse-events.grade-1-2/events/LOW/p"]
    assert share.stat == pytest.approx(1 / 3)
    assert share.warning == "1 of 3 events have no grade"


def test_actual_treatment_counts_and_only_emergent_events_do() -> None:
    datasets = make_datasets()
    datasets["ADSL"].loc[datasets["ADSL"]["USUBJID"] == "05", "TRT01A"] = "Low dose"
    datasets["ADAE"].loc[0, "TRTEMFL"] = ""
    product = estimate_events(datasets)
    found = values(product, "adverse-events.overview/any/")
    assert (found["LOW/n"], found["LOW/N"], found["LOW/events"]) == (2, 5, 3)
    assert {row.group1 for row in product.rows} == {"TRT01A"}


def test_what_is_recorded_of_no_event_is_not_zero() -> None:
    datasets = make_datasets()
    datasets["ADAE"]["AEACN"] = ""
    rows = {row.id: row for row in estimate_events(datasets).rows}
    withdrawal = rows["adverse-events.overview/withdrawal/ALL/n"]
    assert math.isnan(withdrawal.stat)
    assert withdrawal.error == "AEACN not recorded for any event"
    assert rows["adverse-events.overview/serious/ALL/n"].stat == 1


def test_no_events_are_rows_of_zeros() -> None:
    product = estimate_events(make_datasets() | {"ADAE": make_events(())})
    rows = {row.id: row for row in product.rows}
    assert rows["adverse-events.overview/any/ALL/n"].stat == 0
    assert rows["adverse-events.overview/any/ALL/conf.high"].stat == pytest.approx(1 - 0.025 ** (1 / 7))
    assert rows["adverse-events.grade-1-2/events/ALL/p"].error == "no events"


def test_categories_have_differences_and_rates() -> None:
    found = values(estimate_events(make_datasets()), "adverse-events.")
    # serious: 1 of 4 in low, none of 3 in high
    assert found["overview-difference/serious/HIGH/LOW/estimate"] == -0.25
    # events are collected to day 57; the third patient is known alive for 30 days only
    years = (3 * 57 + 30) / 365.25
    assert found["overview-rate/any/LOW/exposure"] == pytest.approx(years)
    assert found["overview-rate/any/LOW/estimate"] == pytest.approx(100 * 2 / years)
    assert found["special-interest-rate/Infection/HIGH/events"] == 1


def test_a_missing_dataset_is_named() -> None:
    datasets = make_datasets()
    del datasets["ADAE"]
    with pytest.raises(ResultsError, match="ADAE: the dataset is missing"):
        estimate_events(datasets)
