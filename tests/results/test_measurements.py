import math

import numpy as np
import pytest

from analysis.errors import ResultsError
from analysis.results.measurements import (
    derive_baseline_class,
    derive_baseline_visit,
    derive_dataset_name,
    derive_measurements,
)
from analysis.results.subjects import derive_subjects
from tests.results.trial import NAN, Datasets, make_datasets, make_measured, make_study


def test_lines_are_subjects_and_columns_are_visits() -> None:
    study = make_study()
    datasets: Datasets = make_datasets() | {"ADLB": make_measured("ALB", {"05": (30.0, NAN, 33.0), "01": (NAN, 31.0)})}
    subjects = derive_subjects(study, "safety", datasets)
    found = derive_measurements(study, "ALB", ("W8", "W4"), subjects, datasets)
    assert found.value.shape == (7, 2)
    np.testing.assert_array_equal(found.value[0], [NAN, 31])
    np.testing.assert_array_equal(found.value[4], [33, NAN])
    np.testing.assert_array_equal(found.change[4], [3, NAN])
    assert math.isnan(found.baseline[0])
    assert found.baseline[4] == 30


def test_people_outside_the_population_are_left_out() -> None:
    study = make_study()
    datasets: Datasets = make_datasets() | {"ADLB": make_measured("ALB", {"08": (30.0, 31.0)})}
    found = derive_measurements(study, "ALB", ("W4",), derive_subjects(study, "safety", datasets), datasets)
    assert np.isnan(found.value).all()


def test_the_dataset_follows_from_the_domain() -> None:
    study = make_study()
    assert [derive_dataset_name(one) for one in study.parameters] == ["ADLB", "ADLB", "ADEFF"]
    assert derive_baseline_visit(study) == "BASELINE"


def test_a_class_is_read_at_baseline() -> None:
    study, datasets = make_study(), make_datasets()
    classes = derive_baseline_class(study, "CPCLASS", derive_subjects(study, "safety", datasets), datasets)
    assert "".join(classes) == "AABBABB"


def test_missing_datasets_and_columns_are_named() -> None:
    study, datasets = make_study(), make_datasets()
    subjects = derive_subjects(study, "safety", datasets)
    spoilt = {"ADLB": datasets["ADLB"].drop(columns=["CHG", "ANL01FL"])}
    with pytest.raises(ResultsError, match="ADLB: no column CHG, ANL01FL"):
        derive_measurements(study, "ALB", ("W4",), subjects, spoilt)
    with pytest.raises(ResultsError, match="ADLB: the dataset of parameter ALB is missing"):
        derive_measurements(study, "ALB", ("W4",), subjects, {})


def test_a_study_without_baseline_visit_is_told() -> None:
    study = make_study()
    without = study.model_copy(update={"visits": study.visits[1:]})
    with pytest.raises(ResultsError, match="no visit is the baseline"):
        derive_baseline_visit(without)
