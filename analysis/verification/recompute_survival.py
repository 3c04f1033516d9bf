"""Survival once more with lifelines; numbers at risk by counting."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from lifelines import KaplanMeierFitter
from lifelines.statistics import multivariate_logrank_test

from analysis.study.analyses import Survival
from analysis.verification.recompute_trial import ALL, Second, Trial, derive_population, derive_seconds

CURVE = "lifelines KaplanMeierFitter"
TEST = "lifelines multivariate_logrank_test"
COUNT = "counting records of ADTTE"
NAN = math.nan
UNITS = {"months": "M", "days": "D"}


@dataclass(frozen=True, eq=False)
class Steps:
    """A curve's steps: times, and at each the survival and its limits (NaN where there are none)."""

    time: Sequence[float]
    height: Mapping[str, Sequence[float]]
    last: float

    def at(self, moment: float) -> dict[str, float]:
        """Survival and limits at a moment; unknown after the last follow-up unless nobody is left."""
        place = int(np.searchsorted(self.time, moment, side="right")) - 1
        survival = self.height["estimate"][place]
        if moment > self.last and survival > 0:
            return dict.fromkeys(self.height, NAN)
        return {name: heights[place] for name, heights in self.height.items()}

    def median(self) -> dict[str, float]:
        """When the curve and its limits come to one half; the middle of a stretch that runs level there."""
        return {name: _first_time(self.time, heights) for name, heights in self.height.items()}


def derive_survival(trial: Trial, block: Survival) -> Iterator[Second]:
    """Every row of a survival analysis; limits only of the kind that lifelines has (log-log)."""
    yield from derive_population(trial, block.id, block.population)
    records = [r for r in trial.datasets["ADTTE"] if r["PARAMCD"] == block.event_time and r["AVAL"] and r["CNSR"]]
    follow = {r["USUBJID"]: (float(r["AVAL"]), r["CNSR"] == "0") for r in records}
    groups = {g: [follow[s] for s in members if s in follow] for g, members in trial.groups(block.population).items()}
    unit = UNITS[next(t.unit for t in trial.study.event_times if t.id == block.event_time)]
    for group, pairs in groups.items():
        yield from _derive_group(block, group, pairs, unit)
    arms = {group: pairs for group, pairs in groups.items() if group != ALL}
    yield from derive_seconds(f"{block.id}.log-rank/{block.event_time}", _derive_logrank(arms), TEST)


def _derive_group(block: Survival, group: str, pairs: list[tuple[float, bool]], unit: str) -> Iterator[Second]:
    def place(context: str, time: float | None = None) -> str:
        visit = "" if time is None else f"{unit}{time:g}/"
        return f"{block.id}.{context}/{block.event_time}/{visit}{group}"

    events = sum(event for _, event in pairs)
    counts = {"N": float(len(pairs)), "n.event": float(events), "n.censor": float(len(pairs) - events)}
    yield from derive_seconds(place("events"), counts, COUNT)
    curve = _derive_steps(pairs, block.conf_level)
    shown = ("estimate", "conf.low", "conf.high") if block.conf_type == "log-log" else ("estimate",)
    for time in (*block.landmarks, *block.at_risk):
        at_risk = {"n.risk": float(sum(t >= time for t, _ in pairs))}
        for context, times in {"landmark": block.landmarks, "n-risk": block.at_risk}.items():
            if time in times:
                yield from derive_seconds(place(context, time), at_risk, COUNT)
    for time in block.landmarks:
        found = curve.at(time)
        yield from derive_seconds(place("landmark", time), {name: found[name] for name in shown}, CURVE)
    median = curve.median()
    yield from derive_seconds(place("median"), {name: median[name] for name in shown}, CURVE)
    reverse = _derive_steps([(time, not event) for time, event in pairs], block.conf_level)
    yield from derive_seconds(place("follow-up"), {"estimate": reverse.median()["estimate"]}, CURVE)


def _derive_steps(pairs: Sequence[tuple[float, bool]], level: float) -> Steps:
    if not pairs:
        return Steps([0.0], {name: [NAN] for name in ("estimate", "conf.low", "conf.high")}, NAN)
    fitter = KaplanMeierFitter(alpha=1 - level).fit([t for t, _ in pairs], [e for _, e in pairs])
    survival = fitter.survival_function_.iloc[:, 0]
    height = survival.to_numpy()
    inside = (height > 1e-12) & (height < 1)
    limits = fitter.confidence_interval_survival_function_.to_numpy()
    low, high = (np.where(inside, limits[:, side], NAN).tolist() for side in (0, 1))
    steps = {"estimate": height.tolist(), "conf.low": low, "conf.high": high}
    return Steps(survival.index.tolist(), steps, max(t for t, _ in pairs))


def _first_time(times: Sequence[float], heights: Sequence[float]) -> float:
    known = [(time, height) for time, height in zip(times, heights, strict=True) if not math.isnan(height)]
    reached = next((time for time, height in known if height <= 0.5 + 1e-9), NAN)
    below = next(
        (time for time, height in known if height < 0.5 - 1e-9), NAN
    )  # as SAS: level to its end is not reached
    return (reached + below) / 2


def _derive_logrank(arms: Mapping[str, Sequence[tuple[float, bool]]]) -> dict[str, float]:
    rows = [(time, event, arm) for arm, pairs in arms.items() for time, event in pairs]
    if len({arm for _, _, arm in rows}) < 2 or not any(event for _, event, _ in rows):
        return dict.fromkeys(("statistic", "parameter", "p.value"), NAN)
    time, event, arm = zip(*rows, strict=True)
    test = multivariate_logrank_test(time, arm, event)
    return {
        "statistic": float(test.test_statistic),
        "parameter": float(test.degrees_of_freedom),
        "p.value": float(test.p_value),
    }
