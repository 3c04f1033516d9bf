"""Bit patterns of IBM numbers as printed in SAS' technical paper and IBM's manuals."""

import math
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.raw.ibm_float import format_ibm, read_ibm


def read(text: str) -> float:
    raw = bytes.fromhex(text)
    return float(read_ibm(np.frombuffer(raw, dtype=f"V{len(raw)}"), len(raw))[0])


@pytest.mark.parametrize(
    ("pattern", "value"),
    [
        ("4110000000000000", 1.0),
        ("C110000000000000", -1.0),
        ("0000000000000000", 0.0),
        ("4080000000000000", 0.5),
        ("C276A00000000000", -118.625),
        ("4264000000000000", 100.0),
        ("4264", 100.0),
        ("41199999999999 9A".replace(" ", ""), 1.6),
    ],
)
def test_known_patterns(pattern: str, value: float) -> None:
    assert read(pattern) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize("first", ["2E", "5F", "41", "5A"])
def test_missing_values(first: str) -> None:
    assert math.isnan(read(first + "00" * 7))


def test_the_ordinary_missing_value_is_written() -> None:
    assert format_ibm(np.array([np.nan, 1.0])).hex().upper() == "2E" + "00" * 7 + "4110000000000000"


@given(st.floats(min_value=-7e75, max_value=7e75, allow_subnormal=False).filter(lambda x: x == 0 or abs(x) > 6e-79))
def test_every_float_survives(value: float) -> None:
    raw = np.frombuffer(format_ibm(np.array([value])), dtype="V8")
    assert struct.pack(">d", read_ibm(raw, 8)[0] + 0.0) == struct.pack(">d", value + 0.0)


@pytest.mark.parametrize("value", [8e75, 1e-80])
def test_numbers_that_do_not_fit(value: float) -> None:
    with pytest.raises(OverflowError):
        format_ibm(np.array([value]))
