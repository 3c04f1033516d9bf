"""Recorded values as a reader wants them."""

from __future__ import annotations

import pytest

from analysis.displays.recorded import format_amount, format_dose, format_term, format_time


@pytest.mark.parametrize(
    ("recorded", "told"),
    [
        ("NOT RELATED", "Not related"),
        ("HBV INFECTION", "HBV infection"),
        ("DAY 29", "Day 29"),
        ("Not related", "Not related"),
        ("QTcF", "QTcF"),
        ("Y", "Y"),
        ("", ""),
        ("中文", "中文"),
    ],
)
def test_capitals_become_a_sentence(recorded: str, told: str) -> None:
    assert format_term(recorded) == told


def test_inside_a_sentence_the_first_letter_is_small() -> None:
    assert format_term("RECOVERED/RESOLVED", first=False) == "recovered/resolved"


def test_times_and_doses() -> None:
    assert format_time("2022-08-30T10:15:00") == "2022-08-30 10:15"
    assert format_time("2022-08") == "2022-08"
    assert [format_dose(text) for text in ("25000000", "100", "1.5e5", "a lot")] == [
        "2.5 × 10⁷", "100", "1.5 × 10⁵", "a lot",
    ]  # fmt: skip


def test_short_words_keep_their_capitals_unless_they_are_common() -> None:
    assert format_term("LOST TO FOLLOW-UP") == "Lost to follow-up"
    assert format_term("ALCOHOL USE DISORDER") == "Alcohol use disorder"
    assert format_term("ECG NOT DONE") == "ECG not done"
    assert format_term("LOW") == "Low"


def test_amounts_have_a_true_minus_and_no_decimals_that_nobody_recorded() -> None:
    given = ("-8.5", "136", "24.476386037", "-0.0123456789", "100000000", "7.0", "")
    assert [format_amount(text) for text in given] == ["−8.5", "136", "24.48", "−0.0123", "1 × 10⁸", "7.0", ""]
