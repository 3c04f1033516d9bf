import pandas as pd
import pytest

from analysis.raw.sas_dates import derive_dates, derive_iso


@pytest.mark.parametrize(
    ("value", "sas_format", "text"),
    [
        (0, "DATE", "1960-01-01"),
        (-1, "YYMMDD", "1959-12-31"),
        (22280, "E8601DA", "2020-12-31"),
        (0, "DATETIME", "1960-01-01T00:00:00"),
        (1925078399.9, "E8601DT", "2020-12-31T23:59:59"),
        (34200, "TIME", "09:30:00"),
    ],
)
def test_numbers_with_a_date_format(value: float, sas_format: str, text: str) -> None:
    assert derive_iso(pd.Series([value, None], dtype="float64"), sas_format).tolist() == [text, ""]


@pytest.mark.parametrize("sas_format", ["", "BEST", "8", "COMMA", "DOLLAR"])
def test_other_numbers_stay(sas_format: str) -> None:
    values = pd.Series([22280.0])
    assert derive_iso(values, sas_format).equals(values)


def test_dates_of_a_given_dataset_become_text_however_they_are_kept() -> None:
    days = pd.Series([17531.0, None])
    moments = pd.Series(pd.to_datetime(["2007-12-31", "NaT"]))
    text = pd.Series(["2007-12-31", ""])
    assert [derive_dates(values).tolist() for values in (days, moments, text)] == [["2007-12-31", ""]] * 3
