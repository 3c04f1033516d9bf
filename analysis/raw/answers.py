"""Questions of ADaM datasets that are answered by yes or no."""

from __future__ import annotations

import pandas as pd

ANSWERS = {"Y": 1.0, "YES": 1.0, "N": 0.0, "NO": 0.0}


def derive_answers(frame: pd.DataFrame) -> pd.DataFrame:
    """The dataset with AVAL 1 (yes) and 0 (no) where AVALC answers so and AVAL is missing; else as it is."""
    if "AVALC" not in frame:
        return frame
    answers = frame["AVALC"].astype(str).str.upper().map(ANSWERS)
    values = pd.to_numeric(frame["AVAL"], errors="coerce") if "AVAL" in frame else answers
    return frame.assign(AVAL=values.fillna(answers)) if answers.notna().any() else frame
