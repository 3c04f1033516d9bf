from typing import Any

import pandas as pd
import pytest

from analysis.errors import ResultsError
from analysis.results.listing import estimate
from analysis.results.product import Product
from tests.results.trial import Datasets, make_datasets, make_study, values


def estimate_listing(datasets: Datasets, **changes: Any) -> Product:
    study = make_study(only="listing", **changes)
    block: Any = study.analysis("listing")
    return estimate(study, block, datasets)


def lines(product: Product, name: str = "listing") -> list[tuple[str, ...]]:
    return [tuple(line) for line in product.frames[name].itertuples(index=False)]


def test_records_stand_by_arm_and_subject_with_what_adsl_says() -> None:
    product = estimate_listing(make_datasets())
    assert list(product.frames["listing"].columns) == ["subject", "group", "AEDECOD", "ATOXGRN", "AGE"]
    assert lines(product) == [
        ("01", "LOW", "Pneumonia", "3", "40"),
        ("01", "LOW", "Pyrexia", "1", "40"),
        ("05", "HIGH", "Chills", "1", "45"),
        ("05", "HIGH", "pneumonia", "2", "45"),
    ]


def test_columns_have_labels_and_types() -> None:
    columns = {"TRTSDT": "First dose", "AEDECOD": "Term", "AGE": "Age"}
    found = lines(estimate_listing(make_datasets(), columns=columns), "columns")
    assert found == [("TRTSDT", "First dose", "date"), ("AEDECOD", "Term", "text"), ("AGE", "Age", "number")]


def test_records_and_subjects_are_counted() -> None:
    found = values(estimate_listing(make_datasets()), "listing.listing/")
    assert (found["records/ALL/n"], found["records/LOW/n"], found["subjects/HIGH/n"]) == (4, 2, 1)
    assert found["subjects/ALL/p"] == pytest.approx(2 / 7)


def test_subjects_themselves_can_be_listed() -> None:
    changes = {"dataset": "ADSL", "columns": {"EXCLREAS": "Reason"}, "where": {"ENRLFL": ["N"]}, "sort": []}
    product = estimate_listing(make_datasets(), population="screened", **changes)
    assert lines(product) == [("08", "", "criteria"), ("09", "", "declined")]


def test_no_record_is_an_empty_listing_with_its_columns() -> None:
    product = estimate_listing(make_datasets(), where={"AESER": ["U"]})
    assert product.frames["listing"].empty
    assert len(product.frames["columns"]) == 3
    assert values(product, "listing.listing/")["records/ALL/n"] == 0


def test_times_of_day_are_kept() -> None:
    datasets = make_datasets()
    datasets["ADAE"]["ASTDTM"] = pd.Timestamp("2023-01-02T10:30")
    product = estimate_listing(datasets, columns={"ASTDTM": "Start"})
    assert lines(product)[0][2] == "2023-01-02T10:30"
    assert lines(product, "columns") == [("ASTDTM", "Start", "datetime")]


def test_an_unknown_variable_is_named() -> None:
    with pytest.raises(ResultsError, match="ADAE and ADSL: no column AELLT"):
        estimate_listing(make_datasets(), columns={"AELLT": "Term"})
