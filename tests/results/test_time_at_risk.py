from typing import Any

import pandas as pd
import pytest

from analysis.results.subjects import derive_subjects
from analysis.results.time_at_risk import derive_patient_years, format_time_at_risk
from tests.results.trial import make_datasets, make_study


def days(**changes: Any) -> list[float]:
    study, datasets = make_study(), make_datasets()
    datasets["ADSL"] = datasets["ADSL"].assign(**changes)
    years = derive_patient_years(study, derive_subjects(study, "safety", datasets))
    return [round(year * 365.25, 6) for year in years]


def test_time_runs_from_first_dose_to_last_known_alive_within_the_safety_period() -> None:
    assert days() == [57, 57, 30, 57, 57, 57, 57]


def test_nobody_is_at_risk_after_the_data_cut_off() -> None:
    # the cut-off is 2024-01-01
    assert days(TRTSDT=pd.Timestamp("2023-12-23"), LSTALVDT=pd.Timestamp("2024-06-01")) == [10] * 7


def test_without_dates_there_is_no_time() -> None:
    assert days(TRTSDT=pd.NaT) == [0] * 7


def test_the_footnote_names_the_last_day() -> None:
    assert format_time_at_risk(make_study()) == "time from first dose to last known alive, at most to day 57"


def test_without_a_safety_period_all_time_counts() -> None:
    study, datasets = make_study().model_copy(update={"safety": None}), make_datasets()
    years = derive_patient_years(study, derive_subjects(study, "safety", datasets))
    assert years[0] == pytest.approx(364 / 365.25)
