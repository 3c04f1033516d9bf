"""Responders once more: counting, Clopper-Pearson limits by statsmodels, and differences of proportions.

A difference has its limits by definition: the likelihood maximised, and the score test inverted, as numerical roots.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import combinations

from scipy.optimize import brentq
from scipy.stats import norm
from statsmodels.stats.proportion import proportion_confint

from analysis.study.analyses import Criterion, Responders
from analysis.verification.recompute_trial import ALL, Second, Trial, derive_population, derive_seconds

COUNT = "counting records"
LIMITS = "statsmodels proportion_confint (beta)"
DIFFERENCE = "score test inverted with scipy's brentq"

Shares = Mapping[str, tuple[int, int]]
#: Of each subject: whether he meets a criterion; who has no value isn't there.
Answers = Mapping[str, bool]


def derive_responders(trial: Trial, block: Responders) -> Iterator[Second]:
    """Every row of a block of responders: counts, shares with their intervals, differences of arms."""
    treatment = {"planned": "TRT01P", "actual": "TRT01A"}[block.treatment]
    yield from derive_population(trial, block.id, block.population, treatment)
    groups = trial.groups(block.population, treatment)
    for criterion in block.criteria:
        for visit, answers in _derive_answers(trial, block, criterion):
            place = f"{criterion.parameter}/{criterion.id}/{visit}"
            met = {group: sum(answers.get(s, False) for s in ids) for group, ids in groups.items()}
            shares = {group: (met[group], len(ids)) for group, ids in groups.items()}
            for group, ids in groups.items():
                here = f"{block.id}.responder/{place}/{group}"
                yield from _derive_share(here, *shares[group], block.conf_level)
                yield from derive_seconds(here, {"n.observed": float(sum(s in answers for s in ids))}, COUNT)
            if block.compare:
                yield from derive_differences(f"{block.id}.responder-difference/{place}", shares, block.conf_level)


def _derive_share(place: str, met: int, size: int, level: float) -> Iterator[Second]:
    yield from derive_seconds(place, {"n": met, "N": size, "p": met / size if size else math.nan}, COUNT)
    low, high = proportion_confint(met, size, 1 - level, "beta") if size else (math.nan, math.nan)
    yield from derive_seconds(place, {"conf.low": float(low), "conf.high": float(high)}, LIMITS)


def _derive_answers(trial: Trial, block: Responders, criterion: Criterion) -> Iterator[tuple[str, Answers]]:
    """By visit; at baseline only of a value, and last at any time. Whoever met a new criterion before can't meet it."""
    baseline, later = trial.values(criterion.parameter)
    before = {s: _meets(criterion, v) for s, v in baseline.items()} if criterion.of == "value" else {}
    if criterion.of == "value":
        yield next(visit.id for visit in trial.study.visits if visit.baseline), before
    barred = {s for s, met in before.items() if met and criterion.new}
    values = [(s, visit, v) for (s, visit), v in later.items() if visit in block.visits]
    for visit in block.visits:
        yield visit, _answer(criterion, [(s, v) for s, at, v in values if at == visit], baseline, barred)
    ever = _read_later(trial, criterion.parameter) if block.unscheduled else [(s, v) for s, _, v in values]
    yield "ANY", _answer(criterion, ever, baseline, barred)


def _answer(
    criterion: Criterion, values: list[tuple[str, float]], baseline: Mapping[str, float], barred: set[str]
) -> Answers:
    answers: dict[str, bool] = {}
    for subject, value in values:
        judged = value
        if criterion.of != "value":
            start = baseline.get(subject, math.nan)
            judged = value - start
            if criterion.of == "percent-change":
                judged = 100 * judged / abs(start) if start else math.nan
        if math.isfinite(judged):
            met = subject not in barred and _meets(criterion, judged)
            answers[subject] = answers.get(subject, False) or met
    return answers


def _meets(criterion: Criterion, value: float) -> bool:
    """At the ninth decimal a difference is rounding."""
    gap = round(value - criterion.value, 9)
    return {">=": gap >= 0, ">": gap > 0, "<=": gap <= 0, "<": gap < 0}[criterion.op]


def _read_later(trial: Trial, parameter: str) -> list[tuple[str, float]]:
    """Every value after the first dose: with a change from baseline, or of a day after day 1."""
    domain = trial.study.parameter(parameter).domain
    records = [r for r in trial.datasets[f"AD{domain or 'EFF'}"] if r["PARAMCD"] == parameter and r["AVAL"]]
    after = [r for r in records if r["ABLFL"] != "Y" and (r["CHG"] or float(r["ADY"] or 0) > 1)]
    return [(r["USUBJID"], float(r["AVAL"])) for r in after]


def derive_differences(place: str, shares: Shares, level: float) -> Iterator[Second]:
    """Later arms against each earlier: shares (events, patients) → rows ``place/<arm>/<reference>/...``."""
    for reference, arm in combinations([group for group in shares if group != ALL], 2):
        values = dict.fromkeys(("estimate", "conf.low", "conf.high"), math.nan)
        (x1, n1), (x2, n2) = shares[arm], shares[reference]
        if n1 and n2:
            low, high = (_derive_limit(shares[arm], shares[reference], end, level) for end in (-1.0, 1.0))
            values = {"estimate": x1 / n1 - x2 / n2, "conf.low": low, "conf.high": high}
        yield from derive_seconds(f"{place}/{arm}/{reference}", values, DIFFERENCE, 1.0)


def _derive_limit(group: tuple[int, int], reference: tuple[int, int], end: float, level: float) -> float:
    """Towards ``end``, the last difference which the score test of Miettinen and Nurminen doesn't reject."""
    (x1, n1), (x2, n2) = group, reference
    observed, z = x1 / n1 - x2 / n2, float(norm.ppf(0.5 + level / 2))

    def derive_excess(difference: float) -> float:
        p2 = _derive_likeliest(group, reference, difference)
        p1 = p2 + difference
        variance = (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * (n1 + n2) / (n1 + n2 - 1)
        return abs(observed - difference) - z * math.sqrt(max(variance, 0.0))

    start = observed + 1e-9 * (end - observed)
    return end if observed == end else float(brentq(derive_excess, start, end, xtol=1e-13))


def _derive_likeliest(group: tuple[int, int], reference: tuple[int, int], difference: float) -> float:
    """The reference's proportion where the likelihood is highest among pairs so far apart: its slope is 0 there."""
    (x1, n1), (x2, n2) = group, reference
    low, high = max(0.0, -difference), min(1.0, 1 - difference)

    def derive_slope(p2: float) -> float:
        p1 = p2 + difference
        parts = ((x1, p1), (x1 - n1, 1 - p1), (x2, p2), (x2 - n2, 1 - p2))
        return sum(count / max(p, 1e-300) for count, p in parts if count)

    inside = 1e-15
    if high - low <= 2 * inside or derive_slope(low + inside) <= 0:
        return low
    if derive_slope(high - inside) >= 0:
        return high
    return float(brentq(derive_slope, low + inside, high - inside, xtol=1e-15))
