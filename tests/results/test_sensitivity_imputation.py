import statistics
from typing import Any

import pytest

from analysis.results.sensitivity import estimate
from analysis.results.table import Row, format_results
from tests.results.trial import ALBUMIN, NAN, Datasets, make_datasets, make_measured, make_study


def rows_of(datasets: Datasets, **changes: Any) -> dict[str, Row]:
    study = make_study(only="sensitivity", approaches=["mmrm", "imputation", "delta", "tipping-point"], **changes)
    block: Any = study.analysis("sensitivity")
    return {row.id.removeprefix("sensitivity."): row for row in estimate(study, block, datasets).rows}


def albumin(**changes: tuple[float, ...]) -> Datasets:
    return make_datasets() | {"ADLB": make_measured("ALB", ALBUMIN | changes)}


def test_without_gaps_imputation_changes_nothing() -> None:
    rows = rows_of(albumin())
    for visit in ("W4", "W8"):
        plain, imputed = (rows[f"ls-mean/ALB/{name}/{visit}/ALL/estimate"].stat for name in ("mmrm", "imputation"))
        assert imputed == pytest.approx(plain)
    assert rows["tipping-point/ALB/W4/ALL/estimate"].error == "no value is missing at this visit"


def test_a_shift_moves_the_mean_by_the_share_of_the_imputed() -> None:
    # one of four is missing in low, and low is half of the pooled mean; all have the same baseline
    values = {name: (30.0, 30.0 + v[1] - v[0], 30.0 + v[2] - v[0]) for name, v in ALBUMIN.items()}
    for place, name in enumerate(values):
        values[name] = (30.0 + 0.01 * place, *values[name][1:])
    values["04"] = (*values["04"][:2], NAN)
    rows = rows_of(albumin(**values))
    low, high = (rows[f"delta/ALB/{delta}/W8/ALL/estimate"].stat for delta in ("-1", "+1"))
    middle = rows["ls-mean/ALB/imputation/W8/ALL/estimate"].stat
    assert high - middle == pytest.approx(middle - low)
    assert high > middle
    assert rows["delta/ALB/+1/W4/ALL/estimate"].stat == pytest.approx(rows["delta/ALB/-1/W4/ALL/estimate"].stat)


def test_at_the_tipping_point_p_is_at_the_level() -> None:
    datasets = albumin(**{"04": (34.0, 37.0, NAN), "07": (32.0, 40.0, NAN)})
    row = rows_of(datasets, imputations=20)["tipping-point/ALB/W8/ALL/estimate"]
    spread = statistics.stdev((2.0, 4.0, 4.0, 3.0, 2.0))  # the changes seen at W8
    again = rows_of(datasets, imputations=20, deltas=[row.stat / spread])
    assert again[f"delta/ALB/{row.stat / spread:+g}/W8/ALL/p.value"].stat == pytest.approx(0.05, abs=1e-6)
    assert row.unit == "g/L"
    assert "20 imputations" in row.options


def test_one_visit_cannot_be_imputed_from_another() -> None:
    rows = rows_of(albumin(**{name: (*v[:2], NAN) for name, v in ALBUMIN.items()}))
    assert rows["ls-mean/ALB/imputation/W4/ALL/p.value"].error == "imputation needs values at two visits at least"
    assert rows["delta/ALB/+1/W4/ALL/estimate"].error == "imputation needs values at two visits at least"


def test_the_same_seed_gives_the_same_numbers() -> None:
    datasets = albumin(**{"04": (34.0, 37.0, NAN)})
    first, second = (rows_of(datasets).values() for _ in range(2))
    assert format_results(first) == format_results(second)
