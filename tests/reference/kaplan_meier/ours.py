"""Our values of the Kaplan-Meier cases, named "data interval level"."""

from __future__ import annotations

from analysis.methods.kaplan_meier import estimate_follow_up, estimate_kaplan_meier
from tests.reference.frames import read_columns

LANDMARKS = {
    "aml": (5, 12, 23, 48, 100),
    "lung": (5, 180, 365.25, 730.5, 883),
    "pbc": (41, 365.25, 1826, 3652, 4795),
    "veteran": (1, 90, 180, 365, 999),
}


def estimate_case(case: str) -> dict[str, float]:
    name, kind, level = case.split(" ")
    data = read_columns(f"data/{name}")
    event = data["status"] == (2 if name in ("lung", "pbc") else 1)
    conf_level = int(level) / 100
    if kind == "reverse":
        curve = estimate_follow_up(data["time"], event, conf_level=conf_level)
    else:
        curve = estimate_kaplan_meier(data["time"], event, kind, conf_level)
    values: dict[str, float] = {}
    for t in LANDMARKS[name]:
        point = curve.at(t)
        values |= {f"survival@{t}": point.estimate, f"std.error@{t}": point.std_error}
        values |= {f"conf.low@{t}": point.conf_low, f"conf.high@{t}": point.conf_high}
        values[f"n.risk@{t}"] = curve.at_risk_at(t)
    for p in (0.25, 0.5, 0.75):
        time = curve.quantile(p)
        values |= {
            f"quantile{p}": time.estimate,
            f"quantile.low{p}": time.conf_low,
            f"quantile.high{p}": time.conf_high,
        }
    return values
