"""Baseline characteristics and changes once more: Python's statistics, numpy's quantiles and statsmodels."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from statsmodels.stats.weightstats import DescrStatsW

from analysis.study.analyses import Baseline, Change, Characteristic
from analysis.verification.recompute_trial import Second, Trial, derive_population, derive_seconds, derive_size

SUMMARY = "Python's statistics module; quartiles by numpy"
COUNT = "counting records"
PAIRED = INTERVAL = "statsmodels DescrStatsW"

NAN = math.nan
Values = Sequence[float]


def derive_baseline(trial: Trial, block: Baseline) -> Iterator[Second]:
    """Every row of a baseline table."""
    yield from derive_population(trial, block.id, block.population)
    for item in block.characteristics:
        place = f"{block.id}.{{}}/{item.parameter or item.variable}"
        texts = _read_texts(trial, item)
        for group, members in trial.groups(block.population).items():
            held = [texts[s] for s in members if texts.get(s)]
            if item.type == "continuous":
                yield from _describe(f"{place.format('summary')}/{group}", [float(text) for text in held])
                continue
            for level in item.levels or sorted({text for text in texts.values() if text}):
                count, size = held.count(level), len(members)
                shares = {"n": float(count), "N": float(size), "p": count / size if size else NAN}
                yield from derive_seconds(f"{place.format('tabulate')}/{level}/{group}", shares, COUNT)


def _read_texts(trial: Trial, item: Characteristic) -> dict[str, str]:
    if item.parameter is None:
        return {r["USUBJID"]: r[item.variable or ""] for r in trial.datasets["ADSL"]}
    domain = trial.study.parameter(item.parameter).domain
    column = "AVAL" if item.type == "continuous" else "AVALC"
    records = trial.datasets[f"AD{domain or 'EFF'}"]
    return {r["USUBJID"]: r[column] for r in records if r["PARAMCD"] == item.parameter and r["ABLFL"] == "Y"}


def derive_change(trial: Trial, block: Change) -> Iterator[Second]:
    """Every row of values, changes, paired tests, geometric means and ratios."""
    treatment = {"planned": "TRT01P", "actual": "TRT01A"}[block.treatment]
    yield from derive_population(trial, block.id, block.population, treatment)
    groups = trial.groups(block.population, treatment)
    first = next(visit.id for visit in trial.study.visits if visit.baseline)
    for name in block.parameters:
        baseline, later = trial.values(name)
        for group, members in groups.items():
            held = [baseline[s] for s in members if s in baseline]
            yield from _derive_values(trial, block, f"{name}/{first}/{group}", held)
            for visit in block.visits:
                here = [s for s in members if (s, visit) in later]
                place = f"{name}/{visit}/{group}"
                yield from _derive_values(trial, block, place, [later[s, visit] for s in here])
                pairs = [(later[s, visit], baseline[s]) for s in here if s in baseline]
                yield from _derive_pairs(trial, block, place, pairs)


def _derive_values(trial: Trial, block: Change, place: str, values: Values) -> Iterator[Second]:
    yield from _describe(f"{block.id}.value/{place}", values)
    limits = _derive_limits(values, block.conf_level)
    yield from derive_seconds(f"{block.id}.value/{place}", limits, INTERVAL, derive_size(values))
    if trial.study.parameter(place.split("/", maxsplit=1)[0]).distribution == "log-normal":
        logs = [math.log(v) for v in values] if min(values, default=1.0) > 0 else []
        back = {side: math.exp(limit) for side, limit in _derive_limits(logs, block.conf_level).items()}
        mean = statistics.geometric_mean(values) if logs else NAN
        yield from derive_seconds(
            f"{block.id}.geometric/{place}", {"mean": mean, **back}, f"Python's geometric mean, {INTERVAL}"
        )


def _derive_pairs(trial: Trial, block: Change, place: str, pairs: Sequence[tuple[float, float]]) -> Iterator[Second]:
    changes = [after - before for after, before in pairs]
    size = derive_size(v for pair in pairs for v in pair)
    yield from _describe(f"{block.id}.change/{place}", changes, size)
    test = _derive_test(pairs, block.conf_level)
    with_unit = ("estimate", "std.error", "conf.low", "conf.high")
    amounts = {name: test[name] for name in with_unit}
    yield from derive_seconds(f"{block.id}.paired-t/{place}", amounts, PAIRED, size)
    rest = {name: value for name, value in test.items() if name not in with_unit}
    yield from derive_seconds(f"{block.id}.paired-t/{place}", rest, PAIRED, 1e-3)
    if trial.study.parameter(place.split("/", maxsplit=1)[0]).distribution == "log-normal":
        positive = all(v > 0 for pair in pairs for v in pair)
        logs = [(math.log(after), math.log(before)) for after, before in pairs] if positive else []
        ratio = _derive_test(logs, block.conf_level)
        values = {name: math.exp(ratio[name]) for name in ("estimate", "conf.low", "conf.high")}
        values["p.value"] = ratio["p.value"]
        yield from derive_seconds(f"{block.id}.ratio/{place}", values, f"{PAIRED} of logarithms", 1e-3)


def _describe(place: str, values: Values, size: float = 0.0) -> Iterator[Second]:
    n = len(values)
    p25, median, p75 = np.quantile(values, (0.25, 0.5, 0.75), method="averaged_inverted_cdf") if n else (NAN,) * 3
    summary = {
        "n": float(n),
        "mean": statistics.fmean(values) if n else NAN,
        "sd": statistics.stdev(values) if n > 1 else NAN,
        "median": float(median),
        "p25": float(p25),
        "p75": float(p75),
        "min": min(values, default=NAN),
        "max": max(values, default=NAN),
    }
    yield from derive_seconds(place, summary, SUMMARY, max(size, derive_size(values)))


def _derive_limits(values: Values, level: float) -> dict[str, float]:
    """The t interval of a mean; none where the values don't differ."""
    low, high = NAN, NAN
    if len(values) > 1 and not _are_equal(values):
        low, high = DescrStatsW(values).tconfint_mean(alpha=1 - level)
    return {"conf.low": float(low), "conf.high": float(high)}


def _derive_test(pairs: Sequence[tuple[float, float]], level: float) -> Mapping[str, float]:
    changes = [after - before for after, before in pairs]
    mean = statistics.fmean(changes) if changes else NAN
    if len(changes) < 2 or _are_equal(changes):
        nothing = ("std.error", "conf.low", "conf.high", "statistic", "parameter", "p.value")
        return {"estimate": mean, **dict.fromkeys(nothing, NAN)}
    described = DescrStatsW(changes)
    statistic, p_value, df = described.ttest_mean()
    low, high = described.tconfint_mean(alpha=1 - level)
    return {
        "estimate": mean,
        "std.error": float(described.std_mean),
        "conf.low": float(low),
        "conf.high": float(high),
        "statistic": float(statistic),
        "parameter": float(df),
        "p.value": float(p_value),
    }


def _are_equal(values: Values) -> bool:
    """Equal but for rounding."""
    return max(values) - min(values) <= 1e-13 * max(derive_size(values), 1.0)
