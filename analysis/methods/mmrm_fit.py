"""What a fitted mixed model for repeated measures can be asked: LS means, contrasts, tests of terms, fit statistics.

A model that could not be fitted answers every question with a Result that carries the reason.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from scipy.special import chdtrc, fdtrc, stdtr, stdtrit

from analysis.errors import MethodError
from analysis.methods.arguments import Floats, Integers, check_choice, check_conf_level
from analysis.methods.covariance import STRUCTURES
from analysis.methods.design import Basis, Design, Factor, Term, derive_mean_row, derive_type3, format_column
from analysis.methods.mmrm_inference import DDF_LABELS, Precision, derive_df, estimate_wald
from analysis.methods.result import Result, Statistic

At = Mapping[str, str | float]

METHOD = "Mixed model for repeated measures"


@dataclass(frozen=True)
class MmrmModel:
    """The model: ``response`` ~ intercept + ``terms``, errors correlated over the visits of a subject.

    ``factors`` are all classification variables, the visit among them, with levels in order (for the visit: in time);
    ``covariates`` enter as they are (centre them before); each term names factors and covariates that are multiplied.
    ``covariance`` is UN, TOEPH, ARH(1), CSH, TOEP, AR(1) or CS, ``method`` REML or ML, ``ddf`` kenward-roger-linear
    (SAS ddfm=kr(linear)), kenward-roger (the R package mmrm's), kenward-roger-sas (SAS ddfm=kr) or satterthwaite,
    ``information``, behind the degrees of freedom, observed (SAS, mmrm) or expected (pbkrtest). ``stop`` is "minimum",
    or "sas" for the digits of SAS PROC MIXED, which stops a step before it (mmrm_sas.py; UN only).
    """

    response: str
    subject: str
    visit: str
    factors: tuple[Factor, ...]
    covariates: tuple[str, ...]
    terms: tuple[Term, ...]
    covariance: str = "UN"
    method: str = "REML"
    ddf: str = "kenward-roger-linear"
    information: str = "observed"
    stop: str = "minimum"

    def __post_init__(self) -> None:
        check_choice("covariance", self.covariance, tuple(STRUCTURES))
        check_choice("method", self.method, ("REML", "ML"))
        check_choice("ddf", self.ddf, tuple(DDF_LABELS))
        check_choice("information", self.information, ("observed", "expected"))
        check_choice("stop", self.stop, ("minimum", "sas"))
        if self.stop == "sas" and (self.covariance != "UN" or self.ddf == "kenward-roger"):
            raise MethodError("SAS's stop is known for UN, and takes satterthwaite, kenward-roger-linear or -sas")
        if self.method == "ML" and self.ddf != "satterthwaite":
            raise MethodError("Kenward-Roger degrees of freedom are defined for REML: take satterthwaite with ML")
        if self.visit not in [factor.name for factor in self.factors]:
            raise MethodError(f"the visit {self.visit!r} must be one of the factors, its levels in time order")

    @property
    def options(self) -> tuple[str, ...]:
        chosen = (
            *(("expected information",) if self.information == "expected" else ()),
            *(("iteration stopped as by SAS",) if self.stop == "sas" else ()),
        )
        return (f"{STRUCTURES[self.covariance].label} covariance", self.method, DDF_LABELS[self.ddf], *chosen)


@dataclass(frozen=True)
class Margins:
    """Level positions of the used factors (name: (rows,)): rows analysed, all rows; covariate means; all subjects."""

    analysed: Mapping[str, Integers]
    complete: Mapping[str, Integers]
    means: Mapping[str, float]
    n_subjects: int


@dataclass(frozen=True)
class MmrmFit:
    """A fitted model.

    ``covariance`` (m, m) is in the order of the visits, ``deviance`` is −2 log-likelihood as SAS prints it.
    ``reason`` is "" when the fit converged, else why it can't be used; then ``precision`` is None. ``tried`` tells the
    fall-back: (covariance structure, reason it was left) for each one tried before.
    """

    model: MmrmModel
    design: Design
    basis: Basis
    margins: Margins
    coefficients: Floats
    covariance: Floats
    theta: Floats
    deviance: float
    precision: Precision | None
    n_subjects: int
    n_obs: int
    iterations: int
    reason: str = ""
    tried: tuple[tuple[str, str], ...] = ()

    @property
    def converged(self) -> bool:
        return not self.reason

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the coefficients, in their order."""
        return tuple(format_column(self.design, self.design.columns[place]) for place in self.basis.kept)

    def ls_mean(self, at: At, weights: str = "equal", conf_level: float = 0.95) -> Result:
        """The LS mean at the given factor levels and covariate values; covariates not given stand at their mean.

        Factors not given are averaged: ``weights`` "equal"; "observed" in proportion to the rows analysed (emmeans
        "proportional"); "observed-all", rows without a response counted too (SAS LSMEANS with OM).
        """
        return self._estimate_row(self.row(at, weights), (f"LS mean, {_WEIGHTS[weights]}",), conf_level)

    def difference(self, at: At, minus: At, weights: str = "equal", conf_level: float = 0.95) -> Result:
        """The LS mean at ``at`` minus that at ``minus``."""
        return self.combination(((1.0, at), (-1.0, minus)), weights, conf_level)

    def combination(
        self, parts: Sequence[tuple[float, At]], weights: str = "equal", conf_level: float = 0.95
    ) -> Result:
        """A weighted sum of LS means."""
        row = np.sum([weight * self.row(at, weights) for weight, at in parts], axis=0)
        return self._estimate_row(row, (f"contrast of LS means, {_WEIGHTS[weights]}",), conf_level)

    def row(self, at: At, weights: str = "equal") -> Floats:
        """The linear function of the full columns that is the LS mean at ``at``."""
        check_choice("weights", weights, tuple(_WEIGHTS))
        places = {name: self._derive_place(name, value) for name, value in at.items()}
        free = [factor for factor in self.design.used_factors if factor.name not in at]
        return derive_mean_row(self.design, places, self._derive_margins(free, weights), self.margins.means)

    def contrast(self, weights: Sequence[float] | Floats | Mapping[str, float], conf_level: float = 0.95) -> Result:
        """A linear function of the coefficients: weights in the order of ``names``, or by name (others 0)."""
        return self._estimate(self._derive_weights(weights), ("contrast",), conf_level)

    def test(self, term: Term | str, rows: str = "sas") -> Result:
        """The type III F test of a term of the model (SAS type III, independent of coding).

        ``rows`` "sas" or "mmrm": whose rows stand for the hypothesis (design.derive_type3); only Satterthwaite's
        degrees of freedom of more than one contrast depend on it.
        """
        check_choice("rows", rows, ("sas", "mmrm"))
        name = (term,) if isinstance(term, str) else term
        found = next((known for known in self.design.terms if set(known) == set(name)), None)
        if found is None:
            raise MethodError(f"the model has no term {'*'.join(name)}; it has {self.design.terms}")
        hypotheses = derive_type3(self.design, self.basis, found, rows)[:, self.basis.kept]
        return self.joint_test(hypotheses, ("type III F test",))

    def joint_test(self, rows: Floats, options: tuple[str, ...] = ("F test",)) -> Result:
        """F test that all ``rows`` @ coefficients are 0; rows (q, p), linearly dependent ones don't count."""
        base = replace(self._base(options), wants=("statistic", "parameter", "parameter2", "p.value"))
        if self.precision is None:
            return base
        independent = _derive_independent(np.atleast_2d(np.asarray(rows, dtype=np.float64)))
        if not len(independent):
            return replace(base, reason="the term has no estimable hypothesis")
        wald = estimate_wald(self.precision, self.coefficients, independent)
        if not (wald.statistic >= 0 and wald.df2 > 0):
            return replace(base, reason="too few subjects: the F statistic has no degrees of freedom above 0")
        large = math.isinf(wald.df2)
        p_value = chdtrc(wald.df, wald.df * wald.statistic) if large else fdtrc(wald.df, wald.df2, wald.statistic)
        return replace(base, statistic=wald.statistic, df=wald.df, df2=wald.df2, p_value=float(p_value))

    def fit_statistics(
        self, count_coefficients: bool | None = None, count_all_subjects: bool = False
    ) -> tuple[Statistic, ...]:
        """−2 log-likelihood, AIC, AICC and BIC (number of subjects) as SAS PROC MIXED counts parameters.

        The covariance parameters and, with ML, the coefficients; ``count_coefficients=False`` leaves these out, as the
        AIC and BIC of the R package mmrm do. ``count_all_subjects`` counts those without any response for the BIC too,
        as SAS does when their rows are in its data set.
        """
        ml = self.model.method == "ML"
        counted = len(self.theta) + len(self.coefficients) * (ml if count_coefficients is None else count_coefficients)
        n = self.n_obs - (0 if ml else len(self.coefficients))
        corrected = 2 * counted * n / (n - counted - 1) if n > counted + 1 else math.nan
        subjects = self.margins.n_subjects if count_all_subjects else self.n_subjects
        by_subjects = counted * math.log(subjects) if subjects else math.nan
        values = (
            ("minus2.log.likelihood", f"−2 {'' if ml else 'restricted '}log-likelihood", 0.0),
            ("AIC", "Akaike information criterion", 2.0 * counted),
            ("AICC", "Akaike information criterion, corrected", corrected),
            ("BIC", "Bayesian information criterion", by_subjects),
        )
        few = self.reason or "too few responses or subjects"
        found = ((name, label, self.deviance + more) for name, label, more in values)
        return tuple(Statistic(*row, error=few if math.isnan(row[2]) else "") for row in found)

    def _base(self, options: tuple[str, ...], conf_level: float = 0.95) -> Result:
        left = "; ".join(f"{STRUCTURES[name].label} covariance was left: {reason}" for name, reason in self.tried)
        return Result(
            METHOD,
            (*self.model.options, *options),
            n=self.n_subjects,
            conf_level=conf_level,
            reason=self.reason,
            warning=left,
        )

    def _estimate_row(self, row: Floats, options: tuple[str, ...], conf_level: float) -> Result:
        if self.precision is not None and not self.basis.is_estimable(row[None, :]):
            reason = "not estimable: the data do not hold every combination of levels that it averages"
            return replace(self._base(options, conf_level=conf_level), reason=reason)
        return self._estimate(row[self.basis.kept], options, conf_level)

    def _estimate(self, row: Floats, options: tuple[str, ...], conf_level: float) -> Result:
        upper = check_conf_level(conf_level)
        base = self._base(options, conf_level=conf_level)
        if self.precision is None:
            return base
        estimate = float(row @ self.coefficients)
        std_error = math.sqrt(max(float(row @ self.precision.adjusted @ row), 0.0))
        if std_error == 0:
            return replace(base, estimate=estimate, reason="the estimate has no standard error")
        df = derive_df(self.precision, row)
        half = float(stdtrit(df, upper)) * std_error
        return replace(
            base,
            estimate=estimate,
            std_error=std_error,
            conf_low=estimate - half,
            conf_high=estimate + half,
            statistic=estimate / std_error,
            df=df,
            p_value=2 * float(stdtr(df, -abs(estimate / std_error))),
        )

    def _derive_weights(self, weights: Sequence[float] | Floats | Mapping[str, float]) -> Floats:
        if isinstance(weights, Mapping):
            unknown = set(weights) - set(self.names)
            if unknown:
                raise MethodError(f"no coefficient {', '.join(sorted(unknown))}; there are {', '.join(self.names)}")
            return np.array([weights.get(name, 0.0) for name in self.names])
        row = np.asarray(weights, dtype=np.float64)
        if row.shape != (len(self.names),):
            raise MethodError(f"a contrast needs {len(self.names)} weights, in the order {', '.join(self.names)}")
        return row

    def _derive_place(self, name: str, value: str | float) -> int | float:
        if name in self.design.used_covariates:
            return float(value)
        if name not in [factor.name for factor in self.design.used_factors]:
            raise MethodError(f"{name!r} is no factor or covariate of the model's terms")
        levels = self.design.factor(name).levels
        check_choice(name, value, levels)
        return levels.index(str(value))

    def _derive_margins(self, free: Sequence[Factor], weights: str) -> dict[tuple[int, ...], float]:
        cells = list(product(*(range(len(factor.levels)) for factor in free)))
        if weights == "equal" or not free:
            return dict.fromkeys(cells, 1.0)
        codes = self.margins.analysed if weights == "observed" else self.margins.complete
        seen = Counter(zip(*(codes[factor.name].tolist() for factor in free), strict=True))
        return {cell: float(seen[cell]) for cell in cells if cell in seen}


_WEIGHTS = {
    "equal": "equal weights",
    "observed": "weights of the observed margins",
    "observed-all": "weights of the observed margins, missing responses counted",
}


def _derive_independent(rows: Floats) -> Floats:
    """``rows`` themselves where they are linearly independent, else an orthonormal basis of what they span."""
    if not rows.size:
        return rows[:0]
    _, singular, right = np.linalg.svd(rows, full_matrices=False)
    large = singular > 1e-9 * max(float(singular.max()), 1e-300)
    return rows if len(rows) <= rows.shape[1] and large.all() else right[large]
