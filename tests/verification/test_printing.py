"""A number's text, worked out by hand."""

from __future__ import annotations

import math

import pytest

from analysis.errors import VerificationError
from analysis.verification.printing import expected_text, normalised


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1.25, "f1", "1.3"),  # half away from zero, where Python's round gives 1.2
        (-1.25, "f1", "-1.3"),
        (0.5, "i", "1"),
        (2.5, "f0", "3"),
        (-0.04, "f1", "0.0"),  # no minus before a zero
        (-0.04, "+f1", "0.0"),
        (2.0, "+f1", "+2.0"),
        (-2.34, "|f1|", "2.3"),
        (0.667, "%1", "66.7"),
        (0.7512, "r%0", "-25"),
        (0.7512, "|r%0|", "25"),
        (1.005, "x2", "1.01"),
        (0.0004, "p", "< 0.001"),
        (0.9996, "p", "> 0.999"),
        (0.0445, "p", "0.045"),
        (24, "i", "24"),
        (0, "d", "1 January 1970"),
        (-1, "d", "31 December 1969"),
        (19782, "d", "29 February 2024"),  # 54 years, 13 leap days and 59 days
        (math.nan, "f1", "NE"),
    ],
)
def test_forms(value: float, form: str, text: str) -> None:
    assert expected_text(value, form) == text


def test_a_form_that_does_not_exist_is_told() -> None:
    with pytest.raises(VerificationError, match="no such form"):
        expected_text(1.0, "banana")


def test_minus_signs_and_spaces_are_made_plain() -> None:
    assert normalised("\u22122.3\u00a0 to \n 1") == "-2.3 to 1"
