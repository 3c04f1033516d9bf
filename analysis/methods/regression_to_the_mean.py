"""How much of a change regression to the mean can explain at most.

Patients enter a trial because a value stands out, part of that is chance, and chance doesn't repeat. With a
population's SD σ, an SD τ of one patient from day to day, and a share q of those screened who are treated, the mean of
the treated can lie at most σ·φ(z)/q from the population's mean (z the q-quantile of the normal distribution):
selection strictly by the value itself. Of that distance the part τ²/σ² is chance (Davis, Am J Epidemiol 1976;104:493),
hence the bound τ²/σ · φ(z)/q. τ² is half the mean square of the differences between screening and baseline (not their
variance, because selection moves their mean), true changes included. Normal values and a selection on one measurement
are assumed; any other selection gives less. No library has it.
"""

from __future__ import annotations

import math
from dataclasses import replace

from numpy.typing import ArrayLike
from scipy.special import ndtri

from analysis.errors import MethodError
from analysis.methods.arguments import derive_complete_cases
from analysis.methods.paired_t import estimate_paired_t
from analysis.methods.result import Result, Statistic


def estimate_regression_to_the_mean(
    screening: ArrayLike, baseline: ArrayLike, screened: ArrayLike, share: float
) -> Result:
    """The largest change, in the variable's unit, that regression to the mean alone would bring.

    ``screening`` and ``baseline`` (n,): the two values of each treated patient; ``screened``: the screening values of
    all who were screened, treated or not; ``share``: how many of them were treated, above 0 and at most 1. ``more`` has
    the two SDs, the reliability 1 − τ²/σ² and the change from screening to baseline, when nobody was treated yet.
    """
    if not 0 < share <= 1:
        raise MethodError(f"the share of those screened who were treated lies above 0 and at most at 1, not at {share}")
    first, second = derive_complete_cases(screening, baseline)
    (everyone,) = derive_complete_cases(screened)
    options = ("normal values", f"strict selection of {share:.3g} of those screened", "upper bound")
    base = Result("Regression-to-the-mean bound", options, n=len(first), wants=("estimate",))
    if len(first) < 2 or len(everyone) < 2:
        return replace(base, reason="fewer than two patients with screening and baseline")
    within = float(((second - first) ** 2).mean()) / 2
    population = float(everyone.var(ddof=1))
    if population <= 0:
        return replace(base, reason="all values at screening are equal")
    chance = min(1.0, within / population)
    density = math.exp(-(float(ndtri(share)) ** 2) / 2) / math.sqrt(2 * math.pi) if share < 1 else 0.0
    untreated = estimate_paired_t(second - first)
    more = (
        Statistic("sd.within", "SD within patients", math.sqrt(within)),
        Statistic("sd.population", "SD of those screened", math.sqrt(population)),
        Statistic("reliability", "Reliability", 1 - chance),
        Statistic("untreated.change", "Change from screening to baseline", untreated.estimate),
        Statistic("untreated.conf.low", "Its lower confidence limit", untreated.conf_low, error=untreated.reason),
        Statistic("untreated.conf.high", "Its upper confidence limit", untreated.conf_high, error=untreated.reason),
    )
    return replace(base, estimate=chance * math.sqrt(population) * density / share, more=more)
