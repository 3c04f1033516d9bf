"""Rows of the mixed model once more: from the fit of recompute_likelihood.py, with Student's t and F of scipy.

Degrees of freedom and Kenward and Roger's standard errors are worked out for the linear form (the default), and
Satterthwaite's for single contrasts. For the other forms estimates, likelihood and degrees of freedom are compared.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy import stats

from analysis.results.table import Results
from analysis.study.analyses import Mmrm
from analysis.verification.recompute_likelihood import STRUCTURES, Fit, Floats, derive_model, estimate_fit
from analysis.verification.recompute_trial import ALL, Second, Trial, derive_population

ROUTE = "likelihood maximised and differentiated numerically (scipy.optimize)"
ADJUSTED = "Holm step by step, scipy false_discovery_control"
NAN = math.nan
#: What climbing and differences leave over: relative to the standard error, or to the value itself.
BY_STEP = 1e-5
BY_VALUE = 1e-4


@dataclass(frozen=True, eq=False)
class Cells:
    """The fit of one parameter in cell means: where the mean of (group, visit) and the slope of a visit stand."""

    fit: Fit
    groups: tuple[str, ...]
    visits: tuple[str, ...]
    place: Mapping[tuple[str, str], int]
    subjects: int
    observations: int

    def mean(self, group: str, visit: str) -> Floats | None:
        """The weights of a group's mean at a visit, or of the mean of all groups; None where a cell is empty."""
        cells = [(g, visit) for g in (self.groups if group == ALL else (group,))]
        if not all(cell in self.place for cell in cells):
            return None
        weights = np.zeros(len(self.fit.coefficients))
        weights[[self.place[cell] for cell in cells]] = 1 / len(cells)
        return weights


@dataclass(frozen=True)
class Inference:
    """What one contrast, or several together, give: estimate, standard error, t or F and its degrees of freedom."""

    estimate: float
    std_error: float
    statistic: float
    df: float
    p_value: float


def derive_mmrm(trial: Trial, block: Mmrm, results: Results) -> Iterator[Second]:
    """The rows of every parameter whose model was fitted; the covariance is the one that the results name."""
    yield from derive_population(trial, block.id, block.population)
    pooled: dict[tuple[str, str], float] = {}
    for name in block.parameters:
        cells = _fit(trial, block, name, _read_structure(results, block, name))
        if cells:
            yield from _derive_fit(block, name, cells)
            yield from _derive_means(trial, block, name, cells, pooled)
            yield from _derive_tests(block, name, cells)
    if block.degrees_of_freedom != "kenward-roger" and len(pooled) == len(block.parameters) * len(block.visits):
        yield from _derive_adjusted(block, pooled)


def _read_structure(results: Results, block: Mmrm, name: str) -> str:
    """The covariance structure that a parameter's model ended with; "" where it could not be fitted."""
    fit = f"{block.id}.fit/{name}/minus2loglik"
    if fit not in results or math.isnan(results[fit].stat):
        return ""
    mean = f"{block.id}.ls-mean/{name}/{block.visits[0]}/{ALL}/estimate"
    told = results[mean if mean in results else fit].options.split("; ")
    return next((label for label in STRUCTURES if f"{label} covariance" in told), "")


def _fit(trial: Trial, block: Mmrm, name: str, structure: str) -> Cells | None:
    baseline, later = trial.values(name)
    log_normal = trial.study.parameter(name).distribution == "log-normal"
    scale = math.log if log_normal else float
    arm = {s: group for group, ids in trial.groups(block.population).items() if group != ALL for s in ids}
    seen = sorted(
        (subject, block.visits.index(visit), scale(value) - scale(baseline[subject]))
        for (subject, visit), value in later.items()
        if visit in block.visits and subject in baseline and subject in arm
    )
    if not seen or not structure:
        return None
    groups = tuple(g for g in (a.id for a in trial.study.arms) if g in {arm[s] for s, _, _ in seen})
    visits = tuple(v for i, v in enumerate(block.visits) if i in {i for _, i, _ in seen})
    cells = sorted({(groups.index(arm[s]), visits.index(block.visits[i])) for s, i, _ in seen})
    start = {s: scale(baseline[s]) for s, _, _ in seen}
    centre = math.fsum(start.values()) / len(start)
    table = np.zeros((len(seen), len(cells) + len(visits) + 1))
    when = np.array([visits.index(block.visits[i]) for _, i, _ in seen])
    for row, (subject, _, change) in enumerate(seen):
        table[row, cells.index((groups.index(arm[subject]), int(when[row])))] = 1.0
        table[row, len(cells) + when[row]] = start[subject] - centre
        table[row, -1] = change
    if np.linalg.matrix_rank(table[:, :-1]) < table.shape[1] - 1:
        return None
    fit = estimate_fit(derive_model(table, [s for s, _, _ in seen], when, block.method == "REML"), structure)
    if fit is None:
        return None
    place = {(groups[g], visits[v]): number for number, (g, v) in enumerate(cells)}
    return Cells(fit, groups, visits, place, len(start), len(seen))


def _derive_fit(block: Mmrm, name: str, cells: Cells) -> Iterator[Second]:
    fit = cells.fit
    counted = fit.parameters + (len(fit.coefficients) if block.method == "ML" else 0)
    values = {
        "n.subjects": float(cells.subjects),
        "n.observations": float(cells.observations),
        "minus2loglik": fit.deviance,
        "aic": fit.deviance + 2 * counted,
    }
    for stat, value in values.items():
        yield Second(f"{block.id}.fit/{name}/{stat}", value, 0.0 if stat.startswith("n.") else 1e-6, ROUTE)


def _derive_means(
    trial: Trial, block: Mmrm, name: str, cells: Cells, pooled: dict[tuple[str, str], float]
) -> Iterator[Second]:
    """LS means and ratios of every group and of all, and differences; fills ``pooled`` with the P values of all."""
    arms = tuple(arm.id for arm in trial.study.arms)
    log_normal = trial.study.parameter(name).distribution == "log-normal"
    for visit in block.visits:
        means = {group: cells.mean(group, visit) for group in (*arms, ALL)}
        for group, weights in means.items():
            found = _infer(block, cells.fit, weights)
            if group == ALL:
                pooled[name, visit] = found.p_value
            yield from _derive_row(block, f"ls-mean/{name}/{visit}/{group}", found, log_normal)
        for reference, arm in combinations(arms, 2):
            one, other = means[arm], means[reference]
            weights = one - other if one is not None and other is not None else None
            found = _infer(block, cells.fit, weights)
            yield from _derive_row(block, f"difference/{name}/{visit}/{arm}/{reference}", found, log_normal=False)


def _derive_row(block: Mmrm, place: str, found: Inference, log_normal: bool) -> Iterator[Second]:
    upper = stats.t.ppf((1 + block.conf_level) / 2, found.df) * found.std_error
    amounts = {"estimate": found.estimate}
    rest = {"parameter": found.df}
    if block.degrees_of_freedom != "kenward-roger":
        amounts |= {"conf.low": found.estimate - upper, "conf.high": found.estimate + upper}
        amounts |= {"std.error": found.std_error}
        rest |= {"statistic": found.statistic, "p.value": found.p_value}
    for stat, value in amounts.items():
        yield Second(f"{block.id}.{place}/{stat}", value, BY_STEP * found.std_error, ROUTE)
        if log_normal and stat != "std.error":
            ratio, row = math.exp(value), f"{block.id}.{place.replace('ls-mean', 'ls-ratio')}/{stat}"
            yield Second(row, ratio, BY_STEP * found.std_error * ratio, ROUTE)
    for stat, value in rest.items():
        yield Second(f"{block.id}.{place}/{stat}", value, BY_VALUE * max(abs(value), 1e-6), ROUTE)


def _derive_tests(block: Mmrm, name: str, cells: Cells) -> Iterator[Second]:
    """Type III tests where every group has values at every visit; with gaps their hypotheses are not so simple."""
    if len(cells.place) < len(cells.groups) * len(cells.visits) or block.degrees_of_freedom == "kenward-roger":
        return
    g, v = len(cells.groups), len(cells.visits)
    among, over = np.eye(g)[1:] - np.eye(g)[:1], np.eye(v)[1:] - np.eye(v)[:1]
    hypotheses = {
        "group": np.kron(among, np.full((1, v), 1 / v)),
        "visit": np.kron(np.full((1, g), 1 / g), over),
        "group-by-visit": np.kron(among, over),
        "baseline": np.full((1, v), 1 / v),
        "baseline-by-visit": over,
    }
    for term, rows in hypotheses.items():
        full = np.hstack([np.zeros((len(rows), g * v)), rows] if "base" in term else [rows, np.zeros((len(rows), v))])
        if not len(rows) or (len(rows) > 1 and block.degrees_of_freedom == "satterthwaite"):
            continue
        found = _infer_jointly(block, cells.fit, full)
        values = {"statistic": found.statistic, "parameter": float(len(rows))}
        values |= {"parameter2": found.df, "p.value": found.p_value}
        for stat, value in values.items():
            yield Second(f"{block.id}.type-3/{name}/{term}/{stat}", value, BY_VALUE * abs(value), ROUTE)


def _derive_adjusted(block: Mmrm, pooled: Mapping[tuple[str, str], float]) -> Iterator[Second]:
    families = {name: [(name, visit) for visit in block.visits] for name in block.parameters}
    counted = [name for name in block.parameters if name not in block.not_counted]
    across = {visit: [(name, visit) for name in counted] for visit in block.visits}
    for stat, method, groups in (("p.adjusted", _holm, families), ("p.fdr", stats.false_discovery_control, across)):
        for keys in groups.values():
            raw = [pooled[key] for key in keys]
            adjusted = method([1.0 if math.isnan(p) else p for p in raw])
            for (name, visit), before, after in zip(keys, raw, adjusted, strict=True):
                value = NAN if math.isnan(before) else float(after)
                row = f"{block.id}.ls-mean/{name}/{visit}/{ALL}/{stat}"
                yield Second(row, value, BY_VALUE * max(abs(value), 1e-6), ADJUSTED)


def _holm(raw: Sequence[float]) -> list[float]:
    """Step by step: the smallest P times the number of tests, the next times one less, never falling."""
    order, adjusted, least = sorted(range(len(raw)), key=raw.__getitem__), [0.0] * len(raw), 0.0
    for step, place in enumerate(order):
        least = max(least, min(1.0, (len(raw) - step) * raw[place]))
        adjusted[place] = least
    return adjusted


def _adjusted_vcov(block: Mmrm, fit: Fit) -> Floats:
    """The covariance of the coefficients that standard errors come from."""
    if block.degrees_of_freedom == "satterthwaite":
        return fit.vcov
    inner = np.einsum("hk,hkab->ab", fit.spread, fit.curvature) / 2
    inner -= np.einsum("hk,hab,bc,kcd->ad", fit.spread, fit.slopes, fit.vcov, fit.slopes, optimize=True)
    return np.asarray(fit.vcov + 2 * fit.vcov @ inner @ fit.vcov)


def _infer(block: Mmrm, fit: Fit, weights: Floats | None) -> Inference:
    if weights is None:
        return Inference(NAN, NAN, NAN, NAN, NAN)
    estimate = float(weights @ fit.coefficients)
    error = math.sqrt(float(weights @ _adjusted_vcov(block, fit) @ weights))
    df = _derive_df(fit, weights)
    return Inference(estimate, error, estimate / error, df, float(2 * stats.t.sf(abs(estimate / error), df)))


def _derive_df(fit: Fit, weights: Floats) -> float:
    """Twice the squared variance of the estimate over the variance of that variance."""
    half = fit.vcov @ weights
    slope = np.array([half @ s @ half for s in fit.slopes])
    return float(2 * (weights @ half) ** 2 / (slope @ fit.spread @ slope))


def _infer_jointly(block: Mmrm, fit: Fit, rows: Floats) -> Inference:
    """Kenward and Roger's F of several contrasts: its first two moments matched by a scaled F."""
    q = len(rows)
    estimate = rows @ fit.coefficients
    f = float(estimate @ np.linalg.solve(rows @ _adjusted_vcov(block, fit) @ rows.T, estimate)) / q
    scale, df = 1.0, _derive_df(fit, rows[0])
    if q > 1:
        scale, df = _match_moments(fit, rows)
    return Inference(NAN, NAN, f * scale, df, float(stats.f.sf(f * scale, q, df)))


def _match_moments(fit: Fit, rows: Floats) -> tuple[float, float]:
    q = len(rows)
    half = rows @ fit.vcov
    moved = [np.linalg.solve(half @ rows.T, half @ slope @ half.T) for slope in fit.slopes]
    pairs: Sequence[tuple[int, int]] = [(i, j) for i in range(len(moved)) for j in range(len(moved))]
    a1 = sum(fit.spread[i, j] * np.trace(moved[i]) * np.trace(moved[j]) for i, j in pairs)
    a2 = sum(fit.spread[i, j] * np.trace(moved[i] @ moved[j]) for i, j in pairs)
    b = (a1 + 6 * a2) / (2 * q)
    g = ((q + 1) * a1 - (q + 4) * a2) / ((q + 2) * a2)
    c = np.array([g, q - g, q + 2 - g]) / (3 * q + 2 * (1 - g))
    mean = 1 / (1 - a2 / q)
    variance = 2 / q * (1 + c[0] * b) / ((1 - c[1] * b) ** 2 * (1 - c[2] * b))
    df = 4 + (q + 2) / (q * variance / (2 * mean**2) - 1)
    return float(df / (mean * (df - 2))), float(df)
