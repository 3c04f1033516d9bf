"""How a parameter is modelled: change ~ group·visit + baseline·visit, covariance by the stated fall-back.

Baseline is centred at the mean of the patients analysed, so that an LS mean is that of a patient with an average
baseline. Log-normal parameters enter by their natural logarithms. Where only one group, or one visit, has values, the
terms that would compare them drop out (with one visit the model is an analysis of covariance), and the options say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.methods.design import Factor, Term
from analysis.methods.mmrm import estimate_mmrm_fallback
from analysis.methods.mmrm_fit import METHOD, MmrmFit, MmrmModel
from analysis.methods.result import Result, Statistic
from analysis.results.measurements import Floats, Measurements, derive_analysed_scale
from analysis.results.subjects import Subjects
from analysis.results.table import ALL
from analysis.study.analyses import Mmrm

GROUP, VISIT, BASELINE = "group", "visit", "baseline"
COVARIANCES = {"ARH1": "ARH(1)", "AR1": "AR(1)"}  # study.yaml has names without brackets


@dataclass(frozen=True, eq=False)
class Fitted:
    """The model of one parameter; ``fit`` is None where there is nothing to fit, and ``reason`` says why.

    ``data`` is what was modelled, a line a value; ``groups`` and ``visits`` are those with values, in the study's
    order; ``told`` is what a footnote must say.
    """

    found: Measurements
    data: pd.DataFrame
    conf_level: float
    groups: tuple[str, ...]
    visits: tuple[str, ...]
    fit: MmrmFit | None
    told: str
    reason: str = ""

    def ls_mean(self, group: str, visit: str) -> Result:
        """Mean change of a group, or with equal weights of all groups that have values, at the average baseline."""
        reason = self._find_gap(visit, () if group == ALL else (group,))
        if reason or self.fit is None:
            return self._derive_nothing(reason)
        return self.fit.ls_mean(self._derive_place(group, visit), conf_level=self.conf_level)

    def pooled_parts(self, visit: str) -> list[tuple[float, dict[str, str | float]]]:
        """The mean over all groups as a weighted sum of theirs, all weights equal."""
        groups = self.groups if len(self.groups) > 1 else (ALL,)
        return [(1 / len(groups), self._derive_place(group, visit)) for group in groups]

    def difference(self, arm: str, reference: str, visit: str) -> Result:
        """Mean change of one group minus that of another."""
        reason = self._find_gap(visit, (arm, reference))
        if reason or self.fit is None:
            return self._derive_nothing(reason)
        places = self._derive_place(arm, visit), self._derive_place(reference, visit)
        return self.fit.difference(*places, conf_level=self.conf_level)

    def trend(self, scores: Mapping[str, float], visit: str) -> Result:
        """Slope of the mean changes over the groups' ``scores``; groups without a score or without values are left out.

        The least-squares slope through the LS means, which is a contrast of them.
        """
        known = {name: score for name, score in scores.items() if name in self.groups}
        reason = self._find_gap(visit, ())
        if not reason and len(set(known.values())) < 2:
            reason = "fewer than two doses among the groups that have values"
        if reason or self.fit is None:
            return self._derive_nothing(reason)
        centre = sum(known.values()) / len(known)
        spread = sum((score - centre) ** 2 for score in known.values())
        parts = [((score - centre) / spread, self._derive_place(name, visit)) for name, score in known.items()]
        return self.fit.combination(parts, conf_level=self.conf_level)

    def test(self, term: Term) -> Result:
        """Type III F test of a term, which may have dropped out."""
        lonely = {GROUP: len(self.groups) < 2, VISIT: len(self.visits) < 2}
        reasons = [f"values in one {name} only, so the term is not in the model" for name in term if lonely.get(name)]
        if self.fit is None or reasons:
            return self._derive_nothing("".join(reasons[:1]))
        return self.fit.test(term)

    def statistics(self) -> tuple[Statistic, ...]:
        """Numbers of subjects and observations, −2 log-likelihood and Akaike's criterion."""
        known = {one.name: one for one in self.fit.fit_statistics()} if self.fit else {}
        lacking = Statistic("", "", np.nan, error=self.reason)
        deviance, aic = (known.get(name, lacking) for name in ("minus2.log.likelihood", "AIC"))
        return (
            Statistic("n.subjects", "Subjects in the model", float(self.fit.n_subjects if self.fit else 0)),
            Statistic("n.observations", "Observations in the model", float(self.fit.n_obs if self.fit else 0)),
            replace(deviance, name="minus2loglik", label="−2 log-likelihood"),
            replace(aic, name="aic", label="Akaike information criterion"),
        )

    def _find_gap(self, visit: str, groups: tuple[str, ...]) -> str:
        if self.reason:
            return self.reason
        if visit not in self.visits:
            return "no patient has a change at this visit"
        return "" if set(groups) <= set(self.groups) else "no patient of this group has a change"

    def _derive_nothing(self, reason: str) -> Result:
        n = self.fit.n_subjects if self.fit else 0
        return Result(METHOD, self.fit.model.options if self.fit else (), n=n, reason=reason or self.reason)

    def _derive_place(self, group: str, visit: str) -> dict[str, str | float]:
        place: dict[str, str | float] = {BASELINE: 0.0}
        if len(self.visits) > 1:
            place[VISIT] = visit
        if len(self.groups) > 1 and group != ALL:
            place[GROUP] = group
        return place


def estimate_model(found: Measurements, block: Mmrm, subjects: Subjects) -> Fitted:
    """Fit one parameter's changes; whatever can't be fitted carries its reason."""
    change, baseline, reason = derive_analysed_scale(found)
    data = _derive_long(change, baseline, found.visits, subjects)
    groups = tuple(name for name in subjects.arms if name in set(data[GROUP]))
    visits = tuple(name for name in found.visits if name in set(data[VISIT]))
    if data.empty:
        reason = reason or "no patient has a baseline and a later value"
        return Fitted(found, data, block.conf_level, groups, visits, None, "", reason)
    model = _derive_model(block, groups, visits)
    order = tuple(COVARIANCES.get(name, name) for name in block.covariances) if len(visits) > 1 else ("UN",)
    fit = estimate_mmrm_fallback(data, model, order)
    return Fitted(found, data, block.conf_level, groups, visits, fit, _tell(found, fit, groups, visits))


def estimate_null_covariance(found: Measurements, block: Mmrm, subjects: Subjects) -> tuple[Floats | None, str]:
    """The covariance between the visits that have values, modelled without groups, and which; or None and why."""
    change, baseline, reason = derive_analysed_scale(found)
    data = _derive_long(change, baseline, found.visits, subjects)
    visits = tuple(name for name in found.visits if name in set(data[VISIT]))
    if reason or len(visits) < 2:
        return None, reason or "fewer than two visits have values"
    order = tuple(COVARIANCES.get(name, name) for name in block.covariances)
    fit = estimate_mmrm_fallback(data, _derive_model(block, (), visits), order)
    return (None, fit.reason) if fit.reason else (fit.covariance, fit.model.options[0])


def _derive_long(change: Floats, baseline: Floats, visits: tuple[str, ...], subjects: Subjects) -> pd.DataFrame:
    """One line for each change that is analysed: subject, group, visit, centred baseline, change."""
    arms = subjects.arm_of
    usable = np.isfinite(change) & np.isfinite(baseline)[:, None] & (arms != "")[:, None]
    line, place = np.nonzero(usable)
    centre = baseline[usable.any(axis=1)].mean() if len(line) else np.nan
    columns = {
        "subject": np.asarray(subjects.ids, dtype=object)[line],
        GROUP: arms[line],
        VISIT: np.asarray(visits, dtype=object)[place],
        BASELINE: baseline[line] - centre,
        "change": change[line, place],
    }
    return pd.DataFrame(columns)


def _derive_model(block: Mmrm, groups: tuple[str, ...], visits: tuple[str, ...]) -> MmrmModel:
    several = {GROUP: len(groups) > 1, VISIT: len(visits) > 1, BASELINE: True}
    wanted: tuple[Term, ...] = ((GROUP,), (VISIT,), (GROUP, VISIT), (BASELINE,), (BASELINE, VISIT))
    factors = (Factor(VISIT, visits), *((Factor(GROUP, groups),) if several[GROUP] else ()))
    return MmrmModel(
        response="change",
        subject="subject",
        visit=VISIT,
        factors=factors,
        covariates=(BASELINE,),
        terms=tuple(term for term in wanted if all(several[name] for name in term)),
        method=block.method,
        ddf=block.degrees_of_freedom,
    )


def _tell(found: Measurements, fit: MmrmFit, groups: tuple[str, ...], visits: tuple[str, ...]) -> str:
    """What the model holds, for footnotes."""
    terms = " + ".join("·".join(term) for term in fit.model.terms)
    scale = "change of the natural logarithm" if found.log_normal else "change"
    said = [f"{scale} ~ {terms}", "baseline centred at the mean of the patients analysed"]
    if len(groups) == 1:
        said.append("values in one group only: no term for the group")
    if len(visits) == 1:
        said.append("values at one visit only: analysis of covariance")
    if fit.tried:
        said.append(f"fallen back from {', '.join(name for name, _ in fit.tried)}")
    return "; ".join(said)
