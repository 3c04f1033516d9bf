"""What stands in a cell: statistics of a results coordinate put together, every number bound to its row.

``base`` is a row's id without its last part, e.g. ``change.value/ALB/D57/ALL``.
"""

from __future__ import annotations

import math

from analysis.displays.format import format_row
from analysis.displays.model import Number, Text
from analysis.displays.registry import Profile, form_of
from analysis.results.table import Results

NBSP = "\u00a0"


def format_statistic(results: Results, base: str, statistic: str, digits: int = 0) -> Number:
    """One statistic in the form of the registry."""
    return format_row(results[f"{base}/{statistic}"], form_of(statistic, digits))


def format_mean_sd(results: Results, base: str, digits: int, profile: Profile) -> Text:
    """Mean and SD: ``31.5 ± 4.5`` or ``31.5 (4.5)``."""
    mean, sd = (format_statistic(results, base, name, digits) for name in ("mean", "sd"))
    if _missing(results, base, "mean"):
        return (mean,)
    return (mean, profile.between_mean_and_sd, sd, profile.after_sd)


def format_median_quartiles(results: Results, base: str, digits: int) -> Text:
    """Median and quartiles: ``34 (22, 51)``."""
    median, low, high = (format_statistic(results, base, name, digits) for name in ("median", "p25", "p75"))
    if _missing(results, base, "median"):
        return (median,)
    return (median, " (", low, f",{NBSP}", high, ")")


def format_count_percent(results: Results, base: str) -> Text:
    """Count and per cent: ``6 (75.0)``; the count alone where nobody could be counted."""
    count, share = (format_statistic(results, base, name) for name in ("n", "p"))
    return (count,) if _missing(results, base, "p") else (count, " (", share, ")")


def format_estimate(results: Results, base: str, form: str, limits: str = "") -> Text:
    """Estimate and interval: ``2.8 (1.9 to 3.7)``, the limits in another form where one is given."""
    estimate = format_row(results[f"{base}/estimate"], form)
    low, high = (format_row(results[f"{base}/{name}"], limits or form) for name in ("conf.low", "conf.high"))
    if _missing(results, base, "conf.low") and _missing(results, base, "conf.high"):
        return (estimate,) if _missing(results, base, "estimate") else (estimate, " (", low, ")")
    return (estimate, " (", low, f"{NBSP}to{NBSP}", high, ")")


def format_p(results: Results, row: str, form: str = "p") -> Text:
    """A P value in a sentence: ``P = 0.013``, ``P < 0.001``."""
    number = format_row(results[row], form)
    return (f"P{NBSP}" if number.text[0] in "<>" else f"P{NBSP}={NBSP}", number)


def format_n(number: Number) -> Text:
    """A count in brackets: ``(n = 8)``; it never breaks over two lines."""
    return (f"(n{NBSP}={NBSP}", number, ")")


def _missing(results: Results, base: str, statistic: str) -> bool:
    return math.isnan(results[f"{base}/{statistic}"].stat)
