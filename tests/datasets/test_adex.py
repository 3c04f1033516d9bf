import pandas as pd
import pytest

from analysis.datasets import adex
from analysis.datasets.checking import check_dataset
from analysis.errors import DatasetError
from tests.datasets.small import make_adsl, make_domain, make_study

ADSL = """
USUBJID | TRTSDT     | TRTEDT
S-1     | 2024-01-10 | 2024-01-17
S-2     | 2024-01-10 | 2024-01-19
S-3     |            |
"""
EX = """
USUBJID | EXTRT | EXDOSE | EXDOSU | EXDOSFRQ | EXADJ                     | EXSTDTC          | EXENDTC
S-1     | CELLS | 50     | cells  | ONCE     |                           | 2024-01-10T09:00 | 2024-01-10T09:45
S-1     | CELLS | 40     | cells  | ONCE     | INTERRUPTED, THEN STOPPED | 2024-01-17       | 2024-01-17
S-2     | CELLS | 2      | cells  | BID      | DOSE REDUCED              | 2024-01-10       | 2024-01-19
"""


def derived(text: str = EX) -> pd.DataFrame:
    adsl = make_adsl(ADSL).assign(TRTDURD=[8.0, 10.0, float("nan")], WEIGHTBL=[45.0, 80.0, 70.0])
    frame = adex.derive(make_study(), {"EX": make_domain("EX", text)}, {"ADSL": adsl})
    check_dataset(make_study(), "ADEX", frame)
    return frame


def test_a_record_for_each_dose() -> None:
    frame = derived()
    doses = frame[frame["PARAMCD"] == "DOSE"]
    assert doses[["AVAL", "ASTDY", "AENDY", "INTERFL"]].to_numpy().tolist() == [
        [50, 1, 1, ""],
        [40, 8, 8, "Y"],
        [2, 1, 10, ""],
    ]
    assert doses["PARAM"].unique().tolist() == ["Dose (cells)"]
    assert frame.loc[frame["PARAMCD"] == "DOSEMIN", "AVAL"].tolist() == [45]


def test_the_summaries_of_a_subject() -> None:
    frame = derived()
    totals = frame[frame["DTYPE"] != ""].pivot(index="USUBJID", columns="PARAMCD", values="AVAL")
    assert totals.index.tolist() == ["S-1", "S-2"]
    first, second = totals.loc["S-1"], totals.loc["S-2"]
    assert (first["NDOSE"], first["TOTDOSE"], first["TOTDKG"], first["TRTDUR"]) == (2, 90, 2, 8)
    assert (first["NINTER"], first["NADJ"]) == (1, 1)
    assert (second["NDOSE"], second["TOTDOSE"], second["TOTDKG"]) == (20, 40, 0.5)
    assert (second["NINTER"], second["NADJ"]) == (0, 1)


def test_doses_in_several_units_are_an_error() -> None:
    with pytest.raises(DatasetError, match="EX, EXDOSU: doses in several units: cells, mg"):
        derived(EX.replace("2      | cells", "2      | mg   "))


def test_adjustments_that_are_not_recorded_are_not_counted() -> None:
    adsl = make_adsl(ADSL).assign(TRTDURD=[8.0, 10.0, float("nan")], WEIGHTBL=[45.0, 80.0, 70.0])
    frame = adex.derive(make_study(), {"EX": make_domain("EX", EX).drop(columns="EXADJ")}, {"ADSL": adsl})
    assert not set(frame["PARAMCD"]) & {"NINTER", "NADJ"}
    assert "NDOSE" in set(frame["PARAMCD"])
