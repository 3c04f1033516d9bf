import math

import pandas as pd
import pytest

from analysis.methods.result import Result
from analysis.results.measurements import derive_measurements
from analysis.results.regression_bound import estimate_bound
from analysis.results.subjects import derive_subjects
from tests.results.trial import NAN, Datasets, make_datasets, make_study

SCREENING = {"01": 31.0, "02": 32.0, "03": 33.0, "04": 34.0, "05": 29.0, "06": 35.0, "07": 30.0, "08": 40.0, "09": 44.0}


def with_screening(name: str = "ALB", factor: float = 1.0) -> Datasets:
    datasets = make_datasets()
    records = [
        {"USUBJID": subject, "PARAMCD": name, "AVAL": value * factor, "ADY": -10.0 if subject < "08" else NAN}
        | {"ABLFL": "", "ANL01FL": "", "AVISIT": ""}
        for subject, value in SCREENING.items()
    ]
    datasets["ADLB"] = pd.concat([datasets["ADLB"], pd.DataFrame(records)], ignore_index=True)
    return datasets


def bound(datasets: Datasets, name: str = "ALB") -> Result:
    study = make_study()
    subjects = derive_subjects(study, "safety", datasets)
    found = derive_measurements(study, name, ("W4",), subjects, datasets)
    return estimate_bound(found, subjects, datasets)


def test_screening_and_baseline_of_the_treated_are_compared_with_all_screened() -> None:
    result = bound(with_screening())
    more = {one.name: one.value for one in result.more}
    # baselines 30 34 30 34 30 34 32 less screening: −1 2 −3 0 1 −1 2
    assert result.n == 7
    assert more["untreated.change"] == 0
    assert more["sd.within"] == pytest.approx(math.sqrt(20 / 7 / 2))
    everyone = pd.Series(SCREENING)
    assert more["sd.population"] == pytest.approx(everyone.std(ddof=1))
    assert "selection of 0.778" in " ".join(result.options)  # 7 of 9


def test_logarithms_of_log_normal_parameters_are_compared() -> None:
    result = bound(with_screening("TBIL"), "TBIL")
    logs = pd.Series(SCREENING).map(math.log)
    assert {one.name: one.value for one in result.more}["sd.population"] == pytest.approx(logs.std(ddof=1))
    assert bound(with_screening("TBIL", -1.0), "TBIL").reason == "values are not above 0 and have no logarithm"


def test_without_screening_there_is_no_bound() -> None:
    assert bound(make_datasets()).reason == "nobody has a value before the baseline"
