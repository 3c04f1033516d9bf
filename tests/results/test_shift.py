from typing import Any

import pandas as pd
import pytest

from analysis.errors import ResultsError
from analysis.results.product import Product
from analysis.results.shift import PAIRS, estimate
from tests.results.trial import NAN, Datasets, make_datasets, make_measured, make_study, values

# low: 01 from LOW, 02 from NORMAL (no W4), 03 without baseline, 04 without any record
VALUES = {"01": (30.0, 37.0, 29.0), "02": (33.0, NAN, 40.0), "03": (NAN, 32.0, 30.0), "05": (33.0, 33.0, 33.0)}


def estimate_shift(datasets: Datasets | None = None, **changes: Any) -> Product:
    study = make_study(only="shift", **changes)
    block: Any = study.analysis("shift")
    return estimate(study, block, datasets or make_datasets() | {"ADLB": make_measured("ALB", VALUES)})


def counts(product: Product, place: str, context: str = "shift") -> dict[str, float]:
    """The pairs of levels that somebody has, at a visit and in a group."""
    found = values(product, f"shift.{context}/ALB/")
    ending = f"/{place}/n"
    return {name.removesuffix(ending): n for name, n in found.items() if name.endswith(ending) and n}


def test_each_subject_stands_in_one_cell_of_the_table() -> None:
    product = estimate_shift()
    assert counts(product, "W4/LOW") == {
        "LOW-to-HIGH": 1,
        "LOW-to-TOTAL": 1,
        "NORMAL-to-MISSING": 1,
        "NORMAL-to-TOTAL": 1,
        "MISSING-to-NORMAL": 1,
        "MISSING-to-MISSING": 1,
        "MISSING-to-TOTAL": 2,
    }
    assert values(product)["shift.shift/ALB/LOW-to-HIGH/W4/LOW/p"] == 0.25
    assert counts(product, "W4/HIGH") == {
        "NORMAL-to-NORMAL": 1,
        "NORMAL-to-TOTAL": 1,
        "MISSING-to-MISSING": 2,
        "MISSING-to-TOTAL": 2,
    }


def test_endpoints_take_all_later_records() -> None:
    measured = make_measured("ALB", VALUES)
    extra = measured.tail(1).assign(AVISIT="", ANL01FL="", ADY=40.0, AVAL=28.0, ANRIND="LOW")
    product = estimate_shift(make_datasets() | {"ADLB": pd.concat([extra, measured])})
    assert counts(product, "LOWEST/LOW")["LOW-to-LOW"] == 1
    assert counts(product, "HIGHEST/LOW")["LOW-to-HIGH"] == 1
    assert counts(product, "LAST/LOW")["LOW-to-LOW"] == 1
    assert counts(product, "LOWEST/HIGH")["NORMAL-to-LOW"] == 1
    assert counts(product, "LAST/HIGH")["NORMAL-to-NORMAL"] == 1


def test_grades_go_by_the_directions_that_are_graded() -> None:
    product = estimate_shift(by="grade", visits=[], endpoints=["HIGHEST"])
    assert {row.context for row in product.rows} == {"population", "shift-low"}
    assert counts(product, "HIGHEST/LOW", "shift-low")["1-to-2"] == 1
    with pytest.raises(ResultsError, match="analysis shift: CTCAE does not grade CPCLASS"):
        estimate_shift(by="grade", parameters=["CPCLASS"])


def test_classes_stand_in_the_order_of_the_study() -> None:
    datasets = make_datasets()
    later = {"01": (1.0, 2.0), "02": (1.0, 1.0), "03": (2.0, 1.0)}
    classes = make_measured("CPCLASS", later)
    datasets["ADEFF"] = classes.assign(AVALC=classes["AVAL"].map({1.0: "A", 2.0: "B"}))
    changes = {"by": "class", "parameters": ["CPCLASS"], "levels": {"A": "A", "B": "B"}, "endpoints": ["HIGHEST"]}
    found = values(estimate_shift(datasets, **changes), "shift.shift/CPCLASS/")
    assert [found[f"{pair}/W4/LOW/n"] for pair in ("A-to-A", "A-to-B", "B-to-A", "B-to-B")] == [1, 1, 1, 0]
    assert found["A-to-B/HIGHEST/LOW/n"] == 1


def test_each_subjects_values_stand_in_numbers() -> None:
    pairs = estimate_shift().frames["pairs"]
    assert tuple(pairs.columns) == PAIRS
    lines = [tuple(line)[1:] for line in pairs.fillna("").itertuples(index=False)]
    assert lines == [
        ("01", "LOW", 30.0, 29.0, 37.0, 29.0, 31.0, 36.0),
        ("02", "LOW", 33.0, 40.0, 40.0, 40.0, 31.0, 36.0),
        ("03", "LOW", "", 30.0, 32.0, 30.0, "", ""),
        ("05", "HIGH", 33.0, 33.0, 33.0, 33.0, 31.0, 36.0),
    ]
