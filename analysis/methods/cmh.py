"""Cochran-Mantel-Haenszel statistics of an R×C table in K strata, in their three forms.

Landis, Heyman and Koch, Int Stat Rev 1978;46:237, as SAS FREQ's CMH: nonzero correlation (both ordinal), row mean
scores differ (columns ordinal), general association (both nominal). For 2×2×K the common odds ratio of Mantel and
Haenszel with the limits of Robins, Breslow and Greenland (Biometrics 1986;42:311). statsmodels has 2×2×K only.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtri

from analysis.errors import MethodError
from analysis.methods.arguments import Floats, check_choice, check_conf_level
from analysis.methods.result import Result

FORMS = {
    "correlation": "nonzero correlation",
    "means": "row mean scores differ",
    "association": "general association",
}
SCORES = {"table": "table scores", "rank": "rank scores", "ridit": "ridit scores", "modridit": "modified ridit scores"}


def estimate_cmh(
    tables: ArrayLike,
    form: str = "association",
    scores: str = "table",
    row_scores: Sequence[float] | None = None,
    column_scores: Sequence[float] | None = None,
    corrected: bool = False,
) -> Result:
    """Association of rows and columns within strata; ``tables`` has shape (K, R, C) of counts. χ², df, P.

    ``scores``: "table" takes ``row_scores`` and ``column_scores`` (default 1, 2, 3 ...), "rank" mid-ranks
    within each stratum, "ridit" and "modridit" the same over n and n + 1. ``corrected`` takes ½ off the difference of
    2×2×K tables, R's default there, where it is at least ½.
    """
    check_choice("form", form, FORMS)
    check_choice("scores", scores, SCORES)
    counts = _check(tables)
    _, r, c = counts.shape
    given = _derive_scores(row_scores, r), _derive_scores(column_scores, c)
    name = "Cochran-Mantel-Haenszel test"
    options = (
        FORMS[form],
        "" if form == "association" else SCORES[scores],
        "continuity correction" if corrected else "",
    )
    base = Result(name, tuple(filter(None, options)), n=int(counts.sum()), wants=("statistic", "parameter", "p.value"))
    strata = [_derive_stratum(table, *_derive_maps(table, form, scores, given)) for table in counts if table.sum() > 1]
    if not strata:
        return replace(base, reason="no stratum with two patients")
    difference = np.sum([gap for gap, _ in strata], axis=0)
    values, vectors = np.linalg.eigh(np.sum([spread for _, spread in strata], axis=0))
    kept = values > 1e-10 * max(1.0, float(values.max(initial=0)))
    if not kept.any():
        return replace(base, reason="no stratum in which rows and columns vary")
    gaps = np.abs(vectors[:, kept].T @ difference)
    if corrected and kept.size == 1 and gaps[0] >= 0.5:
        gaps = gaps - 0.5
    statistic = float((gaps**2 / values[kept]).sum())
    df = int(kept.sum())
    return replace(base, statistic=statistic, df=float(df), p_value=float(chdtrc(df, statistic)))


def estimate_common_odds_ratio(tables: ArrayLike, conf_level: float = 0.95) -> Result:
    """Mantel-Haenszel odds ratio of ``tables`` (K, 2, 2) with its limits on the log scale."""
    z = float(ndtri(check_conf_level(conf_level)))
    counts = _check(tables)
    if counts.shape[1:] != (2, 2):
        raise MethodError("a common odds ratio needs 2×2 tables")
    wants = ("estimate", "conf.low", "conf.high")
    options = ("Mantel-Haenszel", "Robins-Breslow-Greenland interval")
    base = Result("Common odds ratio", options, n=int(counts.sum()), conf_level=conf_level, wants=wants)
    kept = counts[counts.sum(axis=(1, 2)) > 0]
    (a, b), (c, d) = kept[:, 0].T, kept[:, 1].T
    n = a + b + c + d
    for_it, against = a * d / n, b * c / n
    r, s = float(for_it.sum()), float(against.sum())
    if r == 0 or s == 0:
        return replace(base, estimate=math.nan if r == s else r and math.inf, reason="a diagonal without patients")
    agree, differ = (a + d) / n, (b + c) / n
    variance = float((agree * for_it).sum()) / (2 * r**2) + float((differ * against).sum()) / (2 * s**2)
    variance += float((agree * against + differ * for_it).sum()) / (2 * r * s)
    ratio, half = r / s, z * math.sqrt(variance)
    low, high = ratio * math.exp(-half), ratio * math.exp(half)
    return replace(base, estimate=ratio, std_error=math.sqrt(variance), conf_low=low, conf_high=high)


def _check(tables: ArrayLike) -> Floats:
    counts = np.asarray(tables, dtype=np.float64)
    if counts.ndim != 3 or (counts < 0).any() or min(counts.shape[1:]) < 2:
        raise MethodError("tables have the shape (strata, rows, columns), with counts from 0 and two rows and columns")
    return counts


def _derive_scores(own: Sequence[float] | None, size: int) -> Floats:
    scores = np.arange(1.0, size + 1) if own is None else np.asarray(own, dtype=np.float64)
    if len(scores) != size:
        raise MethodError(f"{size} rows or columns need {size} scores, not {len(scores)}")
    return scores


def _derive_maps(table: Floats, form: str, scores: str, given: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """The linear functions of rows (a, R) and columns (b, C) that the form compares."""
    margins = table.sum(axis=1), table.sum(axis=0)
    if scores == "table":
        row, column = given
    else:
        unit = {"rank": 1.0, "ridit": table.sum(), "modridit": table.sum() + 1}[scores]
        row, column = ((np.cumsum(margin) - (margin - 1) / 2) / unit for margin in margins)
    all_rows, all_columns = np.eye(len(row))[:-1], np.eye(len(column))[:-1]
    return (row[None, :] if form == "correlation" else all_rows), (
        all_columns if form == "association" else column[None, :]
    )


def _derive_stratum(table: Floats, row_map: Floats, column_map: Floats) -> tuple[Floats, Floats]:
    """Observed less expected (a·b,) and its covariance under fixed margins (a·b, a·b)."""
    n = table.sum()
    rows, columns = table.sum(axis=1) / n, table.sum(axis=0) / n
    gap = row_map @ (table - n * np.outer(rows, columns)) @ column_map.T
    row_spread = row_map @ (np.diag(rows) - np.outer(rows, rows)) @ row_map.T
    column_spread = column_map @ (np.diag(columns) - np.outer(columns, columns)) @ column_map.T
    return gap.ravel(), n**2 / (n - 1) * np.kron(row_spread, column_spread)
