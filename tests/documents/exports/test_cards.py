"""The layout of R's cards: order of columns, visits as groups, a method row for each set.

What is required is that of cards 0.9.0.9000 (github.com/pharmaverse/cards, commit 0d5ad7636f55, 2026-08-21), in
R/check_ard_structure.R, R/tidy_ard_order.R, R/default_stat_labels.R and R/apply_fmt_fun.R.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

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


REQUIRED = {"variable", "stat_name", "stat_label", "stat", "fmt_fun", "warning", "error"}
STANDARD = ("context", "stat_name", "stat_label", "stat", "stat_fmt", "fmt_fun", "warning", "error")


def test_columns_are_those_that_check_ard_structure_asks_for_in_the_order_of_tidy_ard_column_order() -> None:
    assert set(COLUMNS) >= REQUIRED
    groups = sorted((c for c in COLUMNS if re.fullmatch(r"group\d+(_level)?", c)), key=lambda c: (int(c[5]), c))
    variables = [c for c in COLUMNS if re.fullmatch(r"variable\d*", c)]
    variables += [c for c in COLUMNS if re.fullmatch(r"variable\d*_level", c)]
    standard = [c for c in STANDARD if c in COLUMNS]
    ordered = [*groups, *variables, *standard]
    assert list(COLUMNS) == [*ordered, *(c for c in COLUMNS if c not in ordered)]


def test_values_are_of_the_types_of_cards() -> None:
    """``stat`` is a number but for a method; ``fmt_fun`` is a number of decimals, a pattern, or nothing."""
    for line in lines():
        assert line["stat_name"] == "method" or re.fullmatch(r"(-?\d+(\.\d+)?(e-?\d+)?)?", line["stat"]), line
        assert re.fullmatch(r"(\d|x+(\.x+)?%?)?", line["fmt_fun"]), line
        assert all(bool(line[f"group{n}"]) == bool(line[f"group{n}_level"]) for n in (1, 2, 3))


def test_a_proportion_has_the_label_of_cards() -> None:
    proportion = replace(ROWS[0], stat_name="p", stat_label="Proportion", stat=0.5)
    made = list(csv.DictReader(io.StringIO(format_cards(made_study(), Results((proportion,))))))
    assert (made[1]["stat_label"], made[1]["stat"], made[1]["fmt_fun"]) == ("%", "0.5", "xx.x%")
