"""Every kind of display with what it needs of the tiny trial: analyses, and options."""

from __future__ import annotations

from typing import Any, get_args

from analysis.study.displays import Display

BOTH: dict[str, Any] = {"parameters": ["ALB", "TBIL"]}
VISITS: dict[str, Any] = {"visits": ["W4", "W8"]}

KINDS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "flow-diagram": (("flow",), {}),
    "design-diagram": (("flow",), {}),
    "baseline-table": (("baseline",), {}),
    "profile-panel": (("change",), BOTH),
    "efficacy-table": (("change", "mmrm"), BOTH | VISITS),
    "survival-curves": (("survival",), {}),
    "survival-table": (("survival",), {}),
    "events-overview": (("adverse-events",), {}),
    "disposition-table": (("flow",), {}),
    "populations-table": (("flow",), {}),
    "change-table": (("change",), BOTH | VISITS),
    "model-table": (("mmrm",), BOTH | VISITS),
    "responder-table": (("responders",), {}),
    "interaction-table": (("mmrm",), BOTH),
    "multiplicity-table": (("mmrm",), BOTH | VISITS),
    "occurrence-table": (("occurrence",), {}),
    "listing-table": (("listing",), {}),
    "narratives": (("narratives",), {}),
    "effect-heatmap": (("mmrm",), BOTH | VISITS),
    "effect-forest": (("mmrm",), BOTH | {"visit": "W8"}),
    "individual-profiles": (("change",), {"parameter": "ALB"}),
    "event-dotplot": (("occurrence",), {}),
    "swimmer-plot": (("timeline",), {}),
    "exposure-table": (("exposure",), {}),
    "sensitivity-table": (("sensitivity",), BOTH | VISITS),
    "sensitivity-forest": (("sensitivity",), BOTH | {"visit": "W8"}),
    "shift-table": (("shift",), {}),
    "shift-panel": (("shift",), {"parameters": ["ALB"]}),
    "liver-table": (("liver-safety",), {}),
    "hys-law": (("liver-safety",), {}),
}


def known_kinds() -> set[str]:
    """The kinds that study.yaml may name."""
    blocks = get_args(get_args(Display)[0])
    return {get_args(block.model_fields["kind"].annotation)[0] for block in blocks}
