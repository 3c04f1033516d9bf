import pandas as pd
import pytest

from analysis.errors import ResultsError
from analysis.results.records import derive_later_records, derive_records, derive_text
from analysis.results.subjects import derive_subjects
from tests.results.trial import NAN, Datasets, make_datasets, make_events, make_measured, make_study


def later(datasets: Datasets) -> list[tuple[str, float]]:
    study = make_study()
    subjects = derive_subjects(study, "safety", datasets)
    found = derive_later_records(study, "ALB", subjects, datasets)
    return [(subjects.ids[member], value) for member, value in zip(found["member"], found["AVAL"], strict=True)]


def test_records_of_members_stand_in_their_order() -> None:
    datasets = make_datasets() | {"ADAE": make_events().sort_index(ascending=False)}
    subjects = derive_subjects(make_study(), "safety", datasets)
    found = derive_records("ADAE", ("AEDECOD",), subjects, datasets)
    assert found["USUBJID"].tolist() == ["01", "01", "05", "05"]  # 08 is no member
    assert found["member"].tolist() == [0, 0, 4, 4]


def test_values_are_compared_as_text() -> None:
    datasets = make_datasets()
    subjects = derive_subjects(make_study(), "safety", datasets)
    found = derive_records("ADAE", (), subjects, datasets, {"ATOXGRN": ("3", "2"), "AESER": ("Y",)})
    assert found["AEDECOD"].tolist() == ["Pneumonia"]
    with pytest.raises(ResultsError, match="ADAE: no column AESCAN"):
        derive_records("ADAE", (), subjects, datasets, {"AESCAN": ("Y",)})


def test_text_is_short_and_missing_is_empty() -> None:
    assert derive_text(pd.Series([1.0, 2.5, 7.5e7, NAN])).tolist() == ["1", "2.5", "75000000", ""]
    assert derive_text(pd.Series(["a", None])).tolist() == ["a", ""]
    days = pd.Series([pd.Timestamp("2023-01-02"), pd.NaT])
    assert derive_text(days).tolist() == ["2023-01-02", ""]
    assert derive_text(days + pd.Timedelta(hours=9)).tolist() == ["2023-01-02T09:00", ""]


def test_records_after_the_first_dose_count_whether_scheduled_or_not() -> None:
    measured = make_measured("ALB", {"05": (30.0, 31.0), "01": (40.0, 41.0), "08": (50.0, 51.0)})
    unscheduled = measured.tail(1).assign(USUBJID="01", AVISIT="", ANL01FL="", ADY=40.0, AVAL=45.0)
    assert later({**make_datasets(), "ADLB": pd.concat([unscheduled, measured])}) == [
        ("01", 41),
        ("01", 45),
        ("05", 31),
    ]


def test_without_a_baseline_the_day_decides() -> None:
    measured = make_measured("ALB", {"05": (NAN, 31.0)}).assign(CHG=NAN)
    screening = measured.assign(ADY=-10.0, AVAL=28.0)
    assert later({**make_datasets(), "ADLB": pd.concat([screening, measured])}) == [("05", 31)]


def test_a_missing_dataset_is_told() -> None:
    study, datasets = make_study(), make_datasets()
    subjects = derive_subjects(study, "safety", datasets)
    with pytest.raises(ResultsError, match="ADLB: no column USUBJID"):
        derive_later_records(study, "ALB", subjects, {"ADSL": datasets["ADSL"]})
