"""Cells: statistics put together, each number bound to its row."""

from __future__ import annotations

import math

import pytest

from analysis.displays.cells import (
    format_count_percent,
    format_estimate,
    format_mean_sd,
    format_median_quartiles,
    format_n,
    format_p,
    format_statistic,
)
from analysis.displays.model import Number, Text, plain
from analysis.displays.registry import PROFILES
from analysis.results.table import Results, Row

NAN = math.nan


def results(**statistics: float) -> Results:
    names = {name.replace("_", "."): value for name, value in statistics.items()}
    return Results(Row("a", "c", "ADLB", "full", name, name, value, 8) for name, value in names.items())


def text(made: Text) -> str:
    return plain(made).replace("\u00a0", " ")


def test_mean_and_sd_in_both_styles() -> None:
    found = results(mean=31.46, sd=4.55)
    assert text(format_mean_sd(found, "a.c", 1, PROFILES["journal"])) == "31.5 ± 4.6"
    assert text(format_mean_sd(found, "a.c", 1, PROFILES["sampl"])) == "31.5 (4.6)"


def test_a_mean_without_sd_and_no_mean() -> None:
    assert text(format_mean_sd(results(mean=31.46, sd=NAN), "a.c", 1, PROFILES["journal"])) == "31.5 ± NE"
    assert text(format_mean_sd(results(mean=NAN, sd=NAN), "a.c", 1, PROFILES["journal"])) == "NE"


def test_median_and_quartiles() -> None:
    assert text(format_median_quartiles(results(median=34, p25=21.5, p75=50.5), "a.c", 0)) == "34 (22, 51)"
    assert text(format_median_quartiles(results(median=NAN, p25=NAN, p75=NAN), "a.c", 0)) == "NE"


def test_count_and_per_cent() -> None:
    assert text(format_count_percent(results(n=6, p=0.75), "a.c")) == "6 (75.0)"
    assert text(format_count_percent(results(n=0, p=0), "a.c")) == "0 (0.0)"
    assert text(format_count_percent(results(n=0, p=NAN), "a.c")) == "0"


@pytest.mark.parametrize(
    ("estimate", "low", "high", "printed"),
    [
        (2.84, 1.9, 3.72, "+2.8 (1.9 to 3.7)"),
        (-0.44, -1.3, 0.42, "−0.4 (−1.3 to 0.4)"),
        (NAN, 9.1, NAN, "NE (9.1 to NE)"),
        (1.0, NAN, NAN, "+1.0 (NE)"),
        (NAN, NAN, NAN, "NE"),
    ],
)
def test_an_estimate_and_its_interval(estimate: float, low: float, high: float, printed: str) -> None:
    found = results(estimate=estimate, conf_low=low, conf_high=high)
    assert text(format_estimate(found, "a.c", "+f1", "f1")) == printed


def test_p_in_a_sentence() -> None:
    assert text(format_p(results(p_value=0.0134), "a.c/p.value")) == "P = 0.013"
    assert text(format_p(results(p_value=0.00001), "a.c/p.value")) == "P < 0.001"
    assert text(format_p(results(p_value=0.332801), "a.c/p.value", "p4")) == "P = 0.3328"


def test_a_number_in_a_cell_knows_its_row() -> None:
    number = format_statistic(results(n=8), "a.c", "n")
    assert number == Number("8", "a.c/n", "i")
    assert plain(format_n(number)) == "(n\u00a0=\u00a08)"
