import pandas as pd
import pytest

from analysis.raw.dates import read_dates, read_days


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2024-02-29", "2024-02-29", "2024-02-29", "D"),
        ("2024-02", "2024-02-01", "2024-02-29", "M"),
        ("2023-02", "2023-02-01", "2023-02-28", "M"),
        ("2023", "2023-01-01", "2023-12-31", "Y"),
        ("2023---15", "2023-01-01", "2023-12-31", "Y"),
        ("2023-05--T08:30", "2023-05-01", "2023-05-31", "M"),
        ("2023-05-17T", None, None, None),
        ("2023-05-17T08:30", "2023-05-17", "2023-05-17", "D"),
        ("2023-05-17T08", "2023-05-17", "2023-05-17", "D"),
        ("2023-05-17T08:30:59+08:00", "2023-05-17", "2023-05-17", "D"),
        ("2023-05-17/2023-06-02", "2023-05-17", "2023-06-02", "D"),
        ("--12-15", "NaT", "NaT", ""),
        ("", "NaT", "NaT", ""),
    ],
)
def test_what_the_text_allows(text: str, first: str | None, last: str | None, precision: str | None) -> None:
    dates = read_dates(pd.Series([text])).iloc[0]
    assert dates["valid"] == (first is not None)
    if first is not None:
        assert [str(dates[name])[:10] for name in ("first", "last")] == [first, last]
        assert dates["precision"] == precision


@pytest.mark.parametrize(
    "text", ["2023-02-30", "2023-13-01", "30.02.2023", "2023-2-3", "NA", "0023-01-01", "2023-01-01T25:00"]
)
def test_what_is_no_date(text: str) -> None:
    assert not read_dates(pd.Series([text]))["valid"].iloc[0]


def test_the_moment_needs_hours_and_minutes() -> None:
    moments = read_dates(pd.Series(["2023-05-17T08:30", "2023-05-17T08", "2023-05-17"]))["moment"]
    assert moments.iloc[0] == pd.Timestamp("2023-05-17 08:30")
    assert moments.iloc[1:].isna().all()


def test_days_are_complete_dates_and_keep_the_index() -> None:
    days = read_days(pd.Series(["2023-05", "2023-05-17T08:30"], index=[7, 3]))
    assert days.isna().tolist() == [True, False]
    assert days[3] == pd.Timestamp("2023-05-17")
