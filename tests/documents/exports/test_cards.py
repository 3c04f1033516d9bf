"""The layout of R's cards: order of columns, visits as groups, a method row for each set."""

from __future__ import annotations

import csv
import io

from analysis.documents.exports.cards import COLUMNS, format_cards
from analysis.results.table import Results
from tests.documents.exports.test_ars import ROWS
from tests.documents.made_up import made_study


def lines() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(format_cards(made_study(), Results(ROWS)))))


def test_columns_stand_in_the_order_of_cards() -> None:
    assert COLUMNS[:6] == ("group1", "group1_level", "group2", "group2_level", "group3", "group3_level")
    assert COLUMNS[6:15] == (
        *("variable", "variable_level", "context", "stat_name", "stat_label", "stat", "fmt_fun", "warning", "error"),
    )


def test_each_set_begins_with_its_method() -> None:
    made = lines()
    assert [line["stat_name"] for line in made] == [
        "method",
        "mean",
        "sd",
        "method",
        "mean",
        "method",
        "estimate",
        "method",
        "n",
    ]
    assert made[0]["stat"] == "Descriptive statistics"
    assert made[5]["stat"] == "Model; REML"


def test_groups_have_no_gaps_and_a_visit_is_one() -> None:
    difference = lines()[6]
    groups = [difference[name] for name in COLUMNS[:6]]
    assert groups == ["TRT01P", "ACT", "AVISIT", "W4", "TRT01P", "PBO"]
    assert [lines()[-1][name] for name in COLUMNS[:4]] == ["TRT01P", "ACT", "", ""]


def test_a_value_that_could_not_be_estimated_is_empty_and_has_its_error() -> None:
    missing = lines()[4]
    assert (missing["stat"], missing["fmt_fun"], missing["error"]) == ("", "", "too few")
    assert lines()[1]["fmt_fun"] == "1"
