"""What the texts of the protocol quote: facts by ``{name}``, so that no constant stands twice in study.yaml."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

Problem = tuple[tuple[str | int, ...], str, str]
QUOTE = re.compile(r"\{([A-Za-z][A-Za-z0-9_-]*)\}")


def find_quotes(text: str) -> list[str]:
    """The facts that a text quotes, in order."""
    return QUOTE.findall(text)


def check_quotes(tree: dict[str, Any]) -> Iterator[Problem]:
    """Quotes of facts that study.yaml doesn't have."""
    facts = tree.get("facts")
    known = [str(name) for name in facts] if isinstance(facts, dict) else []
    for loc, text in _texts(tree.get("protocol"), ("protocol",)):
        for name in find_quotes(text):
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                remedy = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(known) or 'none'}"
                yield loc, f"'{name}' is not in facts", remedy


def check_schedule(tree: dict[str, Any]) -> Iterator[Problem]:
    """Columns of the schedule of assessments that are neither visits nor named before or after them."""
    protocol = tree.get("protocol")
    schedule = protocol.get("schedule") if isinstance(protocol, dict) else None
    if not isinstance(schedule, dict):
        return
    visits = [str(v.get("id")) for v in tree.get("visits") or () if isinstance(v, dict)]
    known = [*(schedule.get("before") or {}), *visits, *(schedule.get("after") or {})]
    for number, row in enumerate(schedule.get("assessments") or ()):
        for place, name in enumerate(row.get("visits") or () if isinstance(row, dict) else ()):
            if name not in known:
                loc = ("protocol", "schedule", "assessments", number, "visits", place)
                yield loc, f"'{name}' is no column of the schedule", f"known: {', '.join(known)}"


def _texts(value: Any, loc: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*loc, str(key)))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, (*loc, number))
