import pandas as pd
import pytest

from analysis.datasets.days import derive_end_date, derive_start_date, derive_study_day


def dates(*texts: str) -> pd.Series:
    return pd.to_datetime(pd.Series(list(texts)))


def test_there_is_no_day_0() -> None:
    day = derive_study_day(dates("2024-01-08", "2024-01-09", "2024-01-10", "2024-01-11"), dates(*["2024-01-10"] * 4))
    assert day.tolist() == [-2, -1, 1, 2]


def test_no_day_without_both_dates() -> None:
    missing = pd.Series([pd.NaT, pd.Timestamp("2024-01-01")])
    assert derive_study_day(missing, missing[::-1].reset_index(drop=True)).isna().all()


@pytest.mark.parametrize(
    ("text", "date", "flag"),
    [
        ("2024-03-05", "2024-03-05", ""),
        ("2024-03", "2024-03-01", "D"),
        ("2024-02", "2024-02-10", "D"),  # the month of the first dose
        ("2024", "2024-02-10", "M"),
        ("2023", "2023-01-01", "M"),
        ("", "NaT", ""),
    ],
)
def test_partial_starts(text: str, date: str, flag: str) -> None:
    start = derive_start_date(pd.Series([text]), dates("2024-02-10")).iloc[0]
    assert (str(start["date"])[:10], start["flag"]) == (date, flag)


@pytest.mark.parametrize(
    ("text", "date", "flag"),
    [
        ("2024-03-05", "2024-03-05", ""),
        ("2024-03", "2024-03-31", "D"),
        ("2024-06", "2024-06-15", "D"),  # the month of the last contact
        ("2024", "2024-06-15", "M"),
        ("2023", "2023-12-31", "M"),
        ("", "NaT", ""),
    ],
)
def test_partial_ends(text: str, date: str, flag: str) -> None:
    end = derive_end_date(pd.Series([text]), dates("2024-06-15")).iloc[0]
    assert (str(end["date"])[:10], end["flag"]) == (date, flag)
