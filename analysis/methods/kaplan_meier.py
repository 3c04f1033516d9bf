"""Kaplan-Meier estimate with Greenwood's variance, its intervals, landmarks and quantiles.

Kaplan and Meier, JASA 1958;53:457. Limits are built on S ("linear"), log S ("log", R's default) or log(−log S)
("log-log", SAS's default). Quantiles and their limits (Brookmeyer and Crowley, Biometrics 1982;38:29) are the first
time at which the curve, or its limit, is below 1 − p; where it runs level at exactly 1 − p, the middle of that
stretch. SAS and R part only where the curve ends level at 1 − p: not reached (SAS), or the middle of the stretch up to
the last follow-up (R's quantile). Plain numpy, so that verification may use lifelines.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from analysis.methods.arguments import (
    Floats,
    Integers,
    check_choice,
    check_conf_level,
    derive_complete_cases,
    derive_event,
)
from analysis.methods.result import Result, Statistic

CONF_TYPES = ("log-log", "log", "linear")
ENDS = ("sas", "r")
_WANTS = ("estimate", "conf.low", "conf.high")
_LEVEL = 1e-9  # two heights of the curve this close are one height


@dataclass(frozen=True, eq=False)
class KaplanMeier:
    """The curve: one entry of each array for each distinct time, ascending, in the unit of the times given.

    ``at_risk`` counts those whose time is at or after that time; ``std_error`` is Greenwood's, of the survival.
    """

    time: Floats
    at_risk: Integers
    events: Integers
    censored: Integers
    survival: Floats
    std_error: Floats
    conf_low: Floats
    conf_high: Floats
    conf_level: float
    conf_type: str
    method: str = "Kaplan-Meier estimate"

    @property
    def n(self) -> int:
        """Patients in the curve."""
        return int(self.at_risk[0]) if len(self.time) else 0

    def at_risk_at(self, t: float) -> int:
        """Patients still followed just before ``t``."""
        place = int(np.searchsorted(self.time, t, side="left"))
        return int(self.at_risk[place]) if place < len(self.time) else 0

    def at(self, t: float, extend: bool = False) -> Result:
        """Survival at time ``t`` with its limits.

        Beyond the last follow-up the curve is unknown unless it has come down to 0; ``extend`` carries it on.
        """
        base = replace(self._base(), more=(Statistic("n.risk", "At risk", float(self.at_risk_at(t))),))
        if self.n == 0:
            return replace(base, reason="no patients")
        if t > self.time[-1] and self.survival[-1] > 0 and not extend:
            return replace(base, reason="beyond the last follow-up")
        place = int(np.searchsorted(self.time, t, side="right"))
        survival, std_error, low, high = (
            float(np.concatenate(([start], column))[place])
            for start, column in zip(
                self._start, (self.survival, self.std_error, self.conf_low, self.conf_high), strict=True
            )
        )
        reason = {0.0: "nobody is left", 1.0: "no event so far"}.get(survival, "") if math.isnan(low) else ""
        return replace(base, estimate=survival, std_error=std_error, conf_low=low, conf_high=high, reason=reason)

    def quantile(self, p: float = 0.5, end: str = "sas") -> Result:
        """The time by which a share ``p`` has had the event, with limits; NaN where the curve doesn't come so low.

        ``end`` "sas" or "r": what to do with a curve that ends level at exactly 1 − p.
        """
        check_choice("end", end, ENDS)
        curves = (self.survival, self.conf_low, self.conf_high)
        estimate, low, high = (_first_time(self.time, curve, 1 - p, end) for curve in curves)
        reason = "not reached" if math.isnan(estimate) else "limit not reached"
        return replace(
            self._base(),
            estimate=estimate,
            conf_low=low,
            conf_high=high,
            reason="no patients" if self.n == 0 else reason if math.isnan(low + high + estimate) else "",
        )

    @property
    def _start(self) -> tuple[float, float, float, float]:
        """Survival, standard error and limits before the first time."""
        limit = math.nan if self.conf_type == "log-log" else 1.0
        return 1.0, 0.0, limit, limit

    def to_rows(self) -> tuple[Statistic, ...]:
        """Patients, events and the median with its limits."""
        counts = (Statistic("n", "n", float(self.n)), Statistic("n.event", "Events", float(self.events.sum())))
        return (*counts, *self.quantile(0.5).to_rows())

    def _base(self) -> Result:
        options = (f"{self.conf_type} interval", "Greenwood variance")
        return Result(self.method, options, n=self.n, conf_level=self.conf_level, wants=_WANTS)


def estimate_kaplan_meier(
    time: ArrayLike, event: ArrayLike, conf_type: str = "log-log", conf_level: float = 0.95
) -> KaplanMeier:
    """The curve of ``time`` (shape (n,)) with ``event`` 1 for the event and 0 for censored; missing rows are left out.

    A patient censored at the time of an event counts as at risk for it. Limits that don't exist (log-log before the
    first event, all after the curve has come to 0) are NaN.
    """
    check_choice("conf_type", conf_type, CONF_TYPES)
    upper = check_conf_level(conf_level)
    times, indicator = derive_complete_cases(time, event)
    distinct, place = np.unique(times, return_inverse=True)
    total = np.bincount(place, minlength=len(distinct))
    events = np.bincount(place, weights=derive_event(indicator), minlength=len(distinct)).astype(np.int64)
    at_risk = len(times) - np.cumsum(total) + total
    survival = np.cumprod(1 - events / at_risk)
    std_log = _derive_std_log(events, at_risk)
    low, high = derive_survival_limits(survival, std_log, float(ndtri(upper)), conf_type)
    columns = (distinct, at_risk, events, total - events, survival, survival * std_log, low, high)
    for column in columns:
        column.setflags(write=False)
    return KaplanMeier(*columns, conf_level, conf_type)


def estimate_follow_up(
    time: ArrayLike, event: ArrayLike, conf_type: str = "log-log", conf_level: float = 0.95
) -> KaplanMeier:
    """Reverse Kaplan-Meier: events and censoring change places, so that the quantiles are those of follow-up.

    Schemper and Smith, Control Clin Trials 1996;17:343.
    """
    times, indicator = derive_complete_cases(time, event)
    curve = estimate_kaplan_meier(times, ~derive_event(indicator), conf_type, conf_level)
    return replace(curve, method="Reverse Kaplan-Meier estimate of follow-up")


def derive_survival_limits(survival: Floats, std_log: Floats, z: float, conf_type: str) -> tuple[Floats, Floats]:
    """Pointwise limits from the standard error of log S; ``z`` is the normal quantile. NaN where there are none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        if conf_type == "linear":
            half = z * survival * std_log
            return np.maximum(survival - half, 0), np.minimum(survival + half, 1)
        log_survival = np.log(np.where(survival > 0, survival, np.nan))
        if conf_type == "log":
            return np.exp(log_survival - z * std_log), np.minimum(np.exp(log_survival + z * std_log), 1)
        log_hazard = np.log(-np.where(survival < 1, log_survival, np.nan))
        half = z * std_log / -log_survival
        return np.exp(-np.exp(log_hazard + half)), np.exp(-np.exp(log_hazard - half))


def _derive_std_log(events: Integers, at_risk: Integers) -> Floats:
    """Greenwood: the standard error of log S; NaN from where all at risk have the event."""
    left = (at_risk - events).astype(np.float64)
    terms = np.divide(events, at_risk * left, out=np.full(len(left), np.nan), where=left > 0)
    return np.asarray(np.sqrt(np.cumsum(terms)))


def _first_time(time: Floats, height: Floats, level: float, end: str) -> float:
    """The first time at which the falling curve ``height`` is below ``level``; where it is level there, the middle."""
    known = height[~np.isnan(height)]
    times = time[~np.isnan(height)]
    below = np.flatnonzero(known <= level + _LEVEL)
    if not len(below):
        return math.nan
    first = int(below[0])
    if known[first] < level - _LEVEL:
        return float(times[first])
    lower = np.flatnonzero(known < level - _LEVEL)
    if not len(lower) and end == "sas":
        return math.nan
    return float(times[first] + (times[lower[0]] if len(lower) else time[-1])) / 2
