import pandas as pd
import pytest

from analysis.datasets.days import derive_study_day
from analysis.datasets.windows import (
    derive_analysis_flag,
    derive_baseline_visit,
    derive_visit,
    derive_windows,
)
from analysis.errors import DatasetError
from analysis.study import Study
from tests.datasets.small import TREE, make_study

FIRST = pd.Timestamp("2024-01-10")


def study_with(*days: int) -> Study:
    later = [{"id": f"D{day}", "label": "", "day": day} for day in days]
    return make_study(visits=[TREE["visits"][0], *later])


def at(*days: int) -> pd.DataFrame:
    """Records of one subject on these study days, at scheduled visits, each with a value."""
    dates = [FIRST + pd.Timedelta(days=day - 1 if day > 0 else day) for day in days]
    frame = pd.DataFrame({"ADT": dates, "USUBJID": "S-1", "PARAMCD": "ALB", "AVAL": 1.0, "AVALC": "", "ABLFL": ""})
    return frame.assign(
        ADY=derive_study_day(frame["ADT"], pd.Series(FIRST, index=frame.index)),
        ADTM=pd.Series(pd.NaT, index=frame.index, dtype="datetime64[ns]"),
        VISIT="",
        VISITNUM=[float(n) for n in range(1, len(days) + 1)],
        SRCSEQ=range(1, len(days) + 1),
    )


def flags(study: Study, frame: pd.DataFrame) -> list[str]:
    windowed = frame.assign(AVISIT=derive_visit(study, frame, frame["ADY"] > 1)["AVISIT"])
    windowed["AWTDIFF"] = derive_visit(study, frame, frame["ADY"] > 1)["AWTDIFF"]
    return derive_analysis_flag(study, windowed).tolist()


def test_windows_are_inclusive_and_leave_gaps() -> None:
    study = make_study()
    frame = at(-3, 1, 7, 8, 22, 23, 43, 44)
    frame.loc[1, "ABLFL"] = "Y"
    visit = derive_visit(study, frame, frame["ADY"] > 1)
    assert visit["AVISIT"].tolist() == ["", "BL", "", "W2", "W2", "W4", "W4", ""]
    assert visit["AVISITN"].tolist()[3:7] == [15, 15, 29, 29]
    assert visit["AWTDIFF"].tolist()[3:7] == [7, 7, 6, 14]


def test_windows_that_are_not_given_are_halfway() -> None:
    windows = derive_windows(study_with(8, 15, 29))
    assert windows[["AWLO", "AWHI"]].to_numpy().tolist() == [[5, 11], [12, 22], [23, 36]]


def test_overlapping_windows_are_an_error() -> None:
    visits = [*TREE["visits"][:2], {"id": "W3", "label": "", "day": 22, "window": [22, 30]}]
    with pytest.raises(DatasetError, match="overlap the visit before: W3"):
        derive_windows(make_study(visits=visits))


def test_exactly_one_baseline_visit() -> None:
    with pytest.raises(DatasetError, match="0 visits are marked"):
        derive_baseline_visit(make_study(visits=TREE["visits"][1:]))


def test_the_nearest_record_stands_for_the_visit() -> None:
    assert flags(make_study(), at(10, 16, 20)) == ["", "Y", ""]


def test_ties_go_to_the_later_day_or_as_the_study_says() -> None:
    frame = at(13, 17)
    assert flags(make_study(), frame) == ["", "Y"]
    assert flags(make_study(visit_tie="earlier"), frame) == ["Y", ""]


def test_on_one_day_scheduled_before_unscheduled_then_the_last() -> None:
    frame = at(15, 15, 15).assign(VISITNUM=[2, 2.1, 2])
    assert flags(make_study(), frame) == ["", "", "Y"]
    assert flags(make_study(), frame.assign(VISITNUM=[2, 2.1, 2.2])) == ["Y", "", ""]
    named = frame.assign(VISIT=["Unscheduled 2", "ECG", "Unscheduled 2.2"], VISITNUM=[2, 2.1, 2.2])
    assert flags(make_study(), named) == ["", "Y", ""]


def test_a_record_without_value_is_not_chosen() -> None:
    frame = at(15, 17)
    frame.loc[0, "AVAL"] = None
    assert flags(make_study(), frame) == ["", "Y"]
