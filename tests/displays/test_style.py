"""Style: colors of arms as text can be read on white paper."""

from __future__ import annotations

import pytest

from analysis.displays.style import LINES, MARKERS, darken


def contrast(color: str) -> float:
    linear = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in linear]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


@pytest.mark.parametrize("color", ["#CCBB44", "#66CCEE", "#FFFFFF", "#FFFF00"])
def test_pale_colors_are_darkened(color: str) -> None:
    assert contrast(darken(color)) >= 4.4


def test_dark_colors_stay() -> None:
    assert darken("#AA3377") == "#aa3377"


def test_six_arms_differ_in_grey() -> None:
    assert len(set(MARKERS)) == len(set(map(str, LINES))) == 6
