"""Sources as one compact text that a page carries and its script unfolds.

A line is a row: how many characters its id shares with the one before, the rest of it, value, n, and the number of its
description; a description (analysis, dataset, method, script ...) is told once. See numbers.js.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis.documents.sources.reading import Source

TAB = "\t"


def format_compact(sources: Iterable[Source], **more: Any) -> str:
    """JSON with ``about`` (descriptions), ``rows`` (one text, a line for each row) and whatever else is given."""
    about: dict[tuple[str, ...], int] = {}
    notes: dict[str, str] = {}
    lines: list[str] = []
    before = ""
    for number, source in enumerate(sources):
        shared = _count_shared(before, source.row)
        key = (source.analysis, source.statistic, source.unit, source.dataset, source.population, source.method)
        index = about.setdefault((*key, source.script, source.place.partition(", line ")[0]), len(about))
        line = source.place.partition(", line ")[2]
        fields = (str(shared), source.row[shared:], source.value, source.n, str(index), line)
        lines.append(TAB.join(field.replace(TAB, " ").replace("\n", " ") for field in fields))
        before = source.row
        if source.note:
            notes[str(number)] = source.note
    told = {"about": [list(key) for key in about], "rows": "\n".join(lines), "notes": notes, **more}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


def _count_shared(first: str, second: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(first), len(second)))


def find_marks(anchors: Sequence[Mapping[str, str]], sources: Mapping[str, Source]) -> list[int]:
    """For each printed number, in order, the line of its row."""
    lines = {row: number for number, row in enumerate(sources)}
    return [lines[anchor["row"]] for anchor in anchors]
