"""The second route agrees with the first where both are right, whatever the data, and stops the build where not."""

from __future__ import annotations

import importlib
import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.errors import VerificationError
from analysis.results.table import Results, Row
from analysis.verification import recompute_survival
from analysis.verification.recompute import KINDS, Recomputation, format_recomputation, verify_recomputation
from analysis.verification.recompute_trial import Record, Trial, read_records
from tests.results.trial import Datasets, make_datasets, make_study

STUDY = make_study()
BLOCKS = [block for block in STUDY.analyses if block.kind in KINDS]
Edit = Callable[[Datasets], Datasets]


def as_text(frame: pd.DataFrame) -> tuple[Record, ...]:
    """Records as a dataset's file has them."""
    cells = frame.astype(object).where(frame.notna(), "")
    return tuple(
        {str(k): f"{v:.15g}" if isinstance(v, float) else str(v) for k, v in r.items()}
        for r in cells.to_dict("records")
    )


def estimate(datasets: Datasets) -> Results:
    rows: list[Row] = []
    for block in BLOCKS:
        module = importlib.import_module(f"analysis.results.{block.kind.replace('-', '_')}")
        rows += module.estimate(STUDY, block, datasets).rows
    return Results(rows)


def recompute(datasets: Datasets, results: Results, analysis: str = "") -> Recomputation:
    """Both routes, of all analyses or one."""
    study = STUDY.model_copy(update={"analyses": tuple(b for b in BLOCKS if analysis in ("", b.id))})
    full = {name: frame if name != "ADSL" else frame.assign(DTHFL="") for name, frame in datasets.items()}
    return verify_recomputation(Trial(study, {name: as_text(frame) for name, frame in full.items()}, {}), results)


@pytest.fixture(scope="module")
def results() -> Results:
    return estimate(make_datasets())


def test_both_routes_agree(results: Results) -> None:
    done = recompute(make_datasets(), results)
    kinds = {one.row.split(".")[0] for one in done.comparisons if math.isfinite(one.first)}
    assert kinds == {block.id for block in BLOCKS}
    compared = {one.row for one in done.comparisons}
    for name in (
        "mmrm.ls-mean/ALB/W8/ALL/p.value",
        "change.ratio/TBIL/W8/LOW/estimate",
        "survival.log-rank/OS/p.value",
    ):
        assert name in compared
    assert sum(done.left.values()) == len([name for name in results if name not in compared])


def of_nobody(datasets: Datasets) -> Datasets:
    return {name: frame.head(0) for name, frame in datasets.items()}


def of_one(datasets: Datasets) -> Datasets:
    return {name: frame[frame["USUBJID"].eq("01")] for name, frame in datasets.items()}


def of_no_values(datasets: Datasets) -> Datasets:
    without = {name: frame.head(0) for name, frame in datasets.items() if name != "ADSL"}
    return without | {"ADSL": datasets["ADSL"].assign(AGE=math.nan, SEX="")}


def of_equal_values(datasets: Datasets) -> Datasets:
    measured = datasets["ADLB"]
    return datasets | {"ADLB": measured.assign(AVAL=30.0, CHG=measured["CHG"] * 0, PCHG=measured["PCHG"] * 0)}


@pytest.mark.parametrize("edit", [of_nobody, of_one, of_no_values, of_equal_values])
def test_both_routes_agree_on_what_cannot_be_estimated(edit: Edit) -> None:
    datasets = edit(make_datasets())
    recompute(datasets, estimate(datasets))


def changed(results: Results, name: str, stat: float) -> Results:
    return Results(replace(row, stat=stat) if row.id == name else row for row in results.values())


@pytest.mark.parametrize(
    ("name", "factor"),
    [
        ("baseline.summary/AGE/LOW/mean", 1 + 1e-6),
        ("change.paired-t/ALB/W8/ALL/p.value", 1 + 1e-6),
        ("change.geometric/TBIL/W4/ALL/conf.low", 1 + 1e-6),
        ("mmrm.ls-mean/ALB/W8/ALL/estimate", 1 + 1e-3),
        ("mmrm.ls-mean/ALB/W8/ALL/parameter", 1 + 1e-3),
        ("mmrm.fit/ALB/minus2loglik", 1 + 1e-6),
        ("survival.landmark/OS/M12/HIGH/conf.low", math.nan),
        ("survival.median/OS/HIGH/estimate", math.nan),
        ("adverse-events.overview/any/LOW/conf.high", 1 + 1e-6),
        ("flow.counts/discontinued/died/HIGH/n", 2.0),
    ],
)
def test_a_wrong_number_stops_the_build(results: Results, name: str, factor: float) -> None:
    right = results[name].stat
    wrong = changed(results, name, right * factor if math.isfinite(right) else 1.0)
    with pytest.raises(VerificationError) as caught:
        recompute(make_datasets(), wrong, results[name].analysis)
    (fault,) = caught.value.faults
    assert fault.where == name
    assert (f"{right:.12g}" if math.isfinite(right) else "no value") in fault.what


def test_a_statistic_that_is_lost_stops_the_build(results: Results) -> None:
    lost = "change.change/ALB/W8/LOW/sd"
    with pytest.raises(VerificationError, match=f"{lost}: not in the results"):
        recompute(make_datasets(), Results(row for row in results.values() if row.id != lost), "change")


def test_many_faults_are_counted(results: Results) -> None:
    wrong = Results(replace(row, stat=row.stat + 1) for row in results.values())
    with pytest.raises(VerificationError) as caught:
        recompute(make_datasets(), wrong, "change")
    assert len(caught.value.faults) == 21
    assert "more rows" in str(caught.value)


def test_the_report_counts_by_route(results: Results) -> None:
    body = json.loads(format_recomputation(recompute(make_datasets(), results)))
    assert body["summary"]["compared"] == len(body["comparisons"])
    assert sum(route["compared"] for route in body["summary"]["routes"]) == len(body["comparisons"])
    assert set(body["comparisons"][0]) == {"row", "first", "second", "tolerance", "route"}
    nothing = next(one for one in body["comparisons"] if one["row"] == "survival.median/OS/HIGH/conf.high")
    assert nothing["first"] is nothing["second"] is None


def test_records_are_read_as_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "dm.csv"
    path.write_bytes('\ufeffusubjid,AGE \n 01 ,\n\n02,"4,0"\n'.encode())
    assert read_records(path) == ({"USUBJID": "01", "AGE": ""}, {"USUBJID": "02", "AGE": "4,0"})


@pytest.mark.parametrize(
    ("last_is_event", "median"),
    [(False, math.nan), (True, 12.0)],  # SAS LIFETEST: a curve that ends at one half has no median, else the middle
)
def test_a_curve_that_runs_level_at_one_half(last_is_event: bool, median: float) -> None:
    steps = recompute_survival._derive_steps([(4.0, True), (20.0, last_is_event)], 0.95)
    assert steps.median()["estimate"] == pytest.approx(median, nan_ok=True)
