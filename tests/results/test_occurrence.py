from typing import Any

import pytest

from analysis.errors import ResultsError
from analysis.results.occurrence import estimate
from analysis.results.table import Row
from tests.results.trial import NAN, Datasets, make_datasets, make_events, make_study

EVENTS = (
    ("01", "Gut", "Nausea", 1.0, "RELATED", "N", ""),
    ("01", "Gut", "Nausea", 3.0, "RELATED", "N", ""),
    ("01", "Skin", "Rash", 2.0, "RELATED", "N", ""),
    ("02", "Gut", "Ascites", NAN, "RELATED", "N", ""),
    ("05", "Skin", "Rash", 1.0, "RELATED", "N", ""),
    ("05", "", "Fall", 1.0, "RELATED", "N", ""),
    ("06", "Skin", "Rash", 1.0, "RELATED", "N", ""),
)


def rows_of(datasets: Datasets, **changes: Any) -> dict[str, Row]:
    study = make_study(only="occurrence", **changes)
    block: Any = study.analysis("occurrence")
    return {row.id.removeprefix("occurrence."): row for row in estimate(study, block, datasets).rows}


def with_events() -> Datasets:
    return make_datasets() | {"ADAE": make_events(EVENTS)}


def test_a_subject_counts_once_in_each_line_and_records_each_time() -> None:
    rows = rows_of(with_events())
    assert [rows[f"any/records/LOW/{name}"].stat for name in ("n", "N", "p", "events")] == [2, 4, 0.5, 4]
    assert [rows[f"class/Gut/ALL/{name}"].stat for name in ("n", "N", "events")] == [2, 7, 3]
    assert [rows[f"term/Gut/Nausea/LOW/{name}"].stat for name in ("n", "events")] == [1, 2]
    assert rows["term/Gut/Nausea/HIGH/n"].stat == 0
    assert rows["term/Not coded/Fall/HIGH/n"].stat == 1


def test_lines_stand_by_subjects_then_records_then_name() -> None:
    rows = rows_of(with_events())
    order = {name: row.stat for name, row in rows.items() if name.endswith("order")}
    assert order == {
        "class/Skin/ALL/order": 1,
        "term/Skin/Rash/ALL/order": 1,
        "class/Gut/ALL/order": 2,
        "term/Gut/Nausea/ALL/order": 1,
        "term/Gut/Ascites/ALL/order": 2,
        "class/Not coded/ALL/order": 3,
        "term/Not coded/Fall/ALL/order": 1,
    }
    assert list(order) == [name for name in rows if name.endswith("order")]


def test_the_worst_grade_counts() -> None:
    rows = rows_of(with_events())
    grades = ("MISSING", "1", "2", "3", "4", "5")
    assert [rows[f"class-grade/Gut/LOW/{grade}/n"].stat for grade in grades] == [1, 0, 0, 1, 0, 0]
    assert [rows[f"any-grade/records/ALL/{grade}/n"].stat for grade in grades] == [1, 2, 0, 1, 0, 0]
    row = rows["term-grade/Skin/Rash/LOW/2/n"]
    assert (row.stat, row.group2, row.group2_level) == (1, "ATOXGR", "2")


def test_differences_are_those_of_proportions() -> None:
    rows = rows_of(with_events())
    assert rows["class-difference/Skin/HIGH/LOW/estimate"].stat == pytest.approx(2 / 3 - 1 / 4)
    assert "Miettinen" in rows["class-difference/Skin/HIGH/LOW/conf.low"].options


def test_rates_count_events_for_time_at_risk() -> None:
    rows = rows_of(with_events())
    years = (3 * 57 + 30) / 365.25
    assert rows["term-rate/Gut/Nausea/LOW/exposure"].stat == pytest.approx(years)
    assert rows["term-rate/Gut/Nausea/LOW/estimate"].stat == pytest.approx(200 / years)
    assert rows["term-rate/Gut/Nausea/LOW/estimate"].unit == "per 100 patient-years"
    # no event in three patients: the upper limit is −ln 0.025 events
    assert rows["term-rate/Gut/Nausea/HIGH/conf.high"].stat == pytest.approx(100 * 3.688879 / (3 * 57 / 365.25))


def test_records_are_chosen_by_their_values() -> None:
    datasets = make_datasets() | {"ADAE": make_events(EVENTS).assign(TRTEMFL=["Y", "", "Y", "", "Y", "Y", "Y"])}
    assert rows_of(datasets)["any/records/LOW/events"].stat == 2
    assert rows_of(datasets, where={"ATOXGR": ["1", "3"]})["any/records/LOW/events"].stat == 2


def test_one_level_is_enough() -> None:
    rows = rows_of(with_events(), levels=["AEDECOD"])
    assert rows["class/Rash/ALL/n"].stat == 3
    assert not [name for name in rows if name.startswith("term")]


def test_what_is_missing_is_named() -> None:
    with pytest.raises(ResultsError, match="ADMH: the dataset is missing"):
        rows_of(make_datasets(), dataset="ADMH")
    with pytest.raises(ResultsError, match="ADAE: no column AESOC"):
        rows_of(make_datasets(), levels=["AESOC"])
    with pytest.raises(ResultsError, match="ADAE: no column CMCAT"):
        rows_of(make_datasets(), where={"CMCAT": ["X"]})
