"""Cumulative incidence of one kind of event in the presence of others (Aalen-Johansen).

Kalbfleisch and Prentice, Statistical Analysis of Failure Time Data, 1980. Variance: Aalen's (Scand J Stat 1978;5:141;
SAS LIFETEST's default and R's cmprsk), or by the delta method (SAS: ERROR=DELTA); limits on log(−log F), log F or F, as
SAS's CONFTYPE. lifelines has the estimate with a random jitter of ties, statsmodels the estimate alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from analysis.errors import MethodError
from analysis.methods.arguments import Floats, Integers, check_choice, check_conf_level, derive_complete_cases
from analysis.methods.result import Result, Statistic

CONF_TYPES = ("log-log", "log", "linear")
VARIANCES = {"aalen": "Aalen's variance", "delta": "delta-method variance"}


@dataclass(frozen=True, eq=False)
class CumulativeIncidence:
    """The curve: one entry of each array for each distinct time, ascending. ``at_risk`` counts those before it."""

    time: Floats
    at_risk: Integers
    events: Integers
    incidence: Floats
    std_error: Floats
    conf_low: Floats
    conf_high: Floats
    conf_level: float
    options: tuple[str, ...]

    @property
    def n(self) -> int:
        """Patients in the curve."""
        return int(self.at_risk[0]) if len(self.time) else 0

    def at(self, t: float) -> Result:
        """The incidence at time ``t`` with its limits; unknown beyond the last follow-up."""
        wants = ("estimate", "conf.low", "conf.high")
        base = Result("Cumulative incidence", self.options, n=self.n, conf_level=self.conf_level, wants=wants)
        if self.n == 0 or t > self.time[-1]:
            return replace(base, reason="beyond the last follow-up" if self.n else "no patients")
        place = int(np.searchsorted(self.time, t, side="right")) - 1
        if place < 0 or self.incidence[place] == 0:
            return replace(base, estimate=0.0, std_error=0.0, reason="no event so far")
        return replace(
            base,
            estimate=float(self.incidence[place]),
            std_error=float(self.std_error[place]),
            conf_low=float(self.conf_low[place]),
            conf_high=float(self.conf_high[place]),
            reason="everybody has had the event" if self.incidence[place] >= 1 else "",
        )

    def to_rows(self) -> tuple[Statistic, ...]:
        """Patients, events, and the incidence at the last follow-up."""
        counts = (Statistic("n", "n", float(self.n)), Statistic("n.event", "Events", float(self.events.sum())))
        return (*counts, *self.at(float(self.time[-1]) if self.n else 0.0).to_rows())


def estimate_cumulative_incidence(
    time: ArrayLike,
    cause: ArrayLike,
    of: int = 1,
    conf_type: str = "log-log",
    variance: str = "aalen",
    conf_level: float = 0.95,
) -> CumulativeIncidence:
    """Incidence of events with ``cause`` equal to ``of``; 0 is censored, any other number a competing event.

    ``time`` and ``cause`` have shape (n,); rows with a missing value are left out. Patients censored at the time of an
    event count as at risk for it.
    """
    check_choice("conf_type", conf_type, CONF_TYPES)
    check_choice("variance", variance, VARIANCES)
    z = float(ndtri(check_conf_level(conf_level)))
    times, causes = derive_complete_cases(time, cause)
    if of == 0:
        raise MethodError("cause 0 is censoring; the incidence of an event is asked for")
    distinct, place = np.unique(times, return_inverse=True)
    total, anything, events = (
        np.bincount(place[chosen], minlength=len(distinct)) for chosen in (causes == causes, causes != 0, causes == of)
    )
    at_risk = len(times) - np.cumsum(total) + total
    after = np.cumprod(1 - anything / at_risk)
    before = np.concatenate(([1.0], after[:-1])) if len(after) else after
    incidence = np.cumsum(before * events / at_risk)
    spread = _derive_variance(variance, at_risk, anything, events, before, incidence)
    std_error = np.sqrt(np.maximum(spread, 0))
    low, high = _derive_limits(incidence, std_error, z, conf_type)
    options = (f"{conf_type} interval", VARIANCES[variance])
    return CumulativeIncidence(distinct, at_risk, events, incidence, std_error, low, high, conf_level, options)


def _derive_variance(
    kind: str, at_risk: Integers, anything: Integers, events: Integers, before: Floats, incidence: Floats
) -> Floats:
    """Three sums over the times up to each time, from cumulative sums of their parts."""
    y, d, e = (column.astype(np.float64) for column in (at_risk, anything, events))
    if kind == "aalen":
        first = _divide(d, (y - 1) * (y - d))
        second = _divide(before**2 * e * (y - e), y**2 * (y - 1))
        third = _divide(before * e * (y - e), y * (y - d) * (y - 1))
    else:
        first = _divide(d, y * (y - d))
        second = before**2 * e * (y - e) / y**3
        third = _divide(before * e, y**2)
    # Σ (F(t) − F(tⱼ))² aⱼ and Σ (F(t) − F(tⱼ)) cⱼ, multiplied out
    squares = incidence**2 * np.cumsum(first) - 2 * incidence * np.cumsum(incidence * first)
    squares = squares + np.cumsum(incidence**2 * first)
    products = incidence * np.cumsum(third) - np.cumsum(incidence * third)
    return np.asarray(squares + np.cumsum(second) - 2 * products)


def _divide(top: Floats, bottom: Floats) -> Floats:
    """0 where the divisor is 0: nobody is left, and the term's factor is 0 as well."""
    return np.divide(top, bottom, out=np.zeros(len(top)), where=bottom != 0)


def _derive_limits(incidence: Floats, std_error: Floats, z: float, conf_type: str) -> tuple[Floats, Floats]:
    known = np.where((incidence > 0) & (incidence < 1), incidence, math.nan)
    if conf_type == "linear":
        return np.maximum(known - z * std_error, 0), np.minimum(known + z * std_error, 1)
    if conf_type == "log":
        half = z * std_error / known
        return known * np.exp(-half), np.minimum(known * np.exp(half), 1)
    half = z * std_error / (known * np.log(known))
    return known ** np.exp(-half), known ** np.exp(half)
