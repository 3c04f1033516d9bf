from typing import Any

import pandas as pd

from analysis.results.narratives import FRAMES, estimate
from analysis.results.product import Product
from tests.results.trial import Datasets, make_datasets, make_study, values


def estimate_narratives(datasets: Datasets) -> Product:
    study = make_study()
    block: Any = study.analysis("narratives")
    return estimate(study, block, datasets)


def column(product: Product, frame: str, name: str) -> list[str]:
    return list(product.frames[frame][name])


def test_deaths_and_serious_events_are_told_about() -> None:
    product = estimate_narratives(make_datasets())
    assert column(product, "subjects", "subject") == ["01", "06"]
    assert column(product, "subjects", "reasons") == ["serious-event", "death"]
    assert column(product, "subjects", "death") == ["", "2023-12-31"]
    assert column(product, "subjects", "cause_of_death") == ["", "LIVER FAILURE"]
    found = values(product, "narratives.subjects/")
    assert (found["death/HIGH/n"], found["serious-event/LOW/n"], found["any/ALL/n"]) == (1, 1, 2)


def test_all_events_of_these_subjects_are_told_with_the_days_since_the_dose() -> None:
    product = estimate_narratives(make_datasets())
    assert column(product, "events", "term") == ["Pneumonia", "Pyrexia"]
    # doses on days 1 and 8, events on days 20 and 30
    assert column(product, "events", "since_dose") == ["12", "22"]
    assert column(product, "doses", "day") == ["1", "8", "1", "8"]
    assert column(product, "laboratory", "subject") == ["01"] * 2 + ["06"]


def test_history_keeps_what_was_recorded_of_a_date() -> None:
    history = pd.DataFrame({"USUBJID": ["06", "02", "01"], "MHDECOD": ["Hepatitis B", "Gout", "Ascites"]})
    history = history.assign(MHBODSYS="", MHCAT="", ASTDT=pd.Timestamp("2008-03-01"), ASTDTF=["M", "", "D"], ONGOFL="Y")
    product = estimate_narratives(make_datasets() | {"ADMH": history})
    assert column(product, "history", "term") == ["Ascites", "Hepatitis B"]
    assert column(product, "history", "start") == ["2008-03", "2008"]


def test_what_a_study_lacks_is_an_empty_frame_with_its_columns() -> None:
    datasets = make_datasets()
    del datasets["ADEX"]
    product = estimate_narratives(datasets)
    assert set(product.frames) == set(FRAMES)
    assert product.frames["medication"].empty
    assert "indication" in product.frames["medication"]
    assert column(product, "events", "since_dose") == ["", ""]


def test_nobody_to_tell_about_is_told() -> None:
    datasets = make_datasets()
    datasets["ADSL"] = datasets["ADSL"].assign(DTHFL="", DTHDT=pd.Timestamp("NaT"))
    datasets["ADAE"] = datasets["ADAE"].assign(AESER="N")
    product = estimate_narratives(datasets)
    assert all(frame.empty for frame in product.frames.values())
    assert values(product, "narratives.subjects/")["any/ALL/n"] == 0
