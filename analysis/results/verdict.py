"""What may be said of a change, as numbers, so that words in tables and prose come from results.

The interval decides the direction, the adjusted P whether "significantly" may be added, and only an interval that lies
within the parameter's margin allows "no relevant change".
"""

from __future__ import annotations

import math

from analysis.methods.multiplicity import Verdict, derive_verdict
from analysis.methods.result import Result, Statistic
from analysis.results.table import Row
from analysis.results.writing import derive_result_rows
from analysis.study import Parameter

DIRECTIONS = {
    Verdict.SIGNIFICANT_RISE: 1.0,
    Verdict.RISE: 1.0,
    Verdict.SIGNIFICANT_FALL: -1.0,
    Verdict.FALL: -1.0,
    Verdict.UNCLEAR: 0.0,
}
SIGNIFICANT = (Verdict.SIGNIFICANT_RISE, Verdict.SIGNIFICANT_FALL)
NAMES = ("direction", "significant", "within.margin")


def derive_verdict_rows(place: Row, change: Result, adjusted: float, parameter: Parameter) -> list[Row]:
    """Rows of direction (1, 0, −1: interval above, around, below no change), significant, within.margin (1 or 0)."""
    found = derive_verdict(change.conf_low, change.conf_high, adjusted, alpha=1 - change.conf_level)
    margin, why = _derive_margin(parameter)
    if found is Verdict.NOT_ESTIMABLE:
        direction, significant, within, why = math.nan, math.nan, math.nan, change.reason
    else:
        direction, significant = DIRECTIONS[found], float(found in SIGNIFICANT)
        within = float(-margin < change.conf_low and change.conf_high < margin) if not why else math.nan
    statistics = (
        Statistic("direction", "Direction of the interval", direction, error=why),
        Statistic("significant", "Significant by the adjusted P value", significant, error=why),
        Statistic("within.margin", "Interval within the margin", within, error=why),
    )
    return derive_result_rows(
        place, Result(change.method, change.options, n=change.n, wants=(), more=statistics), NAMES
    )


def _derive_margin(parameter: Parameter) -> tuple[float, str]:
    """The margin on the scale of the change, or why there is none."""
    if parameter.margin is None:
        return math.nan, "no margin is stated for the parameter"
    if parameter.distribution == "log-normal":
        return math.nan, "the margin is a difference and the change a ratio"
    return parameter.margin, ""
