import pandas as pd

from analysis.datasets.ranges import derive_range_indicator, derive_shift

GAP = float("nan")


def test_a_value_at_a_limit_is_normal() -> None:
    frame = pd.DataFrame({"AVAL": [39.9, 40, 55, 55.1, GAP], "ANRLO": 40.0, "ANRHI": 55.0})
    assert derive_range_indicator(frame).tolist() == ["LOW", "NORMAL", "NORMAL", "HIGH", ""]


def test_one_limit_decides_alone() -> None:
    frame = pd.DataFrame({"AVAL": [1.0, 9, 9], "ANRLO": [2.0, GAP, GAP], "ANRHI": [GAP, 8, GAP]})
    assert derive_range_indicator(frame).tolist() == ["LOW", "HIGH", ""]


def test_shift_after_baseline() -> None:
    now = pd.Series(["NORMAL", "HIGH", "", "LOW"])
    shift = derive_shift(pd.Series(["NORMAL"] * 3 + [""]), now, pd.Series([False, True, True, True]))
    assert shift.tolist() == ["", "NORMAL to HIGH", "", ""]
