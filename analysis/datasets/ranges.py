"""Reference ranges, and shifts between them."""

from __future__ import annotations

import numpy as np
import pandas as pd


def derive_range_indicator(frame: pd.DataFrame) -> pd.Series:
    """ANRIND: LOW below ANRLO, HIGH above ANRHI, NORMAL otherwise; "" where value or both limits are missing.

    A value at a limit is normal. Where one limit is missing the other decides alone.
    """
    value, low, high = frame["AVAL"], frame["ANRLO"], frame["ANRHI"]
    known = value.notna() & (low.notna() | high.notna())
    indicator = np.select([~known, value < low, value > high], ["", "LOW", "HIGH"], "NORMAL")
    return pd.Series(indicator, index=frame.index, dtype=object)


def derive_shift(before: pd.Series, now: pd.Series, after: pd.Series) -> pd.Series:
    """SHIFT1: "NORMAL to LOW" on the records marked in ``after``, where both indicators are known."""
    known = after & (before != "") & (now != "")
    return (before + " to " + now).where(known, "")
