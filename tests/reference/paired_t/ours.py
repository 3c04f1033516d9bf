"""Our values of the paired t cases."""

from __future__ import annotations

from analysis.methods.paired_t import estimate_paired_t
from tests.reference.frames import derive_quantities, read_columns

OPTIONS = {"sleep": {}, "sleep-90": {"conf_level": 0.9}, "sleep-null-1": {"null": 1.0}}


def estimate_case(case: str) -> dict[str, float]:
    if case in OPTIONS:
        sleep = read_columns("data/sleep")
        change = sleep["extra"][sleep["group"] == 2] - sleep["extra"][sleep["group"] == 1]
        return derive_quantities(estimate_paired_t(change, **OPTIONS[case]).to_rows())
    anorexia = read_columns("data/anorexia")
    arm = anorexia["Treat"] == case.removeprefix("anorexia-")
    return derive_quantities(estimate_paired_t((anorexia["Postwt"] - anorexia["Prewt"])[arm]).to_rows())
