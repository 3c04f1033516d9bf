import math
from typing import Any

import pytest

from analysis.errors import ResultsError
from analysis.results.exposure import estimate
from analysis.results.table import Row
from tests.results.trial import Datasets, make_datasets, make_study


def rows_of(datasets: Datasets) -> dict[str, Row]:
    study = make_study()
    block: Any = study.analysis("exposure")
    return {row.id.removeprefix("exposure."): row for row in estimate(study, block, datasets).rows}


def test_totals_are_described_in_their_unit() -> None:
    datasets = make_datasets()
    chosen = datasets["ADEX"]["PARAMCD"].eq("TOTDOSE") & datasets["ADEX"]["USUBJID"].isin(["01", "02"])
    datasets["ADEX"].loc[chosen, "AVAL"] = [2.0, 6.0]
    rows = rows_of(datasets)
    assert rows["summary/TOTDOSE/LOW/mean"].stat == 7  # 2, 6, 10, 10
    assert rows["summary/TOTDOSE/LOW/mean"].unit == "mg"
    assert rows["summary/TOTDKG/HIGH/max"].unit == "mg/kg"
    assert rows["summary/TRTDUR/ALL/n"].stat == 7


def test_subjects_stand_by_the_number_of_doses() -> None:
    datasets = make_datasets()
    chosen = datasets["ADEX"]["PARAMCD"].eq("NDOSE") & datasets["ADEX"]["USUBJID"].eq("05")
    datasets["ADEX"].loc[chosen, "AVAL"] = 1.0
    rows = rows_of(datasets)
    assert [rows[f"tabulate/NDOSE/{k}/HIGH/n"].stat for k in (1, 2)] == [1, 2]
    assert rows["tabulate/NDOSE/1/LOW/n"].stat == 0
    assert rows["tabulate/NDOSE/1/ALL/p"].stat == pytest.approx(1 / 7)


def test_many_doses_are_described_and_not_counted_one_by_one() -> None:
    datasets = make_datasets()
    chosen = datasets["ADEX"]["PARAMCD"].eq("NDOSE") & datasets["ADEX"]["USUBJID"].eq("05")
    datasets["ADEX"].loc[chosen, "AVAL"] = 180.0
    rows = rows_of(datasets)
    assert rows["summary/NDOSE/HIGH/max"].stat == 180
    assert not any(name.startswith("tabulate/") for name in rows)


def test_interruptions_are_counted_by_subject_and_dose() -> None:
    rows = rows_of(make_datasets())
    assert [rows[f"any/NINTER/LOW/{name}"].stat for name in ("n", "N", "p", "events")] == [1, 4, 0.25, 1]
    assert rows["any/NADJ/ALL/n"].stat == 0


def test_values_that_cannot_be_added_are_an_error() -> None:
    datasets = make_datasets()
    datasets["ADEX"].loc[datasets["ADEX"].index[-3], "AVALU"] = "g"
    with pytest.raises(ResultsError, match="ADEX, TRTDUR: units days, g"):
        rows_of(datasets)
    datasets = make_datasets()
    datasets["ADEX"].loc[datasets["ADEX"]["PARAMCD"].eq("NADJ"), "PARAMCD"] = "NINTER"
    with pytest.raises(ResultsError, match="ADEX, NINTER: more than one value of 01, 02"):
        rows_of(datasets)


def test_adjustments_that_nobody_recorded_are_unknown() -> None:
    datasets = make_datasets()
    datasets["ADEX"] = datasets["ADEX"][~datasets["ADEX"]["PARAMCD"].isin(["NINTER", "NADJ"])]
    rows = rows_of(datasets)
    unknown = rows["any/NADJ/ALL/n"]
    assert math.isnan(unknown.stat)
    assert unknown.error == "EXADJ not recorded"
