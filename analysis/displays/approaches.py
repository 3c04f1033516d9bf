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
        """How the changes were estimated: by the model as planned, by others, and from imputed values."""
        for kind, approaches in KINDS.items():
            rows: dict[str, Row] = {}
            for name in parameters:
                label = self.study.parameter(name).short or self.study.parameter(name).label
                for approach in approaches:
                    base = self.find("ls-mean", f"{name}/{approach}/{visit}/{ALL}")
                    if base is not None:
                        planned = label if approach == approaches[0] else f"{label} ({LABELS[approach].lower()})"
                        rows[planned] = self.results[f"{base}/estimate"]
            if rows:
                yield (f"{kind}{format_method(rows)}.",)


def approaches_of(study: Study, block: DisplayBlock, results: Results) -> Approaches:
    """The sensitivity analyses named by a display."""
    named = (study.analysis(name) for name in block.analyses)
    return Approaches(study, tuple(one for one in named if isinstance(one, Sensitivity)), results)
