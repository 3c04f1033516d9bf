"""What was chosen for an analysis, in words where study.yaml has codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.displays.approaches import LABELS as APPROACHES
from analysis.documents.session import escape
from analysis.study import Study
from analysis.study.analyses import Analysis, Breakdown, Characteristic, Criterion

#: What stands elsewhere in the table of an analysis.
KNOWN = {"id", "kind", "label", "population", "reason", "parameters", "visits"}
NAMES = {
    "analysed": "Populations that end the flow",
    "approaches": "Approaches",
    "at_risk": "Numbers at risk at",
    "bilirubin_multiples": "Multiples of the upper limit of bilirubin",
    "by": "Compared by",
    "conf_level": "Confidence level",
    "conf_type": "Scale of the confidence limits",
    "covariances": "Covariance, the first of these that can be fitted",
    "criteria": "Criterion",
    "deltas": "Shifts of imputed values, in SD of the change at the visit",
    "describe": "Described besides the values",
    "draws": "Arrangements drawn where they are too many to take all",
    "endpoints": "Later records",
    "imputations": "Imputed datasets",
    "levels": "Counted by",
    "method": "Likelihood",
    "multiples": "Multiples of the upper limit",
    "not_counted": "Not counted in the family over all parameters",
    "of": "Model, visits and level of",
    "rate": "Patient-years at risk that rates are told for",
    "restricted_mean": "Means restricted to",
    "strata": "Strata of the log-rank test",
    "tests": "Against baseline",
    "treatment": "Groups",
    "where": "Records",
}
#: Options that are on or off.
CHOSEN = {
    "compare": "Differences between the groups, with the score interval of Miettinen and Nurminen",
    "regression": "Cox models, with Firth's penalty and without",
    "unscheduled": "At any visit: every record after the first dose counts",
}
WORDS = {
    "planned": "as planned",
    "actual": "as treated",
    "paired-t": "paired t test",
    "signed-rank": "Wilcoxon signed-rank test",
    "hodges-lehmann": "Hodges-Lehmann estimate",
    "hedges-g": "Hedges' g",
    "ratio": "ratio of geometric means of log-normal parameters",
    "percent-change": "change in percent",
    "UN": "unstructured",
    "TOEPH": "heterogeneous Toeplitz",
    "ARH1": "heterogeneous autoregressive",
    "AR1": "autoregressive",
    "TOEP": "Toeplitz",
    "CSH": "heterogeneous compound symmetry",
    "CS": "compound symmetry",
    "kenward-roger-linear": "Kenward and Roger's, linear",
    "kenward-roger": "Kenward and Roger's",
    "satterthwaite": "Satterthwaite's",
    "REML": "restricted maximum likelihood",
    "ML": "maximum likelihood",
    "delta": "imputed values shifted",
    "tipping-point": "tipping point",
    "leave-one-out": "each patient left out in turn",
    "interaction-permutation": "permutation test of the interaction of group and visit",
    "regression-to-the-mean": "regression to the mean from screening",
    "range": "reference range",
    "grade": "toxicity grade",
    "class": "class",
    "LOWEST": "the lowest",
    "HIGHEST": "the highest",
    "LAST": "the last",
}
#: What only belongs to some approaches of a sensitivity analysis.
ONLY = {"imputations": {"imputation", "delta", "tipping-point"}, "draws": {"interaction-permutation"}}
OPERATORS = {">=": "at least", ">": "above", "<=": "at most", "<": "below"}
OF = {"value": "", "change": "change from baseline ", "percent-change": "change from baseline in % "}


def format_options(study: Study, block: Analysis) -> list[str]:
    """What was chosen, an option an item, as Markdown; what is off, empty or of no use is not told."""
    return [escape(told) for told in _options(study, block)]


def _options(study: Study, block: Analysis) -> Iterator[str]:
    approaches = set(getattr(block, "approaches", ()))
    for name in type(block).model_fields:
        value = getattr(block, name)
        if name in KNOWN or value in (None, (), "", False, {}) or (name in ONLY and not approaches & ONLY[name]):
            continue
        if value is True:
            yield CHOSEN[name]
            continue
        items = value.items() if isinstance(value, dict) else value if isinstance(value, tuple) else (value,)
        told, what = [_tell(study, name, item) for item in items], NAMES.get(name, name.capitalize().replace("_", " "))
        if name == "criteria":
            yield from (f"{what}: {one}" for one in told)
        else:
            yield f"{what}: {'; '.join(told)}{_unit(study, block, name)}"


def _tell(study: Study, name: str, item: Any) -> str:
    if isinstance(item, Criterion):
        return _criterion(study, item)
    if isinstance(item, Characteristic):
        return item.label or study.parameter(str(item.parameter)).label
    if isinstance(item, Breakdown):
        return f"worst of {', '.join(item.levels.values())} ({item.variable})"
    if isinstance(item, tuple):
        value, what = item
        return f"{value} is {' or '.join(what)}" if name == "where" else str(what)
    if isinstance(item, float | int):
        return f"{item:.0%}" if name == "conf_level" else f"{item:g}".replace("-", "−")
    labels = _labels(study, name)
    return labels.get(item) or WORDS.get(item) or str(item)


def _labels(study: Study, name: str) -> dict[str, str]:
    """What an option names, by its id."""
    known: dict[str, Any] = {
        "analysed": study.populations,
        "event_time": study.event_times,
        "of": study.analyses,
    } | dict.fromkeys(("not_counted", "aminotransferases", "bilirubin"), study.parameters)
    return APPROACHES if name == "approaches" else {one.id: one.label for one in known.get(name, ())}


def _criterion(study: Study, criterion: Criterion) -> str:
    parameter = study.parameter(criterion.parameter)
    unit = "" if criterion.of == "percent-change" else parameter.unit
    limit = f"{OF[criterion.of]}{OPERATORS[criterion.op]} {criterion.value:g} {unit}".replace("-", "−").rstrip()
    new = ", and not so at baseline" if criterion.new else ""
    return f"{criterion.label} ({parameter.label}: {limit}{new})"


def _unit(study: Study, block: Analysis, name: str) -> str:
    """The unit of times of a survival analysis."""
    units = {time.id: time.unit for time in study.event_times}
    return f" {units[block.event_time]}" if name in ("landmarks", "at_risk", "restricted_mean") else ""  # type: ignore[union-attr]
