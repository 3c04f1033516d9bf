"""Who is behind a printed count: the subjects that the results stage has listed for its row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.displays.model import Display, Frames, derive_anchors

FRAME = "counted"


def derive_counted(display: Display, frames: Frames, study_id: str) -> dict[str, Any]:
    """The subjects behind the display's counts: their names once, and for each number's id their places among them.

    Names are those of USUBJID, without the study's id before them. Empty where no count has subjects.
    """
    known = _read(frames)
    listed = {a.id: known[a.number.row] for a in derive_anchors(display) if a.number.row in known}
    names = sorted({name for subjects in listed.values() for name in subjects})
    place = {name: number for number, name in enumerate(names)}
    if not listed:
        return {}
    return {
        "subjects": [name.removeprefix(f"{study_id}-") for name in names],
        "counts": {anchor: [place[name] for name in subjects] for anchor, subjects in listed.items()},
    }


def _read(frames: Frames) -> Mapping[str, list[str]]:
    """Row id → subjects, from the frames of this name."""
    records = (record for name, frame in frames.items() if name.endswith(f".{FRAME}") for record in frame)
    return {str(record["row"]): str(record["subjects"]).split("\t") for record in records}
