"""The typeface: widths as the font files say, and a clear word where no font has a character."""

from __future__ import annotations

import pytest

from analysis.displays import fonts
from analysis.errors import DisplayError


def test_widths_are_those_of_arial() -> None:
    # Arial: digits 1139, i 455, W 1933 of 2048 units to the em; bold i 569
    assert fonts.measure_text("0", 2048) == 1139
    assert fonts.measure_text("iW", 2048) == 455 + 1933
    assert fonts.measure_text("i", 2048, bold=True) == 569
    assert fonts.measure_text("中", 10) == 10


def test_missing_characters_are_named_once() -> None:
    assert fonts.find_missing("n = 8 − ≥ µ ⁷ א") == ""
    assert fonts.find_missing("中文 中") == "中文"


def test_the_project_brings_its_own_typeface() -> None:
    assert fonts.FAMILY in fonts.read_fonts("plain text").families()


def test_a_character_that_no_font_has_is_told() -> None:
    private = "\U0010fffd"  # a private use character, printable by no common font
    with pytest.raises(DisplayError, match="no font on this machine") as error:
        fonts.read_fonts(f"a{private if private.isprintable() else chr(0x13000)}b")
    assert "Noto" in str(error.value)
