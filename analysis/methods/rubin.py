"""Rubin's rules: one answer from the analyses of several imputed data sets.

With M estimates Q and their squared standard errors U, the pooled estimate is the mean of Q, its variance
T = Ū + (1 + 1/M)·B, B the variance of Q between imputations (Rubin, Multiple Imputation for Nonresponse in Surveys,
1987). Its degrees of freedom are those of Barnard and Rubin (Biometrika 1999;86:948): with λ = (1 + 1/M)B/T the share
of the variance that is due to missing values and ν the degrees of freedom of complete data,

    1/df = λ²/(M − 1) + (ν + 3)/((ν + 1)·ν·(1 − λ))

No Python library in use here has these degrees of freedom.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, stdtr, stdtrit

from analysis.errors import MethodError
from analysis.methods.arguments import check_conf_level
from analysis.methods.result import Result, Statistic

RULE = "Rubin's rules, Barnard-Rubin degrees of freedom"


def estimate_pooled(
    estimates: ArrayLike, std_errors: ArrayLike, df_complete: float = math.inf, conf_level: float = 0.95
) -> Result:
    """Pool ``estimates`` and ``std_errors``, both (M,), of M imputed data sets, for the test that the quantity is 0.

    ``df_complete`` are the degrees of freedom were nothing missing (infinite: a large sample). MethodError when lengths
    differ. Fewer than two imputations, or one without an estimate, can't be pooled: the Result says so.
    """
    upper = check_conf_level(conf_level)
    values, errors = np.asarray(estimates, dtype=np.float64), np.asarray(std_errors, dtype=np.float64)
    if values.shape != errors.shape or values.ndim != 1:
        raise MethodError(
            f"estimates and standard errors must be columns of equal length: {values.shape}, {errors.shape}"
        )
    base = Result("Rubin's rules", (f"{len(values)} imputations", RULE), conf_level=conf_level)
    if len(values) < 2:
        return replace(base, reason="fewer than two imputations")
    if not (np.isfinite(values).all() and np.isfinite(errors).all()):
        return replace(base, reason="an imputed data set has no estimate")
    within, between = float((errors**2).mean()), float(values.var(ddof=1))
    total = within + (1 + 1 / len(values)) * between
    if total <= 0:
        return replace(base, estimate=float(values.mean()), reason="the estimate has no standard error")
    if within <= 0 and math.isfinite(df_complete):
        return replace(base, estimate=float(values.mean()), reason="the analyses have no standard error")
    share = (1 + 1 / len(values)) * between / total
    df = _derive_df(share, len(values), df_complete)
    estimate, std_error = float(values.mean()), math.sqrt(total)
    half = float(stdtrit(df, upper) if math.isfinite(df) else ndtri(upper)) * std_error
    return replace(
        base,
        estimate=estimate,
        std_error=std_error,
        conf_low=estimate - half,
        conf_high=estimate + half,
        statistic=estimate / std_error,
        df=df,
        p_value=2 * float(stdtr(df, -abs(estimate / std_error))),
        more=(
            Statistic("variance.within", "Variance within imputations", within),
            Statistic("variance.between", "Variance between imputations", between),
            Statistic("fraction.missing", "Fraction of missing information", _derive_fraction(share, df)),
        ),
    )


def _derive_df(share: float, count: int, df_complete: float) -> float:
    by_imputations = share**2 / (count - 1)
    if math.isinf(df_complete):
        return 1 / by_imputations if by_imputations > 0 else math.inf
    return 1 / (by_imputations + (df_complete + 3) / ((df_complete + 1) * df_complete * (1 - share)))


def _derive_fraction(share: float, df: float) -> float:
    """Rubin's γ, (r + 2/(df + 3))/(r + 1) with r = share/(1 − share), the relative increase of the variance."""
    if share >= 1:
        return 1.0
    increase = share / (1 - share)
    return (increase + 2 / (df + 3)) / (increase + 1)
