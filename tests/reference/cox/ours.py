"""Our values of the Cox cases, named "data covariates|strata ties"."""

from __future__ import annotations

from analysis.methods.cox import CoxFit, estimate_cox
from tests.reference.frames import read_columns


def fit(case: str) -> CoxFit:
    name, model, ties = case.split(" ")
    right, _, strata = model.partition("|")
    data = read_columns(f"data/{name}")
    event = data["status"] == (1 if name == "veteran" else 2)
    covariates = {covariate: data[covariate] for covariate in right.split("+")}
    return estimate_cox(data["time"], event, covariates, data[strata] if strata else None, ties)


def estimate_case(case: str) -> dict[str, float]:
    cox = fit(case)
    values = {"loglik.null": cox.loglik[0], "loglik": cox.loglik[1], "lr.p": cox.likelihood_ratio.p_value}
    values |= {"lr": cox.likelihood_ratio.statistic, "wald": cox.wald.statistic, "score": cox.score.statistic}
    for name, result in cox.coefficients.items():
        values |= {f"{name} {row.name}": row.value for row in result.to_rows()}
        hazard = cox.hazard_ratios[name]
        values |= {
            f"{name} hr": hazard.estimate,
            f"{name} hr.low": hazard.conf_low,
            f"{name} hr.high": hazard.conf_high,
        }
    return values
