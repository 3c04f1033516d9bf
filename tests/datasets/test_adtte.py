import pandas as pd
import pytest

from analysis.datasets import adtte
from analysis.datasets.checking import check_dataset
from tests.datasets.small import make_adsl, make_study

ADSL = """
USUBJID | TRTSDT     | RFICDT     | DTHDT      | LSTALVDT   | DCSREASP
S-1     | 2024-01-10 | 2024-01-01 | 2024-03-10 | 2024-03-10 | DEATH
S-2     | 2024-01-10 | 2024-01-01 |            | 2024-01-10 | LOST TO FOLLOW-UP: MOVED
S-3     | 2024-01-10 | 2024-01-01 |            | 2024-06-01 |
S-4     |            | 2024-01-01 |            | 2024-01-01 |
S-5     | 2024-01-10 | 2024-01-01 | 2025-02-01 | 2025-02-01 | DEATH
"""


def derived(**time: str) -> pd.DataFrame:
    study = make_study(event_times=[{"id": "OS", "label": "Overall survival"} | time])
    frame = adtte.derive(study, {}, {"ADSL": make_adsl(ADSL)})
    check_dataset(study, "ADTTE", frame)
    return frame.set_index("USUBJID")


def test_days_count_the_first_day() -> None:
    assert derived(unit="days")["AVAL"].tolist() == [61, 1, 144, 357]


def test_months_are_days_by_30_4375() -> None:
    assert derived().loc["S-1", "AVAL"] == pytest.approx(61 / 30.4375)
    assert derived().loc["S-1", "PARAM"] == "Overall survival (months)"


def test_events_and_reasons_of_censoring() -> None:
    frame = derived()
    assert frame["CNSR"].tolist() == [0, 1, 2, 3]
    assert frame.loc["S-5", "ADT"] == pd.Timestamp("2024-12-31")  # died after the data cut-off
    assert frame["EVNTDESC"].tolist()[:3] == ["Death", "Lost to follow-up", "Alive at last contact"]


def test_from_consent_everyone_has_a_time() -> None:
    assert derived(origin="consent", unit="days").loc["S-4", "AVAL"] == 1
