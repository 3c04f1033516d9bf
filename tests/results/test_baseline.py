from typing import Any

import pytest

from analysis.errors import ResultsError
from analysis.results.baseline import estimate
from analysis.results.product import Product
from tests.results.trial import Datasets, make_datasets, make_study, values


def estimate_baseline(datasets: Datasets, **changes: Any) -> Product:
    study = make_study(**changes)
    block: Any = study.analysis("baseline")
    return estimate(study, block, datasets)


def test_a_number_of_adsl_is_described() -> None:
    # ages 40, 50, 60, 70: SD √(500/3); quartiles by SAS definition 5 are the means of neighbours
    found = values(estimate_baseline(make_datasets()), "baseline.summary/AGE/LOW/")
    assert found == {
        "n": 4,
        "mean": 55,
        "sd": pytest.approx(12.909944487),
        "median": 55,
        "p25": 45,
        "p75": 65,
        "min": 40,
        "max": 70,
    }


def test_a_parameter_is_described_by_its_baseline_in_its_unit() -> None:
    product = estimate_baseline(make_datasets())
    assert values(product, "baseline.summary/ALB/ALL/")["mean"] == pytest.approx(32)
    (mean,) = (row for row in product.rows if row.id == "baseline.summary/ALB/ALL/mean")
    assert (mean.unit, mean.dataset, mean.population, mean.group1, mean.n) == ("g/L", "ADLB", "safety", "TRT01P", 7)


def test_levels_are_counted_in_the_whole_group() -> None:
    found = values(estimate_baseline(make_datasets()), "baseline.tabulate/")
    assert (found["SEX/M/LOW/n"], found["SEX/M/LOW/N"], found["SEX/M/LOW/p"]) == (3, 4, 0.75)
    assert (found["CPCLASS/A/ALL/n"], found["CPCLASS/B/ALL/n"]) == (3, 4)


def test_a_missing_value_stays_in_the_denominator_and_is_told() -> None:
    datasets = make_datasets()
    datasets["ADEFF"] = datasets["ADEFF"].query("USUBJID != '01'")
    datasets["ADLB"] = datasets["ADLB"].query("USUBJID != '01'")
    product = estimate_baseline(datasets)
    (share,) = (row for row in product.rows if row.id == "baseline.tabulate/CPCLASS/A/LOW/p")
    assert (share.stat, share.warning) == (0.25, "1 of 4 have no value")
    assert values(product, "baseline.summary/ALB/LOW/")["n"] == 3
    assert values(product, "baseline.population/safety/LOW/")["N"] == 4


def test_a_level_that_nobody_has_is_a_row() -> None:
    levels = [{"variable": "SEX", "type": "categorical", "levels": {"M": "", "F": "", "U": ""}}]
    found = values(estimate_baseline(make_datasets(), characteristics=levels), "baseline.tabulate/SEX/U/ALL/")
    assert found == {"n": 0, "N": 7, "p": 0}


def test_an_unknown_level_is_an_error() -> None:
    levels = [{"variable": "SEX", "type": "categorical", "levels": {"M": "Male"}}]
    with pytest.raises(ResultsError, match=r"levels not in study\.yaml: F"):
        estimate_baseline(make_datasets(), characteristics=levels)


def test_text_is_not_described_as_a_number() -> None:
    with pytest.raises(ResultsError, match="ADSL, SEX: text, not numbers"):
        estimate_baseline(make_datasets(), characteristics=[{"variable": "SEX"}])
