"""The approaches of the sensitivity analyses: what each is called, and where its rows are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.displays.model import Text
from analysis.displays.notes import format_method
from analysis.results.table import ALL, Results, Row
from analysis.study import Study
from analysis.study.analyses import Sensitivity
from analysis.study.displays import DisplayBlock
from analysis.study.wording import format_name

LABELS = {
    "mmrm": "As planned",
    "satterthwaite": "Satterthwaite degrees of freedom",
    "complete-cases": "Complete cases",
    "per-protocol": "Per protocol",
    "imputation": "Multiple imputation",
}
#: What is told of the methods, by the approaches that share one.
KINDS = {"": ("mmrm", "complete-cases", "satterthwaite", "per-protocol"), "Imputed values: ": ("imputation",)}


@dataclass(frozen=True, slots=True)
class Approaches:
    """The sensitivity analyses that a display shows, as one."""

    study: Study
    analyses: tuple[Sensitivity, ...]
    results: Results

    def find(self, context: str, place: str) -> str | None:
        """The start of the ids of these rows in the analysis that has them; None where none has."""
        for analysis in self.analyses:
            base = f"{analysis.id}.{context}/{place}"
            if any(f"{base}/{name}" in self.results for name in ("estimate", "estimate.min", "p.value")):
                return base
        return None

    def changes(self, parameter: str, visit: str, ratio: bool) -> Iterator[tuple[str, str, str]]:
        """Each approach to the pooled change at a visit: label, base of the estimate shown, base of its P value."""
        for approach, label in LABELS.items():
            base = self.find("ls-mean", f"{parameter}/{approach}/{visit}/{ALL}")
            if base is not None:
                yield label, base.replace(".ls-mean/", ".ls-ratio/") if ratio else base, base

    def differences(self, parameter: str, visit: str, ratio: bool) -> Iterator[tuple[str, str, str]]:
        """Each approach to the differences of arms from the first one, as ``changes`` tells them."""
        reference, *others = self.study.arms
        for arm in others:
            for approach, label in LABELS.items():
                base = self.find("difference", f"{parameter}/{approach}/{visit}/{arm.id}/{reference.id}")
                if base is not None:
                    told = f"{arm.label} − {format_name(reference.label)}: {format_name(label)}"
                    yield told, base.replace(".difference/", ".difference-ratio/") if ratio else base, base

    def deltas(self, parameter: str, visit: str, ratio: bool) -> Iterator[tuple[str, str, str]]:
        """Each shift of imputed values: label, base of the estimate shown, base of its P value."""
        for analysis in self.analyses:
            for delta in analysis.deltas:
                base = self.find("delta", f"{parameter}/{delta:+g}/{visit}/{ALL}")
                if base is not None:
                    label = f"Imputed values shifted by {delta:+g} SD".replace("-", "−")
                    yield label, base.replace(".delta/", ".delta-ratio/") if ratio else base, base

    def methods(self, parameters: Sequence[str], visit: str) -> Iterator[Text]:
        """How the changes were estimated: by the model as planned, what others change in it, and by imputation."""
        for kind, approaches in KINDS.items():
            rows = {name: self._rows(parameters, visit, name) for name in approaches}
            main = next((name for name in approaches if rows[name]), None)
            if main is not None:
                others = (_changed(name, rows[name], rows[main]) for name in approaches if name != main)
                yield (f"{'. '.join([kind + format_method(rows[main]), *filter(None, others)])}.",)

    def _rows(self, parameters: Sequence[str], visit: str, approach: str) -> dict[str, Row]:
        """The estimate of each parameter under an approach, by what the parameter is called."""
        labels = {name: self.study.parameter(name).short or self.study.parameter(name).label for name in parameters}
        bases = {name: self.find("ls-mean", f"{name}/{approach}/{visit}/{ALL}") for name in parameters}
        return {labels[name]: self.results[f"{base}/estimate"] for name, base in bases.items() if base is not None}


def _changed(approach: str, rows: dict[str, Row], first: dict[str, Row]) -> str:
    """``Complete cases: Toeplitz covariance (ALT)``: what an approach changes beside what its name says."""
    changed: dict[str, list[str]] = {}
    for label, row in rows.items():
        planned = first[label].options.split("; ") if label in first else []
        for part in row.options.split("; "):
            if part not in planned and part != LABELS[approach]:
                changed.setdefault(part, []).append(label)
    told = "; ".join(f"{part} ({', '.join(labels)})" for part, labels in changed.items())
    return f"{LABELS[approach]}: {told}" if told else ""


def approaches_of(study: Study, block: DisplayBlock, results: Results) -> Approaches:
    """The sensitivity analyses named by a display."""
    named = (study.analysis(name) for name in block.analyses)
    return Approaches(study, tuple(one for one in named if isinstance(one, Sensitivity)), results)
