import pandas as pd
import pytest

from analysis.errors import ResultsError
from analysis.results.records import derive_later_records
from analysis.results.subjects import derive_subjects
from tests.results.trial import NAN, Datasets, make_datasets, make_measured, make_study


def later(datasets: Datasets) -> list[tuple[str, float]]:
    study = make_study()
    subjects = derive_subjects(study, "safety", datasets)
    found = derive_later_records(study, "ALB", subjects, datasets)
    return [(subjects.ids[member], value) for member, value in zip(found["member"], found["AVAL"], strict=True)]


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
