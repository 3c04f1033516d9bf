"""The frozen results of the methods, and their way into the results table.

Names of statistics follow the R packages cards and cardx: ``estimate``, ``std.error``, ``conf.low``, ``conf.high``,
``statistic``, ``parameter`` (degrees of freedom), ``p.value``, ``n``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

LABELS = {
    "estimate": "Estimate",
    "std.error": "Standard error",
    "conf.low": "Lower confidence limit",
    "conf.high": "Upper confidence limit",
    "statistic": "Statistic",
    "parameter": "Degrees of freedom",
    "parameter2": "Denominator degrees of freedom",
    "p.value": "P value",
}


@dataclass(frozen=True)
class Statistic:
    """One named number, unformatted, with why it is missing (``error``) or doubtful (``warning``)."""

    name: str
    label: str
    value: float
    warning: str = ""
    error: str = ""


@dataclass(frozen=True)
class Result:
    """What one method says of one quantity.

    ``method`` names it for a footnote ("Paired t test"); ``options`` are the choices made, as text ("two-sided",
    "Kenward-Roger degrees of freedom"). A quantity that can't be estimated is NaN and ``reason`` says why; a doubtful
    one carries ``warning``. ``df`` is the only or the numerator degrees of freedom, ``df2`` the denominator's.
    ``more`` holds further statistics of the method (name, label, value).
    """

    method: str
    options: tuple[str, ...] = ()
    n: int = 0
    estimate: float = math.nan
    std_error: float = math.nan
    conf_low: float = math.nan
    conf_high: float = math.nan
    conf_level: float = 0.95
    statistic: float = math.nan
    df: float = math.nan
    df2: float = math.nan
    p_value: float = math.nan
    reason: str = ""
    warning: str = ""
    more: tuple[Statistic, ...] = ()
    wants: tuple[str, ...] = ("estimate", "conf.low", "conf.high", "p.value")

    def to_rows(self) -> tuple[Statistic, ...]:
        """The statistics in the order of a results table; one that was wanted but is missing carries its reason."""
        values = {
            "estimate": self.estimate,
            "std.error": self.std_error,
            "conf.low": self.conf_low,
            "conf.high": self.conf_high,
            "statistic": self.statistic,
            "parameter": self.df,
            "parameter2": self.df2,
            "p.value": self.p_value,
        }
        rows = [
            Statistic(name, LABELS[name], value, self.warning, self.reason if math.isnan(value) else "")
            for name, value in values.items()
            if name in self.wants or not math.isnan(value)
        ]
        return (*rows, *self.more)
