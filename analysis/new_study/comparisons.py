"""The main change under other assumptions, times to events, and responders: analyses with their displays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.new_study.outline import Main
from analysis.study import EventTime
from analysis.study.analyses import AnalysisBlock, Responders, Sensitivity, Survival
from analysis.study.displays import DisplayBlock, ResponderTable, SensitivityTable, SurvivalCurves, SurvivalTable

#: Up to so many patients what is missing is also imputed, and each patient left out in turn.
FEW = 60
SHIFTS = (-1.0, -0.5, 0.5, 1.0)
Ticks = tuple[tuple[float, ...], tuple[float, ...]]


def derive_main_again(main: Main, subjects: int, *, compares: bool) -> Iterator[AnalysisBlock]:
    """Sensitivity analyses of the model; of the pooled change also with imputed values."""
    if not main.parameters:
        return
    more = ("leave-one-out",) if subjects <= FEW and not compares else ()
    imputed = ("imputation", "delta", "tipping-point") if not compares else ()
    yield Sensitivity.model_validate(
        {"id": "sensitivity", "kind": "sensitivity", "label": "The main change under other assumptions"}
        | {"population": "full-analysis", "of": "mmrm", "parameters": main.parameters}
        | {"approaches": ("mmrm", "complete-cases", "satterthwaite", *imputed, *more)}
        | {"deltas": SHIFTS if imputed else ()}
    )


def derive_survival(times: Sequence[tuple[EventTime, Ticks]], *, primary: bool) -> Iterator[Survival]:
    """An analysis of each time to an event; the first is called survival."""
    for number, (time, ticks) in enumerate(times):
        name = "survival" if number == 0 else f"survival-{time.id.lower().replace('_', '-')}"
        yield Survival(
            id=name,
            kind="survival",
            label=time.label,
            population="safety",
            reason="primary" if primary and number == 0 else "secondary",
            event_time=time.id,
            landmarks=ticks[0],
            at_risk=ticks[1],
        )


def derive_survival_displays(analyses: Sequence[AnalysisBlock], arms: int) -> Iterator[DisplayBlock]:
    """Curves and a table of each."""
    for block in analyses:
        if isinstance(block, Survival):
            title = f"{block.label} by group" if arms > 1 else f"{block.label}: Kaplan-Meier curve"
            yield SurvivalCurves(id=f"{block.id}-curves", kind="survival-curves", title=title, analyses=(block.id,))
            yield SurvivalTable(
                id=f"{block.id}-summary", kind="survival-table", title=block.label, analyses=(block.id,)
            )


def derive_response_displays(analyses: Sequence[AnalysisBlock]) -> Iterator[DisplayBlock]:
    """Who responded."""
    for block in analyses:
        if isinstance(block, Responders):
            yield ResponderTable(id=block.id, kind="responder-table", title=block.label, analyses=(block.id,))


def derive_sensitivity_displays(ids: set[str], main: Main) -> Iterator[DisplayBlock]:
    """The main change by each approach."""
    if "sensitivity" in ids:
        yield SensitivityTable(
            id="sensitivity",
            kind="sensitivity-table",
            title="Main parameters under other assumptions",
            analyses=("sensitivity",),
            parameters=main.parameters,
            visits=main.shown,
        )
