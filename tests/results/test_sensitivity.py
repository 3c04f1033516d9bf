import math
from typing import Any

import pytest

from analysis.errors import ResultsError
from analysis.results.product import Product
from analysis.results.sensitivity import estimate
from analysis.results.table import Row
from tests.results.trial import ALBUMIN, NAN, Datasets, make_datasets, make_measured, make_study


def estimate_sensitivity(datasets: Datasets | None = None, **changes: Any) -> Product:
    study = make_study(only="sensitivity", **changes)
    block: Any = study.analysis("sensitivity")
    return estimate(study, block, datasets or make_datasets())


def rows_of(product: Product) -> dict[str, Row]:
    return {row.id.removeprefix("sensitivity."): row for row in product.rows}


def albumin(**changes: tuple[float, ...]) -> Datasets:
    return make_datasets() | {"ADLB": make_measured("ALB", ALBUMIN | changes)}


def test_the_model_as_planned_stands_for_comparison() -> None:
    # LS means of W4 are 2 and 6 (see trial.py)
    rows = rows_of(estimate_sensitivity())
    assert rows["ls-mean/ALB/mmrm/W4/ALL/estimate"].stat == pytest.approx(4)
    log_ratio = rows["ls-mean/TBIL/mmrm/W4/ALL/estimate"]
    assert (log_ratio.unit, rows["ls-ratio/TBIL/mmrm/W4/ALL/estimate"].unit) == ("log ratio", "ratio")
    assert rows["ls-ratio/TBIL/mmrm/W4/ALL/estimate"].stat == pytest.approx(math.exp(log_ratio.stat))


def test_complete_cases_have_every_visit() -> None:
    gaps = rows_of(estimate_sensitivity(albumin(**{"04": (34.0, NAN, 60.0)})))
    without = rows_of(estimate_sensitivity(albumin(**{"04": (NAN, NAN, NAN)})))
    name = "ls-mean/ALB/{}/W8/ALL/estimate"
    assert gaps[name.format("complete-cases")].stat == pytest.approx(without[name.format("mmrm")].stat)
    assert gaps[name.format("mmrm")].stat != pytest.approx(without[name.format("mmrm")].stat)
    assert gaps[name.format("complete-cases")].n == 6


def test_other_degrees_of_freedom_keep_the_estimate() -> None:
    rows = rows_of(estimate_sensitivity(albumin(**{"04": (34.0, NAN, 60.0)})))
    plain, other = (rows[f"ls-mean/ALB/{name}/W8/ALL/estimate"] for name in ("mmrm", "satterthwaite"))
    assert other.stat == plain.stat
    assert "Satterthwaite" in other.options


def test_the_protocol_population_is_that_of_the_study() -> None:
    assert rows_of(estimate_sensitivity())["ls-mean/ALB/per-protocol/W4/ALL/p.value"].error.startswith("study.yaml has")
    study = make_study(only="sensitivity")
    protocol = study.populations[0].model_copy(update={"id": "pp", "flag": "PPROTFL", "rule": "per-protocol"})
    datasets = make_datasets()
    datasets["ADSL"] = datasets["ADSL"].assign(PPROTFL=["N", *"YYYYYYYY"])
    block: Any = study.analysis("sensitivity")
    extended = study.model_copy(update={"populations": (*study.populations, protocol)})
    row = rows_of(estimate(extended, block, datasets))["ls-mean/ALB/per-protocol/W4/ALL/estimate"]
    assert row.n == 6


def test_each_patient_is_left_out_in_turn() -> None:
    product = estimate_sensitivity()
    frame = product.frames["left-out"]
    chosen = frame[frame["parameter"].eq("ALB") & frame["visit"].eq("W4")]
    assert chosen["subject"].tolist() == ["01", "02", "03", "04", "05", "06", "07"]
    rows = rows_of(product)
    assert rows["leave-one-out/ALB/W4/ALL/estimate.min"].stat == chosen["estimate"].min()
    assert rows["leave-one-out/ALB/W4/ALL/p.max"].stat == chosen["p.value"].max()
    without = rows_of(estimate_sensitivity(albumin(**{"07": (NAN, NAN, NAN)})))["ls-mean/ALB/mmrm/W4/ALL/estimate"].stat
    assert chosen.loc[chosen["subject"].eq("07"), "estimate"].item() == pytest.approx(without)


def test_exchanging_patients_tests_the_courses() -> None:
    row = rows_of(estimate_sensitivity())["interaction-permutation/ALB/p.value"]
    # all 35 arrangements of seven patients
    assert row.stat * 35 == pytest.approx(round(row.stat * 35))
    assert "unstructured covariance without groups" in row.options
    one = rows_of(estimate_sensitivity(albumin(**{name: (*v[:2], NAN) for name, v in ALBUMIN.items()})))
    assert one["interaction-permutation/ALB/p.value"].error == "fewer than two visits have values"


def test_only_what_is_asked_for_is_done() -> None:
    rows = rows_of(estimate_sensitivity(approaches=["mmrm"]))
    assert {row.context for row in rows.values()} == {
        *("population", "ls-mean", "ls-ratio", "difference", "difference-ratio")
    }


def test_arms_that_are_compared_are_told_by_each_approach() -> None:
    # LS means of W4 are 2 and 6 (see trial.py)
    rows = rows_of(estimate_sensitivity(approaches=["mmrm", "satterthwaite"]))
    for approach in ("mmrm", "satterthwaite"):
        assert rows[f"difference/ALB/{approach}/W4/HIGH/LOW/estimate"].stat == pytest.approx(4)


def test_only_a_repeated_measures_model_can_be_varied() -> None:
    with pytest.raises(ResultsError, match="'change' is no mmrm analysis"):
        estimate_sensitivity(of="change")
