"""Cox's partial likelihood with its derivatives, for Breslow's and Efron's handling of ties, and strata.

Cox, JRSS B 1972;34:187; Breslow, Biometrics 1974;30:89; Efron, JASA 1977;72:557. Each event has a term of its own: the
moments of the covariates among those at risk, weighted by exp(x'β); with Efron's ties the j-th of d tied events counts
the tied ones with weight 1 − j/d. All sums over risk sets are cumulative sums from the longest time down.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.methods.arguments import Floats, Integers

TIES = {"efron": "Efron's ties", "breslow": "Breslow's ties"}


@dataclass(frozen=True, eq=False)
class CoxStratum:
    """One stratum, patients from the longest time down.

    ``x`` (n, p) covariates; ``risk`` (events,) how many patients from the top are at risk for each event; ``first`` and
    ``last`` (events,) the rows tied at its time that have the event, which stand together; ``share`` (events,) the part
    by which these are taken off; ``time`` (events,); ``event_x`` (events, p).
    """

    x: Floats
    risk: Integers
    first: Integers
    last: Integers
    share: Floats
    time: Floats
    event_x: Floats


@dataclass(frozen=True, eq=False)
class CoxTerms:
    """What each event adds at one β: ``loglik`` (events,), ``mean`` (events, p), ``variance`` (events, p, p).

    ``third`` (events, p, p, p) are third central moments where asked for, else empty.
    """

    loglik: Floats
    mean: Floats
    variance: Floats
    third: Floats


def derive_strata(
    time: Floats, event: NDArray[np.bool_], x: Floats, strata: Integers, ties: str
) -> tuple[CoxStratum, ...]:
    """The strata that hold an event; ``x`` (n, p), the others (n,)."""
    parts = (np.flatnonzero(strata == code) for code in np.unique(strata))
    return tuple(_derive_stratum(time[rows], event[rows], x[rows], ties) for rows in parts if event[rows].any())


def derive_terms(stratum: CoxStratum, beta: Floats, third: bool = False) -> CoxTerms:
    """The terms of every event of the stratum at ``beta`` (p,)."""
    x, eta = stratum.x, stratum.x @ beta
    top = float(eta.max())
    weight = np.exp(eta - top)
    moments = [weight, weight[:, None] * x, np.einsum("i,ij,ik->ijk", weight, x, x)]
    if third:
        moments.append(np.einsum("i,ij,ik,il->ijkl", weight, x, x, x))
    total, *sums = (_derive_risk_sum(stratum, moment) for moment in moments)
    lost = total <= 0  # a risk set whose weights all underflow: beta is too far out
    log_total, total = np.where(lost, np.inf, np.log(np.where(lost, 1, total))), np.where(lost, 1, total)
    mean = sums[0] / total[:, None]
    raw = sums[1] / total[:, None, None]
    variance = raw - np.einsum("ij,ik->ijk", mean, mean)
    loglik = stratum.event_x @ beta - top - log_total
    if not third:
        return CoxTerms(loglik, mean, variance, np.zeros(0))
    cross = np.einsum("ijk,il->ijkl", variance, mean)
    cube = np.einsum("ij,ik,il->ijkl", mean, mean, mean)
    centred = sums[2] / total[:, None, None, None] - cube
    centred -= cross + cross.transpose(0, 1, 3, 2) + cross.transpose(0, 3, 2, 1)
    return CoxTerms(loglik, mean, variance, centred)


def derive_loglik(strata: tuple[CoxStratum, ...], beta: Floats) -> tuple[float, Floats, Floats]:
    """Log partial likelihood, score (p,) and observed information (p, p) at ``beta``."""
    found = [derive_terms(stratum, beta) for stratum in strata]
    score = sum(
        ((stratum.event_x - terms.mean).sum(axis=0) for stratum, terms in zip(strata, found, strict=True)),
        np.zeros(len(beta)),
    )
    information = sum((terms.variance.sum(axis=0) for terms in found), np.zeros((len(beta), len(beta))))
    return float(sum(terms.loglik.sum() for terms in found)), score, information


def _derive_stratum(time: Floats, event: NDArray[np.bool_], x: Floats, ties: str) -> CoxStratum:
    order = np.lexsort((~event, -time))
    time, event, x = time[order], event[order], x[order]
    rows = np.flatnonzero(event)
    times = time[rows]
    first = np.searchsorted(-times, -times, side="left")
    last = np.searchsorted(-times, -times, side="right")
    place = np.arange(len(rows)) - first
    share = place / (last - first) if ties == "efron" else np.zeros(len(rows))
    risk = np.searchsorted(-time, -times, side="right")
    return CoxStratum(x, risk, rows[first], rows[last - 1] + 1, share, times, x[rows])


def _derive_risk_sum(stratum: CoxStratum, moment: Floats) -> Floats:
    """The sum of ``moment`` (n, ...) over those at risk for each event, tied events in part."""
    cumulative = np.concatenate((np.zeros((1, *moment.shape[1:])), np.cumsum(moment, axis=0)))
    tied = cumulative[stratum.last] - cumulative[stratum.first]
    return np.asarray(cumulative[stratum.risk] - stratum.share.reshape(-1, *[1] * (moment.ndim - 1)) * tied)
