"""Numbers as text: rounding by hand, signs, P values."""

from __future__ import annotations

import math

import pytest

from analysis.displays.format import format_number, format_row
from analysis.displays.model import Number
from analysis.errors import DisplayError
from analysis.results.table import Row


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1.25, "f1", "1.3"),  # half away from zero; Python's round gives 1.2
        (-1.25, "f1", "−1.3"),
        (2.675, "f2", "2.68"),  # the float below 2.675 is printed as its 12 digits say
        (0.5, "f0", "1"),
        (2.5, "f0", "3"),
        (-0.04, "f1", "0.0"),  # no minus zero
        (0.04, "+f1", "0.0"),
        (0.05, "+f1", "+0.1"),
        (-3.0, "+f1", "−3.0"),
        (-3.14159, "|f2|", "3.14"),
        (12.0, "i", "12"),
        (1234567.0, "i", "1234567"),
        (8.0, "+i", "+8"),
        (2 / 3, "%1", "66.7"),
        (0.125, "%1", "12.5"),
        (0.1245, "%1", "12.5"),
        (1.0, "%0", "100"),
        (0.65, "r%0", "−35"),
        (0.65, "|r%0|", "35"),
        (1.2, "+r%0", "+20"),
        (0.6449, "x2", "0.64"),
        (math.inf, "f1", "∞"),
        (-math.inf, "f1", "−∞"),
        (175000000.0, "f1e6", "175.0"),
        (-1250000.0, "+f1e6", "−1.3"),
        (1e21, "f0", "1000000000000000000000"),
        (0.0, "d", "1 January 1970"),
        (19117.0, "d", "5 May 2022"),  # 52 years of 365 days, 13 leap days, 124 days from New Year
    ],
)
def test_a_value_is_printed_in_its_form(value: float, form: str, text: str) -> None:
    assert format_number(value, form) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0134, "0.013"),
        (0.0135, "0.014"),
        (0.001, "0.001"),
        (0.000999, "< 0.001"),
        (0.0, "< 0.001"),
        (0.999, "0.999"),
        (0.9991, "> 0.999"),
        (1.0, "> 0.999"),
    ],
)
def test_p_values_have_three_decimals_and_limits(value: float, text: str) -> None:
    assert format_number(value, "p") == text


def test_a_p_value_may_have_four_decimals() -> None:
    assert format_number(0.332801, "p4") == "0.3328"
    assert format_number(0.00009, "p4") == "< 0.0001"


@pytest.mark.parametrize("form", ["f1", "+f1", "|f1|", "i", "%1", "r%0", "x2", "p"])
def test_what_cannot_be_estimated_is_ne(form: str) -> None:
    assert format_number(math.nan, form) == "NE"


@pytest.mark.parametrize("form", ["", "f", "f7", "|f1", "f1|", "+|f1|", "%", "q", "pp", "f1 ", "1"])
def test_an_unknown_form_is_refused(form: str) -> None:
    with pytest.raises(DisplayError, match="no such number form"):
        format_number(1.0, form)


def test_a_row_becomes_a_number_that_knows_it() -> None:
    row = Row(
        "mmrm", "ls-mean", "ADLB", "full-analysis", "estimate", "Estimate", -1.25, 24, variable="ALB", visit="D57"
    )
    assert format_row(row, "f1") == Number("−1.3", "mmrm.ls-mean/ALB/D57/estimate", "f1")
