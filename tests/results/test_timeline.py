from typing import Any

import pandas as pd

from analysis.results.product import Product
from analysis.results.timeline import estimate
from tests.results.trial import Datasets, make_datasets, make_study, values


def estimate_timeline(datasets: Datasets) -> Product:
    study = make_study()
    block: Any = study.analysis("timeline")
    return estimate(study, block, datasets)


def lines(product: Product, name: str, subject: str) -> list[tuple[Any, ...]]:
    frame = product.frames[name]
    return [tuple(line)[2:] for line in frame[frame["subject"].eq(subject)].itertuples(index=False)]


def test_lines_run_from_the_first_dose_in_study_days() -> None:
    product = estimate_timeline(make_datasets())
    # 2 to 9 January, and to 31 January
    assert lines(product, "bars", "03") == [("study", 1, 30), ("treatment", 1, 8)]
    assert values(product, "timeline.summary/study-days/")["LOW/min"] == 30


def test_marks_tell_doses_events_and_ends() -> None:
    product = estimate_timeline(make_datasets())
    assert lines(product, "marks", "03") == [("discontinued", 30, "Lost"), ("dose", 1, ""), ("dose", 8, "")]
    assert lines(product, "marks", "01")[-1] == ("serious-event", 20, "Pneumonia")
    assert lines(product, "marks", "06")[0] == ("death", 364, "")


def test_the_longest_lines_stand_first_in_their_arm() -> None:
    datasets = make_datasets()
    datasets["ADSL"].loc[datasets["ADSL"]["USUBJID"].eq("07"), "EOSDT"] = pd.Timestamp("2024-02-01")
    order = list(dict.fromkeys(estimate_timeline(datasets).frames["bars"]["subject"]))
    assert order == ["01", "02", "04", "03", "07", "05", "06"]


def test_without_an_end_of_study_the_day_last_known_alive_ends_the_line() -> None:
    datasets = make_datasets()
    datasets["ADSL"] = datasets["ADSL"].assign(EOSDT=pd.Timestamp("NaT"), EOSSTT="ONGOING")
    product = estimate_timeline(datasets)
    assert lines(product, "bars", "03")[0] == ("study", 1, 30)
    assert [mark[0] for mark in lines(product, "marks", "03")] == ["dose", "dose"]


def test_exposure_and_events_may_be_lacking() -> None:
    datasets = {"ADSL": make_datasets()["ADSL"]}
    assert set(estimate_timeline(datasets).frames["marks"]["mark"]) == {"completed", "discontinued", "death"}
