"""What holds for the product of every kind of analysis, whatever the data."""

import importlib
import math
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import pytest

from analysis.results.product import Product, format_frame
from analysis.results.table import Results, format_results
from tests.results.trial import ANALYSES, LABELS, Datasets, make_datasets, make_study

KINDS = [str(one["kind"]) for one in ANALYSES]
ACTUAL = ("adverse-events", "occurrence", "listing", "exposure", "timeline", "narratives", "shift", "liver-safety")
RENAMED = {"LOW": "A", "HIGH": "B"}
OTHER_LABELS = {"A": "Group A", "B": "Group B"}

everywhere = pytest.mark.parametrize("kind", KINDS)


def estimate(kind: str, datasets: Datasets, arms: Mapping[str, str] = LABELS, **changes: Any) -> Product:
    study = make_study(arms, **changes)
    module = importlib.import_module(f"analysis.results.{kind.replace('-', '_')}")
    product: Product = module.estimate(study, study.analysis(kind), datasets)
    return product


def numbers(product: Product) -> dict[str, float]:
    return {row.id: row.stat for row in product.rows}


def _stated(product: Product) -> dict[str, float]:
    """The numbers whose rows study.yaml determines: terms of events and numbers of doses stand in the data alone."""
    free = ("class", "term", "tabulate/NDOSE")
    return {row.id: row.stat for row in product.rows if not row.id.split(".")[1].startswith(free)}


def of_nobody(datasets: Datasets) -> Datasets:
    return {name: frame.head(0) for name, frame in datasets.items()}


def of_one(datasets: Datasets) -> Datasets:
    return {name: frame[frame["USUBJID"].eq("01")] for name, frame in datasets.items()}


def of_one_arm(datasets: Datasets) -> Datasets:
    return datasets | {"ADSL": datasets["ADSL"].query("TRT01P != 'High dose'")}


def of_no_values(datasets: Datasets) -> Datasets:
    without = {name: frame.head(0) for name, frame in datasets.items() if name != "ADSL"}
    return without | {"ADSL": datasets["ADSL"].assign(AGE=math.nan, SEX="")}


def of_equal_values(datasets: Datasets) -> Datasets:
    measured = datasets["ADLB"]
    return datasets | {"ADLB": measured.assign(AVAL=30.0, CHG=measured["CHG"] * 0)}


@everywhere
def test_every_row_is_complete(kind: str) -> None:
    product = estimate(kind, make_datasets())
    Results(product.rows)  # raises where an id stands twice
    for row in product.rows:
        assert math.isnan(row.stat) == bool(row.error), row
        assert row.method, row
        assert row.stat_label, row
        assert row.population == row.id.split(".")[0].replace(kind, make_study().analysis(kind).population)
        assert row.script == f"analysis/results/{kind.replace('-', '_')}.py:estimate"
        assert row.group1 == ("TRT01A" if kind in ACTUAL else "TRT01P") or not row.group1_level


@everywhere
def test_the_order_of_records_changes_nothing(kind: str) -> None:
    plain = estimate(kind, make_datasets())
    shuffled = {name: frame.sample(frac=1, random_state=3) for name, frame in make_datasets().items()}
    other = estimate(kind, shuffled)
    assert format_results(other.rows) == format_results(plain.rows)
    for name, frame in plain.frames.items():
        pd.testing.assert_frame_equal(frame, other.frames[name])


@everywhere
def test_renamed_arms_rename_groups_and_nothing_else(kind: str) -> None:
    plain = numbers(estimate(kind, make_datasets()))
    renamed = numbers(
        estimate(kind, make_datasets(dict(zip(LABELS, OTHER_LABELS.values(), strict=True))), OTHER_LABELS)
    )
    expected = {"/".join(RENAMED.get(part, part) for part in name.split("/")): stat for name, stat in plain.items()}
    assert renamed == pytest.approx(expected, rel=1e-9, nan_ok=True)


@everywhere
@pytest.mark.parametrize("spoil", [of_nobody, of_one, of_one_arm, of_no_values, of_equal_values])
def test_poor_data_have_the_same_rows_with_reasons(kind: str, spoil: Callable[[Datasets], Datasets]) -> None:
    rich, poor = (estimate(kind, datasets) for datasets in (make_datasets(), spoil(make_datasets())))
    assert list(_stated(poor)) == list(_stated(rich))
    for row in poor.rows:
        assert math.isnan(row.stat) == bool(row.error), row


@everywhere
def test_denominators_do_not_depend_on_measurements(kind: str) -> None:
    rich, poor = (estimate(kind, datasets) for datasets in (make_datasets(), of_no_values(make_datasets())))
    sizes = {name: n for name, n in numbers(rich).items() if ".population/" in name}
    assert sizes
    assert {name: n for name, n in numbers(poor).items() if name in sizes} == sizes


@pytest.mark.parametrize("kind", ["change", "mmrm"])
def test_one_visit_is_enough(kind: str) -> None:
    product = estimate(kind, make_datasets(), visits=["W8"])
    assert {row.visit for row in product.rows} <= {"", "BASELINE", "W8"}


@everywhere
def test_one_arm_in_the_study_is_enough(kind: str) -> None:
    arms = {"LOW": "Low dose"}
    datasets = make_datasets()
    datasets["ADSL"] = datasets["ADSL"][~datasets["ADSL"]["TRT01P"].eq("High dose")]
    product = estimate(kind, datasets, arms)
    assert {row.group1_level for row in product.rows} <= {"LOW", "ALL", ""}


def test_frames_are_written_with_twelve_digits_and_empty_where_missing() -> None:
    frame = pd.DataFrame({"group": ["A, B", None], "time": [1 / 3, math.nan], "n.risk": [8, 0]})
    assert format_frame(frame) == 'group,time,n.risk\n"A, B",0.333333333333,8\n,,0\n'


def test_an_empty_frame_keeps_its_header() -> None:
    assert format_frame(pd.DataFrame({"group": [], "time": []})) == "group,time\n"
