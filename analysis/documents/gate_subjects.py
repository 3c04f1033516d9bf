"""What a sentence speaks of, and what its verbs are called with: a change of bilirubin is no change of albumin."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from analysis.documents.notebook import INLINE, Part
from analysis.errors import Fault
from analysis.study import Study

#: Verbs that end a sentence begun with a parameter's name, and where among their arguments the parameter stands.
PREDICATES = {"change": 0, "course": 0, "says": 1, "interaction": 0, "depends_on_dose": 0, "trend": 0}
SENTENCE = re.compile(r"[.!?](?:\[[^\]]*\])?\s+(?=\S)|\n\s*\n|^#.*$", re.MULTILINE)


def find_mistaken(parts: Sequence[Part], study: Study) -> Iterator[Fault]:
    """Calls about a parameter that their sentence does not name, while it names another before them."""
    names = {p.id: {name.casefold() for name in (p.label, p.short) if len(name) > 1} for p in study.parameters}
    owner = {name: code for code, own in names.items() for name in own}
    pattern = re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(name) for name in sorted(owner, key=len, reverse=True)) + r")(?!\w)",
        re.IGNORECASE,
    )
    for part in parts if owner else ():
        if part.kind != "text":
            continue
        for found in INLINE.finditer(part.text):
            bound = _read_parameter(found[1])
            said = _before(part.text, found.start())
            named = [owner[name.casefold()] for name in pattern.findall(said)] if bound in names else []
            if named and bound not in named:
                line = part.lines[part.text.count("\n", 0, found.start())]
                spoken = study.parameter(named[-1]).label
                what = f"the sentence speaks of {spoken}, and the call is about {study.parameter(str(bound)).label}"
                yield Fault(f"{line.place}, {' '.join(found[1].split())}", what, "name in both what is meant")


def _read_parameter(code: str) -> str | None:
    """The parameter that a predicate is called with, None for other calls."""
    try:
        call = ast.parse(code.strip(), mode="eval").body
    except SyntaxError:
        return None  # told when it runs, with its line
    place = PREDICATES.get(getattr(getattr(call, "func", None), "id", ""), -1)
    if not isinstance(call, ast.Call) or not 0 <= place < len(call.args):
        return None
    argument = call.args[place]
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def _before(text: str, at: int) -> str:
    """What stands in the sentence before a place, without code."""
    begun = INLINE.sub(lambda code: " " * len(code[0]), text[:at])
    start = max((gap.end() for gap in SENTENCE.finditer(begun)), default=0)
    return " ".join(begun[start:].split())
