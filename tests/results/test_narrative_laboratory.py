import pandas as pd

from analysis.results.narrative_laboratory import LABORATORY, derive_laboratory
from analysis.results.subjects import derive_subjects
from tests.results.trial import NAN, make_datasets, make_study


def derive(values: list[tuple[float, float]], start: float, end: float) -> list[tuple[str, ...]]:
    """Values (day, value) of 01 around an event of these days."""
    records = pd.DataFrame(values, columns=["ADY", "AVAL"]).assign(member=0, PARAMCD="ALB", AVALU="g/L", ANRIND="LOW")
    event = {"member": 0, "AESEQ": 4.0, "ASTDY": start, "AENDY": end, "ASTDT": pd.Timestamp("2023-01-02")}
    subjects = derive_subjects(make_study(), "safety", make_datasets())
    frame = derive_laboratory(records, pd.DataFrame([event]), subjects)
    assert tuple(frame.columns) == LABORATORY
    return [tuple(line)[3:6] for line in frame.itertuples(index=False)]


def test_values_before_during_and_after_an_event_are_told() -> None:
    values = [(1.0, 30.0), (8.0, 31.0), (15.0, 25.0), (16.0, 24.0), (29.0, 28.0), (57.0, 33.0)]
    assert derive(values, 15, 20) == [("before", "8", "31"), ("during", "15", "25"), ("after", "29", "28")]


def test_an_event_without_end_lasts() -> None:
    assert derive([(1.0, 30.0), (57.0, 33.0)], 15, NAN) == [("before", "1", "30"), ("during", "57", "33")]


def test_what_was_not_measured_has_no_line() -> None:
    assert derive([(57.0, 33.0)], 15, 20) == [("after", "57", "33")]
    assert derive([(1.0, NAN)], 15, 20) == []


def test_deaths_are_told_with_the_last_value_before() -> None:
    subjects = derive_subjects(make_study(), "safety", make_datasets())
    records = pd.DataFrame({"ADY": [1.0, 29.0], "AVAL": [30.0, 31.0], "member": 5, "PARAMCD": "ALB", "AVALU": "g/L"})
    none = pd.DataFrame(columns=["member", "AESEQ", "ASTDY", "AENDY", "ASTDT"])
    lines = [tuple(line) for line in derive_laboratory(records, none, subjects).itertuples(index=False)]
    assert lines == [("06", "death", "ALB", "before", "29", "31", "g/L", "")]
