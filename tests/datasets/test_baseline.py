import numpy as np
import pandas as pd
import pytest

from analysis.datasets.baseline import derive_baseline_flag, derive_before_treatment, derive_change
from tests.datasets.small import make_adsl

NEVER = np.datetime64("NaT", "ns")
# value, date and time, visit number; first dose on 10 January at 9:30
RECORDS = """
USUBJID | PARAMCD | AVAL | ADTM             | VISITNUM
S-1     | ALB     | 30   | 2024-01-02T08:00 | 1
S-1     | ALB     | 31   | 2024-01-10T08:00 | 2
S-1     | ALB     |      | 2024-01-10T09:00 | 2.1
S-1     | ALB     | 32   | 2024-01-10T11:00 | 2.2
S-1     | ALB     | 34   | 2024-01-20T08:00 | 3
"""


def records(text: str = RECORDS) -> pd.DataFrame:
    frame = make_adsl(text).assign(TRTSDT=pd.Timestamp("2024-01-10"), TRTSDTM=pd.Timestamp("2024-01-10T09:30"))
    frame["AVAL"] = pd.to_numeric(frame["AVAL"].where(frame["AVAL"] != ""))
    return frame.assign(ADT=frame["ADTM"].dt.normalize(), AVALC="", SRCSEQ=range(1, len(frame) + 1))


def test_the_last_value_before_the_first_dose_is_the_baseline() -> None:
    frame = records()
    assert derive_before_treatment(frame).tolist() == [True, True, True, False, False]
    assert derive_baseline_flag(frame).tolist() == ["", "Y", "", "", ""]


def test_without_times_the_day_of_the_first_dose_counts_as_before() -> None:
    frame = records(RECORDS).assign(TRTSDTM=NEVER)
    assert derive_baseline_flag(frame).tolist() == ["", "", "", "Y", ""]


def test_of_one_moment_the_later_visit_and_sequence() -> None:
    frame = records().assign(ADT=pd.Timestamp("2024-01-05"), ADTM=NEVER, AVAL=1.0, VISITNUM=[1, 2, 2, 1, 1])
    assert derive_baseline_flag(frame).tolist() == ["", "", "Y", "", ""]


def test_change_after_baseline_only() -> None:
    frame = records()
    frame["ABLFL"] = derive_baseline_flag(frame)
    change = derive_change(frame, ~derive_before_treatment(frame))
    assert change["BASE"].tolist() == [31] * 5
    assert change["CHG"].tolist()[3:] == [1, 3]
    assert change["CHG"].isna().tolist() == [True] * 3 + [False] * 2
    assert change["PCHG"].iloc[4] == pytest.approx(100 * 3 / 31)


def test_percent_change_of_a_negative_and_a_zero_baseline() -> None:
    frame = records().assign(AVAL=[0, -2.0, 5, 0, -1])
    frame["ABLFL"] = derive_baseline_flag(frame.assign(AVAL=[np.nan, -2.0, np.nan, 0, -1]))
    after = ~derive_before_treatment(frame)
    assert derive_change(frame, after)["PCHG"].tolist()[3:] == [100, 50]
    assert derive_change(frame.assign(AVAL=frame["AVAL"] + 2), after)["PCHG"].isna().all()
